"""What experts, bidders and the office are told of the evaluation."""

from scenario_market.texts.telling import Text

REGISTER = ("查看专家资料", "Open your entry")
SEAT = ("查看评审邀请", "Open the invitation")
PANEL = ("查看评审组", "Open the panel")
SHEET = ("前往评分", "Open the sheets")
BID = ("查看揭榜书", "Open the bid")
WHY = ("原因：{reason}。", "Reason: {reason}.")

TEXTS = {
    "expert_admitted": Text(
        ("您已入选评审专家库", "You are in the register of experts"),
        (
            (
                "您已入选评审专家库，今后可能被随机抽取参加评审。请核对任职及关联关系并及时更新。",
                "You may be drawn into panels from now on. Please keep your posts and ties up to date.",
            ),
        ),
        REGISTER,
    ),
    "expert_suspended": Text(
        ("您的专家资格已暂停", "Your entry as an expert is suspended"),
        (("暂停期间不再参与抽取。", "You are not drawn for the time being."), WHY),
        REGISTER,
    ),
    "expert_restored": Text(
        ("您的专家资格已恢复", "Your entry as an expert is in force again"),
        (("您可以重新参与抽取。", "You may be drawn again."),),
        REGISTER,
    ),
    "expert_removed": Text(
        ("您已移出评审专家库", "You left the register of experts"),
        (("今后不再参与抽取。", "You are not drawn any more."), WHY),
        REGISTER,
    ),
    "panel_seated": Text(
        ("评审组已到齐：{title}", "The panel is complete: {title}"),
        (
            (
                "榜单“{title}”（编号 {number}）的评审组成员均已接受邀请并作出无利害关系声明。",
                "Every seat of the panel on “{title}” (no. {number}) is taken by somebody who declared himself clear.",
            ),
        ),
        PANEL,
    ),
    "panel_short": Text(
        ("评审专家不足：{title}", "The panel is short of experts: {title}"),
        (
            (
                "榜单“{title}”（编号 {number}）的抽取名单已用尽，评审组尚有空缺，请补充专家库或重新组建评审组。",
                "Nobody is left to be asked for a seat of the panel on “{title}” (no. {number}).",
            ),
        ),
        PANEL,
    ),
    "panel_blind_locked": Text(
        ("暗标评分已锁定：{title}", "The blind part is locked: {title}"),
        (
            (
                "榜单“{title}”的暗标评分已全部提交并锁定，现可查阅明标并评分。",
                "The blind part of “{title}” is scored by all. The open part can be read and scored now.",
            ),
        ),
        SHEET,
    ),
    "seat_offered": Text(
        ("请答复评审邀请：{title}", "You were drawn for a panel: {title}"),
        (
            (
                "您被随机抽取参加榜单“{title}”（编号 {number}）的评审，请于 {deadline} 前答复。",
                "You were drawn at random for the panel on “{title}” (no. {number}). Please answer before {deadline}.",
            ),
            (
                "接受后须先作出回避声明，方可查阅揭榜内容；结果公布前请勿透露参加评审的情况。",
                "Content is shown after your declaration of interests. Please tell nobody until the result is public.",
            ),
        ),
        SEAT,
    ),
    "seat_lapsed": Text(
        ("评审邀请已过期：{title}", "The invitation has lapsed: {title}"),
        (
            (
                "您未在规定时间内答复榜单“{title}”的评审邀请，已按抽取顺序邀请下一位专家。",
                "You did not answer in time for “{title}”; the next one drawn was asked.",
            ),
        ),
        SEAT,
    ),
    "seat_dropped": Text(
        ("您不再参加评审：{title}", "You are off the panel: {title}"),
        (("您不再参加榜单“{title}”的评审。", "You no longer sit on the panel on “{title}”."), WHY),
        SEAT,
    ),
    "panel_dissolved": Text(
        ("评审组已解散：{title}", "The panel was given up: {title}"),
        (
            (
                "榜单“{title}”（编号 {number}）的评审组已解散，将重新组建。",
                "The panel on “{title}” (no. {number}) was given up; another will be drawn.",
            ),
            WHY,
        ),
        PANEL,
    ),
    "seat_removal_asked": Text(
        ("请审定评审组成员的移出申请：{title}", "A member is to be taken off the panel: {title}"),
        (
            (
                "经办人申请将一名成员移出榜单“{title}”（编号 {number}）的评审组，须由场景办负责人（非申请人）审定。",
                "An officer asks that a member be taken off the panel on “{title}” (no. {number}). The lead, who is"
                " somebody else, decides.",
            ),
        ),
        PANEL,
    ),
    "sheet_reopened": Text(
        ("评分表已退回：{title}", "A sheet was opened again: {title}"),
        (
            (
                "评审组长退回了您对榜单“{title}”的一份评分表，请复核后重新提交。",
                "The chair opened one of your sheets on “{title}” again. Please look at it and hand it in.",
            ),
            WHY,
        ),
        SHEET,
    ),
    "challenge_scoring": Text(
        ("评分已开始：{title}", "Scoring has begun: {title}"),
        (
            (
                "榜单“{title}”的评分已开始，请先完成暗标评分，每项评分均须写明理由。",
                "The panel scores “{title}” now: the blind part first, each score with its reason.",
            ),
        ),
        SHEET,
    ),
    "challenge_consensus": Text(
        ("评审组进入合议：{title}", "The panel deliberates: {title}"),
        (
            (
                "榜单“{title}”的评分表已全部提交，评审组进入合议，成员之间可互相查阅评分。",
                "All sheets on “{title}” are in. The members see each other's sheets now.",
            ),
        ),
        SHEET,
    ),
    "bid_lapsed": Text(
        ("揭榜书已失效：{title}", "A bid has lapsed: {title}"),
        (
            (
                "榜单“{title}”曾作实质性修改，贵单位的揭榜书未在截止前重新确认，已失效，未予开启评审。",
                "“{title}” was amended in substance, and your bid was not confirmed again before the deadline.",
            ),
        ),
        BID,
    ),
    "bid_correction_asked": Text(
        ("请补正揭榜书：{title}", "Please correct your bid: {title}"),
        (
            (
                "贵单位对榜单“{title}”的揭榜书有内容需要补正，请于 {deadline} 前登录平台补正，仅有一次机会。",
                "Parts of your bid on “{title}” need correcting before {deadline}. There is one correction only.",
            ),
            WHY,
        ),
        BID,
    ),
    "bid_corrected": Text(
        ("揭榜书已补正：{title}", "A bid was corrected: {title}"),
        (
            (
                "榜单“{title}”有揭榜单位已提交补正内容，请继续形式审查。",
                "A bidder on “{title}” corrected what was asked. The formal check goes on.",
            ),
        ),
        BID,
    ),
    "bid_correction_lapsed": Text(
        ("补正时限已过：{title}", "The time to correct is over: {title}"),
        (
            (
                "榜单“{title}”有揭榜书未在规定时间内补正，将按现有内容审查。",
                "A bid on “{title}” was not corrected in time and is judged as it stands.",
            ),
        ),
        BID,
    ),
    "bid_qualified": Text(
        ("揭榜书通过形式审查：{title}", "Your bid is formally in order: {title}"),
        (
            (
                "贵单位对榜单“{title}”的揭榜书已通过形式审查，将进入评分。",
                "Your bid on “{title}” passed the formal check and will be scored.",
            ),
        ),
        BID,
    ),
    "bid_disqualified": Text(
        ("揭榜书未通过审查：{title}", "Your bid was excluded: {title}"),
        (
            (
                "贵单位对榜单“{title}”的揭榜书未通过审查，不再参加评分。",
                "Your bid on “{title}” was excluded and is not scored.",
            ),
            WHY,
        ),
        BID,
    ),
}
