"""Roles, the scopes of a 授权书, and the form of a permission. Pure."""

from dataclasses import dataclass

# role → (Chinese, English); the first two come from a mandate, the others are granted.
ROLES = {
    "enterprise": ("需求单位", "Enterprise"),
    "provider": ("服务商", "Provider"),
    "expert": ("评审专家", "Expert"),
    "district_officer": ("区级经办人", "District officer"),
    "node_officer": ("节点负责人", "Node officer"),
    "office_reviewer": ("场景办经办人", "Office reviewer"),
    "office_lead": ("场景办负责人", "Office lead"),
    "panel_chair": ("评审组长", "Panel chair"),
    "objection_reviewer": ("异议复核人", "Objection reviewer"),
    "joint_organiser": ("联合组织方", "Joint organiser"),
    "key_officer": ("密钥保管人", "Key officer"),
    "discipline_observer": ("纪检监督员", "Discipline observer"),
    "auditor": ("审计人员", "Auditor"),
    "administrator": ("系统管理员", "Administrator"),
}
MANDATED = frozenset({"enterprise", "provider"})
GRANTED = frozenset(ROLES) - MANDATED

# Scopes of a 授权书: what its holder may do in the organisation's name.
SCOPES = {
    "demands": ("发布需求", "Post needs"),
    "offers": ("响应与揭榜", "Answer and bid"),
    "profile": ("维护服务商资料", "Keep the provider profile"),
    "sign": ("签署军令状", "Sign pledges"),
    "manage": ("管理单位授权", "Manage mandates"),
}

PERSON = frozenset({"person"})
OFFICE = frozenset({"office_reviewer", "office_lead"})
WATCH = frozenset({"discipline_observer", "auditor"})
OWNER, PROVIDER = frozenset({"enterprise"}), frozenset({"provider"})
LEAD, ADMIN = frozenset({"office_lead"}), frozenset({"administrator"})
SYSTEM_ROLE = frozenset({"system"})


@dataclass(frozen=True)
class Permission:
    """One act: the roles that open it, and what it is called."""

    roles: frozenset[str]
    zh: str
    en: str
