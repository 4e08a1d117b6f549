"""Acts on notices."""

from scenario_market.domain.roles import PERSON, Permission

ACTS = {
    "notice.read": Permission(PERSON, "查阅本人通知", "Read one's own notices"),
}
