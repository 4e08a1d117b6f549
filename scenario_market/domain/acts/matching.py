"""Acts around matches."""

from scenario_market.domain.roles import OFFICE, OWNER, PROVIDER, WATCH, Permission

ACTS = {
    "match.request": Permission(OFFICE, "发起匹配", "Ask for matching"),
    "match.read": Permission(OFFICE | WATCH | OWNER, "查阅匹配结果", "Read matches"),
    "match.dismiss": Permission(PROVIDER, "标记不适合", "Say that a need is not for us"),
    "match.explain": Permission(PROVIDER | OFFICE | WATCH, "查询匹配理由", "Ask why (not) matched"),
}
