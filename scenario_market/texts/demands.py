"""Words for what can be wrong with a demand, a list or an answer, and for what their rules refuse."""

DETAILS: dict[str, tuple[str, str]] = {
    "organisation_not_verified": (
        "单位尚未通过核验，请先申请核验。",
        "The organisation is not verified; ask for verification first.",
    ),
    "recommendation_missing": (
        "本计划须先由区级推荐，再由市级审核。",
        "This programme asks for the district's recommendation before the review.",
    ),
    "no_recommendation_asked": (
        "本计划不设区级推荐环节。",
        "This programme asks for no recommendation by the district.",
    ),
    "recommended": ("该需求已由区级推荐。", "The district has recommended it already."),
    "own_writing": (
        "您是本需求的填报人、某一版本的提交人或变更的提出人，须回避，由其他经办人办理。",
        "You wrote this need, a version or a change of it; another officer must decide.",
    ),
    "approved_by_you": (
        "您已批准过这一版本，须由另一人批准。",
        "You approved this version already; somebody else has to.",
    ),
    "step_signed": ("该环节已签署。", "This step is signed already."),
    "distinct_signers": (
        "三审须由三人分别签署，您已签署：{signed}。",
        "The readings are by different people; you signed {signed}.",
    ),
    "owner_fixed": (
        "该需求曾经提交，各版本及审查记录均属原需求单位，不能改换；确需改换的，请另行登记。",
        "The need was handed in once; its versions and reviews are of its owner. Take it down anew instead.",
    ),
    "list_empty": ("清单中没有需求。", "There is nothing in the list."),
    "nothing_changed": ("没有任何变化。", "Nothing would change."),
    "amendment_waiting": (
        "已有一项变更等待确认，可先撤回。",
        "Another change waits for its confirmation; take it back first.",
    ),
    "not_rough": (
        "该需求不是以问题线索方式提出的，无需梳理。",
        "The need did not begin as a rough problem.",
    ),
    "sharpening_assigned": (
        "已有诊断服务商在梳理该需求。",
        "A diagnosis provider is at work on it already.",
    ),
    "owner_side": (
        "需求单位及其控制的单位不得参与。",
        "The owner and what it controls may not take part.",
    ),
    "control_circle": (
        "该单位直接或间接受本单位控制，不能再登记为本单位的控制方。",
        "It is under this organisation's control already, directly or through others.",
    ),
    "both_sides": (
        "您同时代表需求单位和服务商，或此前已代表另一方办理；须由只代表一方的人员办理。",
        "You act for both the owner and the provider, or took the step before for the other side;"
        " somebody of one side alone has to.",
    ),
    "sharpener_barred": (
        "协助梳理过本需求的服务商，按本计划规定不得响应。",
        "Who helped to sharpen the need may not answer it under this programme.",
    ),
    "answers_closed": ("响应时间已截止。", "The time for answers is over."),
    "answered": (
        "贵单位已有一份有效的对接意向。",
        "The organisation has an answer already.",
    ),
    "dossier_of_call": (
        "该需求已转为榜单，请导出榜单的案卷，其中包含本需求。",
        "A call was made of this need: export the call's record, which holds the need.",
    ),
    "own_record": (
        "合同须由另一方确认，登记方不能自行确认。",
        "The other side has to confirm what this side recorded.",
    ),
}

FIELDS: dict[str, tuple[str, str]] = {
    "registered_by_others": (
        "该单位已有人登记但尚未核验，需求及联系方式不能交给它；请先人工核验，确认办理人有权代表该单位。",
        "Somebody registered this organisation and it is not verified; verify it by hand before a need is given to it.",
    ),
    "owner_unknown": (
        "未找到这家已核验的单位；导入后暂无需求单位，须由经办人指定。",
        "No verified organisation is known by this; the need comes in without its owner, whom an officer names.",
    ),
    "owner_ambiguous": (
        "有多家已核验的同名单位；导入后暂无需求单位，须由经办人指定。",
        "Several verified organisations have this name; the need comes in without its owner, whom an officer names.",
    ),
    "unknown_field": ("没有这个字段。", "There is no such field."),
    "unknown": ("不存在或不属于本单位。", "There is none, or it is not yours."),
    "not_a_text": ("应为文本。", "Should be text."),
    "bad_character": ("含有不允许的字符。", "Holds a character that is not allowed."),
    "not_a_list": ("应为列表。", "Should be a list."),
    "not_an_object": ("应为对象，含：{keys}。", "Should be an object with {keys}."),
    "too_many": ("超过 {limit} 项。", "More than {limit}."),
    "not_a_number": ("应为数字。", "Should be a number."),
    "not_whole_fen": ("金额应为以分为单位的整数。", "An amount is a whole number of fen."),
    "out_of_range": ("应在 {min} 与 {max} 之间。", "Should lie between {min} and {max}."),
    "not_a_date": ("应为日期，如 {like}。", "Should be a date such as {like}."),
    "not_a_flag": ("应为是或否。", "Should be true or false."),
    "not_a_phone": ("电话号码格式不正确。", "Not a telephone number."),
    "not_an_email": ("邮箱格式不正确。", "Not an e-mail address."),
    "not_a_key": ("应为编号（正整数）。", "Should be a key (a positive whole number)."),
    "below_minimum": ("上限不能低于下限。", "The maximum is below the minimum."),
    "before_start": ("结束日期不能早于 {starts_on}。", "Ends before {starts_on}."),
    "in_the_past": ("已经过期。", "Is over already."),
    "too_far_ahead": (
        "不能晚于 {latest}（自今日起 {days} 天）。",
        "Is later than {latest}, {days} days from today.",
    ),
    "in_the_future": ("不能晚于今天（{today}）。", "Is later than today ({today})."),
    "metric_required": (
        "至少要有一项带现状值和目标值的技术指标。",
        "At least one metric with baseline and target is needed.",
    ),
    "budget_required": (
        "请填写拟投资额，或选择面议。",
        "Give a budget, or say that it is to be negotiated.",
    ),
    "repeated_row": ("与第 {row} 行重复。", "The same as row {row}."),
    "repeated": ("重复。", "Stands twice."),
    "not_approved": ("需求尚未批准。", "The demand is not approved."),
    "in_another_list": (
        "该需求已在另一份准备中的清单里。",
        "The demand stands in another list in preparation.",
    ),
    "organisation_not_verified": ("需求单位未通过核验。", "The owner is not verified."),
    "steps_unsigned": ("以下环节尚未签署：{steps}。", "Unsigned steps: {steps}."),
    "no_diagnosis_provider": (
        "库内没有这家诊断咨询服务商。",
        "No diagnosis provider of the pool has this key.",
    ),
}
