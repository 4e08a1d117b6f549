"""Words for what the rules of projects refuse."""

DETAILS: dict[str, tuple[str, str]] = {
    "self_acceptance": (
        "您代表或近期代表过本项目的一方，不得验收、确认自己一方的成果，须由他人办理。",
        "You act or lately acted for a party of this project; nobody accepts his own. Somebody else has to.",
    ),
    "by_pledge": (
        "本项目由榜单产生，实施计划以军令状为准，不能另行商定。",
        "The plan of this project is its pledge; it is not settled here.",
    ),
    "late_milestone": (
        "里程碑已于 {until} 到期，逾期不予受理；确需延期的，须先申请变更计划。",
        "The milestone's time ended at {until}; it takes no evidence now. Ask for a change of the plan first.",
    ),
    "evidence_missing": (
        "请先上传本次提交的佐证材料。",
        "Attach the evidence of this attempt first.",
    ),
    "gate_undecided": (
        "赛马节点尚未决出，后续里程碑暂不能启动。",
        "The gate of the race is not decided; no later milestone can begin.",
    ),
    "milestones_open": (
        "尚有里程碑未办结：第 {numbers} 项。",
        "Milestones are not concluded: {numbers}.",
    ),
    "change_waiting_for_side": (
        "变更须先经另一方同意，再由场景办批准。",
        "The other side has to agree to the change before the office decides.",
    ),
    "own_change": (
        "变更由另一方会商，提出方不能自行同意。",
        "The other side has to agree; who proposed a change does not.",
    ),
    "not_own_change": (
        "该变更由另一方提出，只能由其撤回。",
        "The other side proposed this change; only it takes it back.",
    ),
    "change_agreed": ("另一方已同意该变更。", "The other side has agreed to the change."),
    "nothing_to_change": (
        "与现行计划相同，没有需要变更的内容。",
        "This is the plan as it stands; nothing would change.",
    ),
    "no_change_waiting": ("没有待办的变更申请。", "No change is waiting."),
    "no_such_tranche": ("没有这一笔补助。", "There is no such tranche."),
    "tranche_not_due": (
        "拨付条件尚未达到：{condition}。",
        "The condition of this tranche is not met: {condition}.",
    ),
    "tranche_held": (
        "项目处于暂停或已终止状态，补助暂缓拨付。",
        "The project rests or was ended; nothing is released.",
    ),
    "tranche_released": ("该笔补助已拨付。", "This tranche was released already."),
    "not_raced": ("该榜单不实行赛马。", "This call is no race."),
    "race_decided": ("赛马节点已决出。", "The gate of the race is decided already."),
    "gate_not_reached": (
        "以下项目的节点里程碑尚未办结：{projects}。",
        "The gate's milestone is not concluded in projects {projects}.",
    ),
    "gate_order": (
        "按节点规则，项目 {kept} 不优于项目 {dropped}，不能据此淘汰后者。",
        "By the gate's rule project {kept} is not ahead of project {dropped}, which therefore stays.",
    ),
    "gate_keeps_none": (
        "至少保留一个项目，且只能从参赛项目中选择。",
        "At least one project goes on, of those that race.",
    ),
    "not_measured": (
        "以下指标尚无第三方检测结果：{metrics}。",
        "No third party has measured: {metrics}.",
    ),
    "not_third_party": (
        "检测单位是项目的一方或受其控制，不属于第三方。",
        "Who measured is a party of the project or under its control, no third party.",
    ),
    "targets_missed": (
        "以下指标未达到目标，不能通过验收：{metrics}。",
        "These metrics miss their targets; the work cannot be accepted: {metrics}.",
    ),
    "late_rectification": (
        "整改期限已于 {until} 届满。",
        "The time to put the work right ended on {until}.",
    ),
    "prolonged_already": (
        "整改期限已延长 {times} 次，不能再次延长。",
        "The time to put the work right was prolonged {times} time(s) already; it is not moved again.",
    ),
    "rectification_running": (
        "整改期限至 {until}，尚未届满。",
        "The provider has until {until} to put the work right.",
    ),
    "diligence_unproven": (
        "请先上传尽职证明材料，尽职免责须有据可查。",
        "Attach the evidence of diligence first; it is not presumed.",
    ),
    "waived_over_clawback": (
        "免予追回的金额不能超过应追回金额（{clawback} 分）。",
        "No more can be waived than was asked back ({clawback} fen).",
    ),
    "panel_missing": ("尚未抽取验收组。", "No acceptance panel is drawn."),
    "panel_convened": ("本轮验收组已抽取。", "The panel of this round is drawn already."),
    "head_awaited": (
        "抽取须以申请验收之后首次公布的事件链签名为随机依据，签名每日零时公布，请公布后再抽取。",
        "The draw rests on the first signed head of the chain of events after the presentation; one is signed at the"
        " end of each day. Draw after it.",
    ),
    "opinion_given": ("您已出具验收意见。", "You gave your opinion already."),
    "opinions_missing": (
        "验收组尚有 {missing} 人未出具意见。",
        "{missing} of the panel have not given their opinion.",
    ),
    "panel_says_otherwise": (
        "结论须与验收组多数意见一致：同意通过 {accept} 人、整改 {rectify} 人、不通过 {fail} 人。",
        "The conclusion follows the panel's majority: accept {accept}, rectify {rectify}, fail {fail}.",
    ),
    "clawback_over_released": (
        "追回金额不能超过已拨付金额（{released} 分）。",
        "No more can be asked back than was released ({released} fen).",
    ),
    "no_reserve": (
        "没有可以接续的备选单位。",
        "No reserve is left to take the project over.",
    ),
    "never_began": (
        "项目从未启动，不适用尽职免责。",
        "The project never began; there is nothing to excuse.",
    ),
    "report_handed_in": ("该月报告已提交。", "The report of this month is in already."),
}

FIELDS: dict[str, tuple[str, str]] = {
    "sum_not_100": ("合计应为 100，现为 {found}。", "Should sum to 100; sums to {found}."),
    "milestone_closed": (
        "该里程碑已提交或已办结，不能变更。",
        "This milestone's evidence is in, or it is concluded; it cannot change.",
    ),
    "date_passed": ("日期应晚于今天（{today}）。", "Should be later than today ({today})."),
    "project_unknown": (
        "未找到该单位的这一项目；清单只更新已有项目。",
        "No such project of this company is known; the list only says more of known ones.",
    ),
    "project_ambiguous": (
        "该单位有多个项目，请填写项目名称。",
        "The company has several projects; name the one that is meant.",
    ),
    "month_not_owed": (
        "该月不需要提交报告（{first} 至 {last} 可提交）。",
        "No report is owed for this month (from {first} to {last}).",
    ),
}

STATES: dict[str, tuple[str, str]] = {
    "pledge_pending": ("待签军令状", "Pledge pending"),
    "active": ("实施中", "Active"),
    "change_pending": ("计划变更审批中", "Change pending"),
    "suspended": ("已暂停", "Suspended"),
    "final_acceptance": ("验收中", "In final acceptance"),
    "rectifying": ("整改中", "To be put right"),
    "accepted": ("已通过验收", "Accepted"),
    "failed": ("未通过验收", "Failed"),
    "excused": ("尽职免责", "Diligent failure"),
    "terminated": ("已终止", "Terminated"),
    "eliminated": ("赛马淘汰", "Eliminated"),
}
