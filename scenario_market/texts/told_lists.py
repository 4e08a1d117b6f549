"""What people are told about sharpening rough needs, and about demand lists."""

from scenario_market.texts.telling import Text

OPEN = ("查看需求", "Open the need")
LIST = ("查看清单", "Open the list")
WHY = ("原因：{reason}。", "Reason: {reason}.")

TEXTS = {
    "sharpening_assigned": Text(
        ("请协助梳理需求：{title}", "Please help to sharpen a need: {title}"),
        (
            (
                "场景办请贵单位协助梳理需求“{title}”。本次协助将予公开，并可能影响贵单位响应该需求的资格。",
                "The office asks you to sharpen the need “{title}”. This is disclosed and may bar you from answering.",
            ),
        ),
        OPEN,
    ),
    "sharpening_disclosed": Text(
        ("已安排诊断机构协助：{title}", "A diagnosis provider will help: {title}"),
        (
            (
                "场景办已安排{organisation}协助贵单位梳理需求“{title}”。",
                "{organisation} was assigned to help you sharpen the need “{title}”.",
            ),
        ),
        OPEN,
    ),
    "sharpening_delivered": Text(
        ("需求梳理建议已提交：{title}", "A proposal for your need: {title}"),
        (
            (
                "诊断机构已提交需求“{title}”的梳理建议，请查阅并决定是否采纳。",
                "The diagnosis provider handed in its proposal for “{title}”. Please decide on it.",
            ),
        ),
        OPEN,
    ),
    "sharpening_adopted": Text(
        ("梳理建议已采纳：{title}", "Your proposal was adopted: {title}"),
        (
            (
                "贵单位对需求“{title}”的梳理建议已被采纳。",
                "Your proposal for the need “{title}” was adopted.",
            ),
        ),
        OPEN,
    ),
    "sharpening_declined": Text(
        ("梳理建议未采纳：{title}", "Your proposal was not adopted: {title}"),
        (
            (
                "贵单位对需求“{title}”的梳理建议未被采纳，本次协助结束。",
                "Your proposal for the need “{title}” was not adopted; the assignment is over.",
            ),
        ),
        OPEN,
    ),
    "sharpening_overdue": Text(
        ("需求梳理已逾期：{title}", "A proposal is overdue: {title}"),
        (
            (
                "需求“{title}”的梳理建议已超过约定期限，请尽快处理。",
                "The proposal for the need “{title}” is overdue; please see to it.",
            ),
        ),
        OPEN,
    ),
    "list_published": Text(
        ("需求清单已发布：{title}", "A demand list is published: {title}"),
        (
            (
                "场景需求清单“{title}”（编号 {number}）已发布，共 {items} 项需求。",
                "The demand list “{title}” (no. {number}) is published with {items} needs.",
            ),
        ),
        LIST,
    ),
    "list_withdrawn": Text(
        ("需求清单已撤回：{title}", "A demand list was withdrawn: {title}"),
        (
            (
                "场景需求清单“{title}”（编号 {number}）已撤回。",
                "The demand list “{title}” (no. {number}) was withdrawn.",
            ),
            WHY,
        ),
        LIST,
    ),
    "list_item_left_out": Text(
        ("清单中有需求未能发布：{title}", "A need stayed out of a list: {title}"),
        (
            (
                "按计划发布清单“{title}”时，其中一项需求不符合发布条件，未予发布，请核对后另行处理。",
                "When the list “{title}” was published, one need did not meet the conditions and stayed out.",
            ),
        ),
        LIST,
    ),
}
