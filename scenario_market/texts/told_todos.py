"""What people are told about steps that they are waited for."""

from scenario_market.texts.telling import Text

OPEN = ("去办理", "Open the to-do")

TEXTS = {
    "todo_near": Text(
        ("待办即将到期：{step}（{title}）", "Soon due: {step} ({title})"),
        (
            (
                "“{title}”正在等待贵方办理：{step}，请于 {deadline} 前完成。",
                "“{title}” waits for you: {step}, until {deadline}.",
            ),
        ),
        OPEN,
    ),
    "todo_overdue": Text(
        ("待办已逾期：{step}（{title}）", "Overdue: {step} ({title})"),
        (
            (
                "“{title}”等待贵方办理：{step}，期限 {deadline} 已过，请尽快办理。",
                "“{title}” waits for you: {step}. It was due until {deadline}; please see to it.",
            ),
        ),
        OPEN,
    ),
    "todo_escalated": Text(
        ("事项逾期未办：{step}（{title}）", "Not done in time: {step} ({title})"),
        (
            (
                "“{title}”的办理事项“{step}”已超过期限 {deadline}，请督办。",
                "“{step}” on “{title}” was due until {deadline} and is not done; please see that it is.",
            ),
            ("责任方：{organisation}。", "Whose turn it is: {organisation}."),
        ),
        OPEN,
    ),
}
