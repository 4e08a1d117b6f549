"""Acts on pledges (军令状)."""

from scenario_market.domain.roles import LEAD, OFFICE, OWNER, PROVIDER, WATCH, Permission

ACTS = {
    "pledge.read": Permission(OWNER | PROVIDER | OFFICE | WATCH, "查阅军令状", "Read pledges"),
    "pledge.negotiate": Permission(
        OWNER | PROVIDER | OFFICE, "协商军令状", "Propose changes of a pledge, and agree"
    ),
    "pledge.sign": Permission(OWNER | PROVIDER | LEAD, "签署军令状", "Sign pledges"),
    "pledge.decline": Permission(PROVIDER, "放弃签署军令状", "Decline to sign as the winner"),
    "pledge.check": Permission(OFFICE, "核对公章扫描件", "Check scans of seals"),
    "pledge.extend": Permission(LEAD, "延长军令状签署期限", "Give more time to sign a pledge"),
}
