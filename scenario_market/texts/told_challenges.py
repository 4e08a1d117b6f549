"""What people are told of the course of a call, from its review to its end."""

from scenario_market.texts.telling import Text

CALL = ("查看榜单", "Open the call")
DEADLINE = ("揭榜截止时间：{deadline}。", "Deadline for bids: {deadline}.")
WHY = ("原因：{reason}。", "Reason: {reason}.")

TEXTS = {
    "challenge_waiting": Text(
        ("待审核榜单：{title}", "A call waits for review: {title}"),
        (
            (
                "揭榜挂帅榜单“{title}”已提交，请办理公平竞争审查、审核和批准。",
                "The call “{title}” was handed in: its fair competition review and approvals are owed.",
            ),
        ),
        ("前往审核", "Review it"),
    ),
    "challenge_countersign_wanted": Text(
        ("待会签榜单：{title}", "A call to countersign: {title}"),
        (
            (
                "揭榜挂帅榜单“{title}”由贵单位联合组织，请会签；未会签的不能发榜。",
                "You organise the call “{title}” jointly. It cannot be published before you countersign it.",
            ),
        ),
        ("前往会签", "Countersign it"),
    ),
    "own_challenge_returned": Text(
        ("榜单退回修改：{title}", "Your call was returned: {title}"),
        (
            (
                "揭榜挂帅榜单“{title}”已退回，请按意见修改后重新提交。",
                "The call “{title}” was returned. Please mend it and hand it in again.",
            ),
            WHY,
            ("逐项意见：{remarks}。", "Remarks: {remarks}."),
        ),
        ("修改榜单", "Edit the call"),
    ),
    "own_challenge_approved": Text(
        ("榜单审核通过：{title}", "Your call was approved: {title}"),
        (
            (
                "揭榜挂帅榜单“{title}”已审核通过，待完成保密审查和三审三校后发榜。",
                "The call “{title}” was approved. It is published once it is cleared.",
            ),
        ),
        CALL,
    ),
    "own_challenge_published": Text(
        ("榜单已发布：{title}", "Your call is open: {title}"),
        (
            (
                "揭榜挂帅榜单“{title}”（编号 {number}）已发布。请留意公开提问并及时答复。",
                "The call “{title}” (no. {number}) is published. Please watch for questions and answer them.",
            ),
            DEADLINE,
            (
                "截止前揭榜书处于密封状态，任何人不得查阅。",
                "Until the deadline bids are sealed: nobody can read them.",
            ),
        ),
        CALL,
    ),
    "own_challenge_dropped": Text(
        ("榜单未予发布：{title}", "Your call was given up: {title}"),
        (
            (
                "揭榜挂帅榜单“{title}”不再发布，所依据的场景需求不受影响。",
                "The call “{title}” will not be published; the need that it was made from stands as before.",
            ),
            WHY,
        ),
        CALL,
    ),
    "challenge_publication_missed": Text(
        ("榜单未能按计划发布：{title}", "A call was not published as planned: {title}"),
        (
            (
                "到达预定发布时间时，榜单“{title}”不符合发布条件，未予发布；请核对缺项后重新安排。",
                "At the time planned, the call “{title}” did not meet the conditions and was not published."
                " Please see what is missing and plan anew.",
            ),
        ),
        CALL,
    ),
    "challenge_next_round": Text(
        ("榜单重新发布：{title}", "A new round of a call: {title}"),
        (
            (
                "贵单位参与过的榜单流标后已重新发布：“{title}”（编号 {number}）。上一轮的揭榜书不沿用，请重新编制。",
                "The call in which you took part failed, and is open again: “{title}” (no. {number})."
                " Bids of the last round are not taken over.",
            ),
            DEADLINE,
        ),
        CALL,
    ),
    "challenge_amended": Text(
        ("榜单内容有变更：{title}", "A call has changed: {title}"),
        (
            (
                "榜单“{title}”（编号 {number}）内容已变更。",
                "The call “{title}” (no. {number}) has changed.",
            ),
            ("变更事项：{fields}。", "What changed: {fields}."),
            (
                "本次修改为{material}：已提交的揭榜书须在截止前重新确认，未确认的视为放弃。",
                "The change is {material}: what was handed in must be confirmed again before the deadline, or it"
                " lapses.",
            ),
            DEADLINE,
        ),
        CALL,
    ),
    "challenge_completed": Text(
        ("榜单全部项目办结：{title}", "A call has come to its end: {title}"),
        (
            (
                "榜单“{title}”（编号 {number}）的全部项目均已办结，可查阅验收结论并申报标志性示范。",
                "Every project of the call “{title}” (no. {number}) has ended; accepted ones may become landmarks.",
            ),
        ),
        CALL,
    ),
    "challenge_failed": Text(
        ("榜单流标：{title}", "A call has failed: {title}"),
        (
            (
                "榜单“{title}”（编号 {number}）已宣布流标。重新发布时将另行通知。",
                "The call “{title}” (no. {number}) was declared failed. You will be told if it is opened again.",
            ),
            WHY,
        ),
        CALL,
    ),
    "challenge_cancelled": Text(
        ("榜单终止：{title}", "A call was cancelled: {title}"),
        (
            (
                "榜单“{title}”（编号 {number}）已终止，不再接受和评审揭榜书。尚未开启的揭榜书不再开启。",
                "The call “{title}” (no. {number}) was cancelled; bids are neither taken nor judged any more."
                " Sealed ones stay sealed.",
            ),
            WHY,
        ),
        CALL,
    ),
    "demand_converted": Text(
        ("需求已转为揭榜挂帅：{title}", "A need became a challenge: {title}"),
        (
            (
                "您关注的场景需求“{title}”（编号 {number}）已转为揭榜挂帅项目，不再接受对接意向；"
                "有意参与的，请在榜单中揭榜。",
                "The need “{title}” (no. {number}), of which you were told, became a challenge. It takes no more"
                " answers; who wants to take part bids on the call.",
            ),
        ),
        ("查看需求", "Open the need"),
    ),
}
