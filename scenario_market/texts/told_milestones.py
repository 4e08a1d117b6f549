"""What people are told of a project's milestones, reports, money, race and end."""

from scenario_market.texts.telling import Text

OPEN = ("查看项目", "Open the project")
LAST = ("最后一天：{until}。", "Last day: {until}.")
UNTIL = ("截止时间：{deadline}。", "Until: {deadline}.")
WHY = ("原因：{reason}。", "Reason: {reason}.")

TEXTS = {
    "project_rectification_prolonged": Text(
        ("整改期限延长：{title}", "More time to put right: {title}"),
        (
            (
                "项目“{title}”的整改期限已延长，请在新的期限内整改完毕并再次提交验收。",
                "There is more time to put the project “{title}” right; present it again in time.",
            ),
            WHY,
            LAST,
        ),
        OPEN,
    ),
    "project_rectification_overdue": Text(
        ("整改逾期：{title}", "Not put right in time: {title}"),
        (
            (
                "项目“{title}”（承担单位：{organisation}）整改期限已届满，尚未再次提交验收。",
                "The time to put the project “{title}” of {organisation} right has passed, and it was not"
                " presented again.",
            ),
        ),
        OPEN,
    ),
    "project_failed": Text(
        ("项目未通过验收：{title}", "Not accepted: {title}"),
        (
            (
                "项目“{title}”最终未通过验收，后续事项以验收结论为准。",
                "The project “{title}” is not accepted; the conclusion says what follows.",
            ),
            WHY,
        ),
        OPEN,
    ),
    "project_terminated": Text(
        ("项目终止：{title}", "Terminated: {title}"),
        (
            (
                "项目“{title}”已终止，请按决定办理移交和资金事项。",
                "The project “{title}” was terminated; please see to handover and money as decided.",
            ),
            WHY,
        ),
        OPEN,
    ),
    "project_eliminated": Text(
        ("赛马节点淘汰：{title}", "Eliminated at the gate: {title}"),
        (
            (
                "经赛马节点比较，项目“{title}”（承担单位：{organisation}）不再继续实施。",
                "At the gate of its race the project “{title}” of {organisation} was the slower and does"
                " not go on.",
            ),
            WHY,
        ),
        OPEN,
    ),
    "project_race_won": Text(
        ("通过赛马节点：{title}", "Past the gate: {title}"),
        (
            (
                "项目“{title}”（承担单位：{organisation}）已通过赛马节点，请继续实施。",
                "The project “{title}” of {organisation} is past the gate of its race and goes on.",
            ),
        ),
        OPEN,
    ),
    "project_excused": Text(
        ("认定尽职免责：{title}", "Found diligent: {title}"),
        (
            (
                "项目“{title}”经认定尽职免责。",
                "The project “{title}” was found diligently tried; its provider is not held liable.",
            ),
            WHY,
        ),
        OPEN,
    ),
    "project_tranche_released": Text(
        ("补助资金拨付：{title}", "Subsidy released: {title}"),
        (
            (
                "项目“{title}”的一笔补助资金已拨付。",
                "A part of the subsidy of the project “{title}” was released.",
            ),
        ),
        OPEN,
    ),
    "project_report_asked": Text(
        ("请提交项目月报：{title}", "A monthly report is due: {title}"),
        (
            (
                "请在截止日前提交项目“{title}”{month} 月度报告。",
                "Please hand in the report of the project “{title}” for {month}.",
            ),
            LAST,
        ),
        ("提交月报", "Hand it in"),
    ),
    "project_report_overdue": Text(
        ("项目月报逾期：{title}", "A monthly report is overdue: {title}"),
        (
            (
                "项目“{title}”（承担单位：{organisation}）{month} 月度报告逾期未交。",
                "The report of the project “{title}” of {organisation} for {month} is overdue.",
            ),
        ),
        OPEN,
    ),
    "milestone_confirmation_waiting": Text(
        ("里程碑待您确认：{title}", "A milestone waits for your word: {title}"),
        (
            (
                "项目“{title}”第 {number} 个里程碑的佐证材料已提交，请确认。",
                "The evidence of milestone {number} of the project “{title}” is in. Please confirm it.",
            ),
        ),
        ("前往确认", "Confirm it"),
    ),
    "milestone_acceptance_waiting": Text(
        ("里程碑待验收：{title}", "A milestone waits for the office: {title}"),
        (
            (
                "项目“{title}”第 {number} 个里程碑已经发榜方确认，请验收。",
                "The owner confirmed milestone {number} of the project “{title}”; please accept or reject it.",
            ),
        ),
        ("前往验收", "See to it"),
    ),
    "milestone_declined": Text(
        ("里程碑未获发榜方确认：{title}", "The owner did not confirm a milestone: {title}"),
        (
            (
                "项目“{title}”第 {number} 个里程碑未获发榜方确认，请补正后再次提交。",
                "The owner did not confirm milestone {number} of the project “{title}”. Please mend it and"
                " hand it in again.",
            ),
            WHY,
            UNTIL,
        ),
        ("查看里程碑", "Open the milestone"),
    ),
    "milestone_accepted": Text(
        ("里程碑通过：{title}", "A milestone was accepted: {title}"),
        (
            (
                "项目“{title}”第 {number} 个里程碑已通过验收。",
                "Milestone {number} of the project “{title}” was accepted.",
            ),
        ),
        ("查看里程碑", "Open the milestone"),
    ),
    "milestone_partly_met": Text(
        ("里程碑部分达成：{title}", "A milestone was met in part: {title}"),
        (
            (
                "项目“{title}”第 {number} 个里程碑认定为部分达成。",
                "Milestone {number} of the project “{title}” was met in part.",
            ),
            WHY,
        ),
        ("查看里程碑", "Open the milestone"),
    ),
    "milestone_rejected": Text(
        ("里程碑未通过：{title}", "A milestone was rejected: {title}"),
        (
            (
                "项目“{title}”第 {number} 个里程碑未通过验收，请整改后再次提交。",
                "Milestone {number} of the project “{title}” was rejected. Please mend it and hand it in"
                " again.",
            ),
            WHY,
            UNTIL,
        ),
        ("查看里程碑", "Open the milestone"),
    ),
    "milestone_due_soon": Text(
        ("里程碑临期：{title}", "A milestone is due soon: {title}"),
        (
            (
                "项目“{title}”第 {number} 个里程碑还有 {days} 天到期，逾期不予受理。",
                "Milestone {number} of the project “{title}” is due in {days} days; later evidence is not"
                " taken.",
            ),
            UNTIL,
        ),
        ("提交材料", "Hand it in"),
    ),
    "milestone_missed": Text(
        ("里程碑逾期：{title}", "A milestone was missed: {title}"),
        (
            (
                "项目“{title}”（承担单位：{organisation}）第 {number} 个里程碑逾期未交。",
                "Milestone {number} of the project “{title}” of {organisation} was missed.",
            ),
        ),
        ("查看里程碑", "Open the milestone"),
    ),
}
