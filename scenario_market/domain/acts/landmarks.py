"""Acts on landmarks: from the nomination to the end of the certificate."""

from scenario_market.domain.roles import LEAD, OFFICE, OWNER, PROVIDER, WATCH, Permission

ACTS = {
    "landmark.read": Permission(
        OFFICE | WATCH | OWNER | PROVIDER, "查阅示范场景办理情况", "Read landmarks in the making"
    ),
    "landmark.nominate": Permission(OWNER | PROVIDER | OFFICE, "推荐示范场景", "Nominate"),
    "landmark.review": Permission(OFFICE, "审核示范场景", "Review nominations"),
    "landmark.announce": Permission(OFFICE, "公示示范场景", "Put a landmark into public notice"),
    "landmark.certify": Permission(LEAD, "认定示范场景", "Certify landmarks"),
    "landmark.revoke": Permission(LEAD, "撤销示范场景认定", "Revoke certificates"),
    "landmark.copy": Permission(
        OWNER | PROVIDER | OFFICE, "报送复制推广情况", "Report copies elsewhere"
    ),
    "landmark.confirm": Permission(OFFICE, "核实复制推广情况", "Confirm copies elsewhere"),
}
