"""Words for what the register of experts and the evaluation refuse."""

from collections.abc import Iterable

DETAILS: dict[str, tuple[str, str]] = {
    "in_register": ("该人员已在专家库中。", "The person is in the register already."),
    "own_expertise": (
        "涉及您本人的专家资格，须由其他经办人办理。",
        "It is about you as an expert; another officer has to decide.",
    ),
    "no_field": (
        "尚未登记专业领域，也未标注为财务专家，不能入库。",
        "He has no field and is not marked as an expert on finance.",
    ),
    "expert_role_missing": (
        "该人员尚无“评审专家”角色，请系统管理员先行授予。",
        "The administrator has to grant the role of an expert first.",
    ),
    "expert_removed": ("该专家已移出专家库。", "The expert was removed from the register."),
    "posts_full": (
        "任职及关联关系已达 {limit} 条上限。",
        "There are {limit} posts and ties already, which is the limit.",
    ),
    "panel_prepared": ("本榜单的评审组已在组建。", "The call has a panel already."),
    "too_few_experts": (
        "排除回避人员后可抽取的专家不足，{seats} 个席位中尚缺 {missing} 个。",
        "After the exclusions {missing} of {seats} seats would stay empty.",
    ),
    "secret_unreadable": (
        "抽取密钥已无法读取，请解散后重新组建评审组。",
        "The secret of the draw cannot be read any more; give the panel up and prepare another.",
    ),
    "panel_can_work": (
        "按抽取结果各席位仍有人可任的，不得解散重抽。",
        "A panel whose seats can all be taken is not drawn again.",
    ),
    "removal_asked": ("已有移出该成员的申请，待审定。", "It was asked for already."),
    "removal_not_asked": (
        "须先由另一名经办人提出移出申请并说明理由。",
        "Another officer has to ask for it first, with his reason.",
    ),
    "removal_by_two": (
        "移出申请不得由申请人本人审定。",
        "Who asked for it does not decide on it.",
    ),
    "scoring_over": (
        "评审组已提出推荐意见，不能再变更成员。",
        "The panel has recommended; its members stay.",
    ),
    "conflict_known": (
        "系统核查发现应当回避的情形（{reasons}），请申请回避。",
        "The books show a conflict of interest ({reasons}); please recuse yourself.",
    ),
    "declaration_missing": (
        "尚未作出回避声明，不能查阅内容或评分。",
        "Declare first that you have no conflict of interest.",
    ),
    "own_organisation_scored": (
        "您与该揭榜单位存在应当回避的情形（{reasons}），不能查阅或评分。",
        "You have a conflict of interest with this bid ({reasons}) and may neither read nor score it.",
    ),
    "blind_part_first": (
        "暗标评分须全部提交并锁定后，方可查阅明标和评分。",
        "The blind part has to be scored by all and locked first.",
    ),
    "blind_part_locked": (
        "暗标评分已锁定，合议之前不能退回。",
        "The blind part is locked until the panel deliberates.",
    ),
    "blind_part_open": (
        "暗标评分锁定后方可组织答辩和现场考察。",
        "Interviews and visits come after the blind part is locked.",
    ),
    "bids_unchecked": (
        "以下揭榜书尚未完成形式审查：{bids}。",
        "These bids are neither qualified nor disqualified: {bids}.",
    ),
    "too_few_bids": (
        "有效揭榜书 {found} 份，少于规定的 {minimum} 份，只能宣布流标。",
        "{found} bids can still win, fewer than {minimum}: the call can only fail.",
    ),
    "panel_not_seated": (
        "评审组尚未到齐或有成员尚未作出回避声明。",
        "Not every seat is taken by somebody who declared himself clear.",
    ),
    "blind_copies_waiting": (
        "还有 {count} 个附件正在去除身份信息，请稍后再试。",
        "{count} attachments are still being cleaned of what they say of who made them; try again.",
    ),
    "corrected_once": (
        "该揭榜书已要求补正过一次，不能再次要求。",
        "The bid was asked for its one correction already.",
    ),
    "correction_over": ("补正时限已过。", "The time to correct is over."),
    "sheets_missing": ("还有 {count} 份评分表未提交。", "{count} sheets are not in yet."),
    "ranked": (
        "已按现有评分排序；如需重排，请先退回有关评分表。",
        "The sheets are ranked as they stand; reopen one first.",
    ),
    "post_ended": ("该任职已于 {ends_on} 结束。", "The post ended on {ends_on}."),
}

FIELDS: dict[str, tuple[str, str]] = {
    "no_account": (
        "该手机号尚未在平台注册，请专家先行登录。",
        "Nobody has signed in by this number yet; ask the expert to sign in first.",
    ),
    "substance_fixed": (
        "属于实质性内容（方案、指标值、报价、进度、权重等），不得补正。",
        "It is of the substance of the bid (approach, figures, price, dates, weights) and is not corrected.",
    ),
    "only_striking": (
        "只能删去文字，不得增加或改写。",
        "Words may be struck out here; none are put in.",
    ),
    "not_asked_for": (
        "未要求补正该内容，不能改动。",
        "This field was not asked to be corrected.",
    ),
    "not_a_whole_score": ("评分应为 0 至 100 的整数。", "A score is a whole number from 0 to 100."),
    "not_yet": ("不能晚于今天。", "Cannot lie in the future."),
    "past_by_office": (
        "本人只能填写今日及以后的离任日期；更早的由场景办核实后登记。",
        "An earlier day is recorded by the office, which checks it first.",
    ),
}

CONFLICTS: dict[str, tuple[str, str]] = {
    "owner_side": ("与发榜方有任职关系", "a post with the owner"),
    "same_organisation": ("与牵头单位有任职关系", "a post with the lead"),
    "consortium_member": ("与联合体成员有任职关系", "a post with a member of the consortium"),
    "control": ("在相关方的控股或关联单位任职", "a post under one control with a party"),
    "past_employer": ("近年曾在相关方任职", "a party as a late employer"),
    "email_domain": ("使用相关方的单位邮箱", "the mail domain of a party"),
    "declared_relation": ("登记有利害关系", "a relation that was declared"),
    "officer": ("系场景办工作人员", "a post in the office"),
}


def conflicts_named(codes: Iterable[str], locale: str) -> list[str]:
    """Conflicts of interest in words."""
    place = 1 if locale == "en" else 0
    return [CONFLICTS[code][place] if code in CONFLICTS else code for code in codes]
