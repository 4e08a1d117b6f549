"""Acts on experts and on the evaluation of bids."""

from scenario_market.domain.roles import LEAD, OFFICE, PROVIDER, WATCH, Permission

EXPERT = frozenset({"expert"})

ACTS = {
    # the register
    "expert.read": Permission(
        OFFICE | WATCH | EXPERT, "查阅评审专家库", "Read the register of experts"
    ),
    "expert.edit": Permission(OFFICE | EXPERT, "维护专家资料", "Keep an expert's data"),
    "expert.manage": Permission(OFFICE, "管理评审专家库", "Manage the register of experts"),
    # the panel
    "panel.read": Permission(OFFICE | WATCH | EXPERT, "查阅评审组", "Read panels"),
    "panel.answer": Permission(
        EXPERT, "答复评审邀请、作回避声明", "Answer an invitation, declare conflicts"
    ),
    "panel.remove": Permission(
        LEAD, "确认将成员移出评审组", "Take a member off a panel, as another officer asked"
    ),
    "panel.score": Permission(EXPERT, "评分", "Score bids"),
    # bids after the opening
    "bid.read": Permission(
        OFFICE | WATCH | EXPERT | PROVIDER, "查阅已开启的揭榜书", "Read opened bids"
    ),
    "bid.correct": Permission(PROVIDER, "补正揭榜书", "Correct a bid as asked"),
    "sheet.read": Permission(OFFICE | WATCH | EXPERT, "查阅评分表", "Read score sheets"),
    "hint.read": Permission(OFFICE, "查阅围标串标线索", "Read hints of collusion"),
    "reading.list": Permission(WATCH, "查阅调阅记录", "List who read bids and sheets"),
}
