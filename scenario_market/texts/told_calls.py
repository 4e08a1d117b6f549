"""What people are told of what happens around a call: questions, interest, matches."""

from scenario_market.texts.telling import Text

CALL = ("查看榜单", "Open the call")
QUESTION = ("查看提问", "Open the question")
DEADLINE = ("揭榜截止时间：{deadline}。", "Deadline for bids: {deadline}.")
PARTNERS = (
    "以下单位同意被推荐为合作伙伴，可与贵单位互补：{partners}。",
    "These agreed to be found as partners and have what you lack: {partners}.",
)
ASKED = ("提问：{question}", "Question: {question}")

TEXTS = {
    "challenge_matched": Text(
        ("揭榜机会：{title}", "A call that fits you: {title}"),
        (
            (
                "榜单“{title}”（{number}）已发布，与贵单位匹配，且贵单位符合其揭榜条件。",
                "The call “{title}” ({number}) is open. It fits you, and you meet its conditions.",
            ),
            ("发榜方：{owner}。", "Owner: {owner}."),
            DEADLINE,
            ("提问截止时间：{questions_until}。", "Questions until: {questions_until}."),
            PARTNERS,
        ),
        CALL,
    ),
    "challenge_near": Text(
        ("榜单与贵单位相近：{title}", "A call that nearly fits you: {title}"),
        (
            (
                "榜单“{title}”（{number}）已发布，内容与贵单位匹配，但贵单位有揭榜条件尚未满足，详见下文。",
                "The call “{title}” ({number}) is open. It fits you, but for a condition that is named below.",
            ),
            DEADLINE,
            PARTNERS,
        ),
        CALL,
    ),
    "challenge_quiet": Text(
        ("榜单关注度偏低：{title}", "Little interest in a call: {title}"),
        (
            (
                "榜单“{title}”开放期已过半，关注 {follows} 家、提问 {questions} 个，低于预期。"
                "平台已扩大匹配通知范围，请研判是否需要推介或调整。",
                "Half of the time for “{title}” is over: {follows} follow it and {questions} questions were asked,"
                " fewer than expected. Matching was widened; please see whether more is to be done.",
            ),
            (
                "揭榜情况在开启前处于密封状态，未计入上述统计。",
                "Bids are sealed until the opening and are not counted in this.",
            ),
            DEADLINE,
        ),
        CALL,
    ),
    "question_waiting": Text(
        ("待审核榜单提问：{title}", "A question waits: {title}"),
        (
            (
                "榜单“{title}”收到新的提问，请去除可识别提问单位的内容后发布，或不予发布并说明理由。",
                "A question on “{title}” waits to be made anonymous and published, or declined with reason.",
            ),
        ),
        ("前往审核", "Review it"),
    ),
    "question_open": Text(
        ("榜单提问待答复：{title}", "A question to answer: {title}"),
        (
            (
                "榜单“{title}”有新发布的提问，请及时公开答复。提问截止时仍未答复的，揭榜截止时间将顺延一次。",
                "A question on “{title}” was published. Please answer it in public: one that is unanswered when the"
                " time for questions ends moves the deadline, once.",
            ),
            ASKED,
        ),
        ("前往答复", "Answer it"),
    ),
    "question_declined": Text(
        ("提问未予发布：{title}", "Your question was not published: {title}"),
        (
            (
                "贵单位就榜单“{title}”提出的问题未予发布。",
                "The question of your organisation on “{title}” was not published.",
            ),
            ("原因：{reason}。", "Reason: {reason}."),
        ),
        QUESTION,
    ),
    "question_lapsed": Text(
        ("提问未获答复：{title}", "Your question was not answered: {title}"),
        (
            (
                "榜单“{title}”已不再受理揭榜，贵单位的提问未获答复。",
                "“{title}” takes no more bids; the question of your organisation was not answered.",
            ),
        ),
        QUESTION,
    ),
    "question_answered": Text(
        ("榜单提问已答复：{title}", "A question was answered: {title}"),
        (
            (
                "榜单“{title}”的一项提问已公开答复。",
                "A question on “{title}” was answered in public.",
            ),
            ASKED,
            ("答复：{answer}", "Answer: {answer}"),
            DEADLINE,
        ),
        QUESTION,
    ),
    "question_overdue": Text(
        ("提问逾期未答复：{title}", "A question without an answer: {title}"),
        (
            (
                "榜单“{title}”的提问时间已截止，仍有提问未答复，请尽快办理。",
                "The time for questions on “{title}” is over and one has no answer. Please see to it.",
            ),
            ASKED,
            DEADLINE,
        ),
        QUESTION,
    ),
}
