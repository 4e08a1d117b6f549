"""What people are told about bids before the opening: of consortia alone. What is handed in nobody is told."""

from scenario_market.texts.telling import Text

CALL = ("查看榜单", "Open the challenge")

TEXTS = {
    "consortium_invited": Text(
        ("联合体邀请：{title}", "Invitation to a consortium: {title}"),
        (
            (
                "{organisation}邀请贵单位作为联合体成员共同揭榜“{title}”，请登录平台答复同意或谢绝。",
                "{organisation} asks you to join its consortium for “{title}”. Please sign in and answer.",
            ),
            ("揭榜截止时间：{deadline}。", "The challenge closes on {deadline}."),
            (
                "一家单位在同一榜单中只能参加一份揭榜书。",
                "An organisation takes part in one bid of a challenge only.",
            ),
        ),
        ("答复邀请", "Answer"),
    ),
    "bid_deadline_nears": Text(
        ("揭榜截止临近：{title}", "The deadline nears: {title}"),
        (
            (
                "贵单位正在编制榜单“{title}”的揭榜书，距截止还有 {days} 天。",
                "You are working on a bid for “{title}”; the deadline is {days} days away.",
            ),
            (
                "截止时间：{deadline}。需要递交、修改或撤回的，请在此前办理；如已办妥，无需再操作。",
                "It closes on {deadline}. Hand in, change or take back before; if all is done, there is nothing to do.",
            ),
            (
                "本提醒发给所有正在编制的单位，平台在开标前无从得知谁已递交。",
                "All who work on a bid get this: before the opening the market cannot know who has handed in.",
            ),
        ),
        CALL,
    ),
    "consortium_called_back": Text(
        ("联合体邀请已收回：{title}", "An invitation was called back: {title}"),
        (
            (
                "{organisation}收回了就榜单“{title}”组成联合体的邀请。",
                "{organisation} no longer asks you to join its consortium for “{title}”.",
            ),
        ),
        CALL,
    ),
    "consortium_consented": Text(
        ("单位已同意加入联合体：{title}", "A member joined your consortium: {title}"),
        (
            (
                "{organisation}已同意加入贵单位牵头的联合体，共同揭榜“{title}”。",
                "{organisation} has joined your consortium for the challenge “{title}”.",
            ),
            (
                "揭榜书此前已经递交的，其中不含该单位；请在分工中补列后于截止前重新递交。",
                "A bid that was handed in before does not name it: add it to the division of work and hand in again.",
            ),
        ),
        CALL,
    ),
    "consortium_declined": Text(
        ("单位谢绝加入联合体：{title}", "An invitation was declined: {title}"),
        (
            (
                "{organisation}谢绝加入贵单位就榜单“{title}”牵头的联合体。",
                "{organisation} will not join your consortium for the challenge “{title}”.",
            ),
        ),
        CALL,
    ),
    "consortium_left": Text(
        ("成员已退出联合体：{title}", "A member left your consortium: {title}"),
        (
            (
                "{organisation}已退出贵单位就榜单“{title}”牵头的联合体。",
                "{organisation} has left your consortium for the challenge “{title}”.",
            ),
            (
                "凡列有该单位的揭榜书，须在截止前重新递交，否则不计。",
                "A bid that names it must be handed in again before the deadline, or it does not count.",
            ),
        ),
        CALL,
    ),
    "consortium_dissolved": Text(
        ("联合体已解散：{title}", "A consortium was dissolved: {title}"),
        (
            (
                "{organisation}不再牵头榜单“{title}”的联合体，贵单位可另行参加。",
                "{organisation} no longer leads a consortium for “{title}”; you are free to take part otherwise.",
            ),
        ),
        CALL,
    ),
}
