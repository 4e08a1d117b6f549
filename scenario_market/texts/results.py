"""What is said when an act on a result, a public notice or an objection is refused."""

FIELDS = {
    "document_number": (
        "文号格式不正确，应如“{example}”。",
        "No document number of this office and year; write it like “{example}”.",
    ),
    "votes_mismatch": (
        "表决票合计 {votes} 票，与参会人数 {participants} 人不符。",
        "The votes add up to {votes}, but {participants} took part.",
    ),
    "too_few": ("至少应有 {least} 人，现有 {found} 人。", "At least {least}; there are {found}."),
    "dissent_agrees": (
        "同意评审意见的不填写不同意见；如有不同意见，请选择“不同意”。",
        "Who agrees states no dissent; to dissent, do not agree.",
    ),
    "negative": ("不能为负数。", "Must not be negative."),
}
DETAILS = {
    # the panel
    "not_the_chair": (
        "仅评审组组长可以办理此事项。",
        "Only the chair of this panel may do this.",
    ),
    "ranking_missing": (
        "评审尚未形成排序，不能起草评审意见。",
        "There is no ranking yet to write an opinion on.",
    ),
    "opinion_missing": (
        "尚未起草评审意见，不能推荐。",
        "The panel's opinion has not been written; nothing can be recommended.",
    ),
    "opinion_changed": (
        "评审意见在您阅读后已修改，请重新阅读后签署。",
        "The opinion was changed since you read it. Read it again before you sign.",
    ),
    "opinion_outdated": (
        "已签署的评审意见与现有排序不一致，请重新起草并签署。",
        "The signed opinion is not about the bids as they stand; write and sign it again.",
    ),
    "none_passed": (
        "没有揭榜方达到合格标准，不能推荐，应宣布流标。",
        "No bid reaches the pass mark: there is none to recommend, and the call can only fail.",
    ),
    "opinion_signed": ("您已签署该评审意见。", "You have signed this opinion."),
    "signatures_missing": (
        "还有 {count} 位评审专家未签署评审意见，不能推荐。",
        "{count} of the panel have not signed the opinion; nothing can be recommended.",
    ),
    "panel_member": (
        "您是本项目评审组成员，应当回避。",
        "You sat on the panel of this call and must stand back.",
    ),
    # the collective decision
    "minutes_missing": (
        "集体审定须附会议纪要：请填写纪要内容或上传纪要附件。",
        "A collective decision needs its minutes: write them, or attach them.",
    ),
    "majority_missing": (
        "同意 {votes} 票，未超过参会人数（{participants} 人）的半数，不能通过。",
        "{votes} of {participants} voted for it, which is no majority.",
    ),
    # the notice and what follows
    "notice_missing": ("尚未公示。", "It has not stood in public notice."),
    "notice_standing": (
        "公示期至 {until} 届满，期满前不能办理。",
        "It stands in public notice to the end of {until}; nothing is done before.",
    ),
    "notice_over": (
        "公示期已于 {until} 届满，不再受理异议。",
        "The notice was over at the end of {until}; objections are taken no more.",
    ),
    "notice_withdrawn": (
        "该公示已撤回，不再受理异议。",
        "This notice was withdrawn; there is nothing to object to.",
    ),
    "objection_open": (
        "有 {count} 件异议尚未答复，答复前不能办理。",
        "{count} objections are not answered yet; nothing is done before.",
    ),
    "objection_answered": (
        "您（或您所代表的单位）对该公示的异议已经答复；对同一公示的异议应当一次性提出。",
        "Your objection to this notice, or your organisation's, was answered; all that is objected to is said at once.",
    ),
    "objection_exists": (
        "您对该公示已提出异议且尚未答复，请勿重复提出。",
        "You have an objection to this notice that is not answered yet.",
    ),
    "too_many_objections": (
        "您 24 小时内提出的异议过多，请稍后再试。",
        "You have filed too many objections in 24 hours; try again later.",
    ),
    "real_name_missing": (
        "异议应实名提出，请先在个人账号中填写真实姓名。",
        "Objections are made under real name: enter yours in your account first.",
    ),
    "seal_missing": (
        "以单位名义提出的异议须附加盖公章的异议书扫描件，收到后方可受理。",
        "An organisation's objection needs the scan of the sealed paper before it is admitted.",
    ),
    "own_objection": ("不能办理本人提出的异议。", "You cannot decide on your own objection."),
    "document_number_used": (
        "文号“{number}”已使用，请核对。",
        "The document number “{number}” is taken.",
    ),
    "places_taken": (
        "中榜名额（{winners} 个）已满，不能再确定中榜方。",
        "All {winners} places have their winner.",
    ),
}
