"""Acts on accounts, organisations, mandates and people."""

from scenario_market.domain.roles import ADMIN, OFFICE, OWNER, PERSON, PROVIDER, WATCH, Permission

ACTS = {
    "account.use": Permission(PERSON, "使用本人账号", "Use one's own account"),
    "token.manage": Permission(PERSON, "管理本人接口令牌", "Manage one's own API tokens"),
    "organisation.register": Permission(PERSON, "登记单位", "Register an organisation"),
    "organisation.edit": Permission(OWNER | PROVIDER, "维护本单位信息", "Edit one's organisation"),
    "organisation.verify": Permission(OFFICE, "核验单位", "Verify organisations"),
    "organisation.read": Permission(
        OFFICE | WATCH | ADMIN | OWNER | PROVIDER, "查阅单位", "Read organisations"
    ),
    "mandate.manage": Permission(OWNER | PROVIDER, "管理授权书", "Manage mandates"),
    "role.grant": Permission(ADMIN, "授予角色", "Grant roles"),
    "person.read": Permission(ADMIN, "查阅人员", "Read people"),
    "person.disable": Permission(ADMIN, "停用、启用账号", "Close and reopen accounts"),
}
