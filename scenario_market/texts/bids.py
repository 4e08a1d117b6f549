"""Refusals about bids before the opening: workspaces, handing in, consortia."""

from typing import Any

TITLES: dict[str, tuple[str, str]] = {
    "section_conflict": ("他人已修改同一部分", "Somebody else changed the same section"),
}

DETAILS: dict[str, tuple[str, str]] = {
    "section_conflict": (
        "您编辑的部分已被同事修改，本次未保存。双方文字均已返回，请合并后再保存。",
        "A colleague changed what you edited. Nothing was saved; both texts are in this answer: merge them, then save.",
    ),
    "challenge_closed": (
        "本榜单已截止或终止（截止时间 {closes_at}），不再接受揭榜书的任何修改。",
        "The challenge has closed or ended (deadline {closes_at}); bids take no change any more.",
    ),
    "content_too_large": (
        "揭榜书正文共 {size_bytes} 字节，超过上限 {limit_bytes} 字节，请精简文字或改用附件。",
        "The text of the bid has {size_bytes} bytes; {limit_bytes} fit. Shorten it, or attach files.",
    ),
    "takes_part_elsewhere": (
        "该单位已参加本榜单的另一份揭榜书，一家单位只能参加一份。",
        "The organisation takes part in another bid of this challenge; it may take part in one only.",
    ),
    "takes_part": ("该单位已在本联合体中。", "The organisation takes part in this bid already."),
    "invited": (
        "已邀请该单位，正等待其答复。",
        "The organisation was asked already and has not answered.",
    ),
    "lead_only": ("此事项仅牵头单位可以办理。", "Only the lead of the consortium may do this."),
    "consortium_not_accepted": (
        "本榜单不接受联合体揭榜。",
        "This challenge takes no bids of consortia.",
    ),
    "consortium_full": (
        "联合体成员（含牵头单位和待答复的邀请）不得超过 {limit} 家。",
        "A consortium has {limit} members at most, the lead and open invitations included.",
    ),
    "attachments_kept": (
        "本揭榜书已上传附件 {kept} 次，达到上限 {limit} 次（删除的也计入）。",
        "Files were added {kept} times, those removed included; {limit} is the most.",
    ),
    "incomplete": (
        "揭榜书尚不完整，已保存，未递交。",
        "The bid is not complete: it was saved, not handed in.",
    ),
    "changed_meanwhile": (
        "您依据的是第 {expected} 版，同事已改为第 {current} 版；已保存，未办理，请核对后重试。",
        "You read version {expected}, a colleague made {current} of it: saved, nothing more done. Look at it again.",
    ),
    "nothing_handed_in": (
        "尚未递交揭榜书，无可撤回。",
        "Nothing is handed in, so there is nothing to take back.",
    ),
    "rules_not_accepted": (
        "请先阅读并接受榜单第 {number} 版的规则。",
        "Read and accept the rules of version {number} of the challenge first.",
    ),
    "name_in_blind_part": (
        "暗标部分出现可识别身份的文字“{found}”，请改写；此为提醒，不影响递交。",
        "The blind part names the bidder: “{found}”. Rewrite it; this is a warning and refuses nothing.",
    ),
}

FIELDS: dict[str, tuple[str, str]] = {
    "not_a_whole_number": ("应为整数。", "Should be a whole number."),
    "answered_twice": ("“{value}”重复填写。", "“{value}” stands here twice."),
    "metric_unanswered": ("指标“{name}”未响应。", "The metric “{name}” is not answered."),
    "beyond_term": (
        "第 {found} 个月超出实施期限 {months} 个月。",
        "Month {found} lies beyond the term of {months} months.",
    ),
    "weights_not_100": (
        "里程碑权重合计应为 100，现为 {found}。",
        "The weights of the milestones should sum to 100, not {found}.",
    ),
    "sum_differs": (
        "总额与各项合计（{sum_fen} 分）不一致。",
        "The total differs from the sum of the items ({sum_fen} fen).",
    ),
    "above_ceiling": (
        "超过榜单预算上限（{ceiling_fen} 分）。",
        "Above the ceiling of the challenge ({ceiling_fen} fen).",
    ),
    "above_amount": (
        "自筹金额超过该项金额（{amount_fen} 分）。",
        "More than the amount of the item ({amount_fen} fen).",
    ),
    "not_a_member": (
        "该单位不在本揭榜书的单位之中。",
        "The organisation takes no part in this bid.",
    ),
    "member_left_out": (
        "未写明单位 {uscc} 的分工。",
        "What the organisation {uscc} does is not said.",
    ),
    "shares_not_100": (
        "各单位份额合计应为 100，现为 {found}。",
        "The shares should sum to 100, not {found}.",
    ),
}


def warning(found: str, locale: str) -> str:
    """What is said of a name in the blind part."""
    zh, en = DETAILS["name_in_blind_part"]
    return (en if locale == "en" else zh).format(found=found)


def refusal(rule: str, params: dict[str, Any], locale: str) -> str:
    """What stands against handing in or taking back."""
    zh, en = DETAILS[rule]
    return (en if locale == "en" else zh).format(**params)
