"""Acts of the first half: accounts, organisations, the pool, demands, matching, and the machine room."""

from scenario_market.domain.roles import (
    ADMIN,
    LEAD,
    OFFICE,
    OWNER,
    PERSON,
    PROVIDER,
    SYSTEM_ROLE,
    WATCH,
    Permission,
)

ACTS = {
    # everybody who is signed in
    "account.use": Permission(PERSON, "使用本人账号", "Use one's own account"),
    "token.manage": Permission(PERSON, "管理本人接口令牌", "Manage one's own API tokens"),
    "notice.read": Permission(PERSON, "查阅本人通知", "Read one's own notices"),
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
    # providers
    "provider.apply": Permission(PROVIDER, "申请入库", "Apply to the pool"),
    "provider.edit": Permission(PROVIDER, "维护服务商资料", "Edit the provider profile"),
    "provider.read": Permission(OFFICE | WATCH | PROVIDER, "查阅服务商", "Read providers"),
    "provider.review": Permission(OFFICE, "审核服务商", "Review providers"),
    "provider.sanction": Permission(LEAD, "暂停、移出服务商", "Suspend or remove providers"),
    "provider.appeal": Permission(PROVIDER, "提出申诉", "Appeal"),
    "provider.import": Permission(OFFICE, "导入服务商库", "Import the pool"),
    # demands and lists
    "demand.edit": Permission(OWNER, "填报场景需求", "Write needs"),
    "demand.submit": Permission(OWNER, "提交场景需求", "Submit needs"),
    "demand.read": Permission(
        OWNER | PROVIDER | OFFICE | WATCH | frozenset({"district_officer", "node_officer"}),
        "查阅场景需求",
        "Read needs",
    ),
    "demand.count": Permission(
        OFFICE | WATCH | frozenset({"district_officer", "node_officer"}),
        "按来源统计场景机会",
        "Count what came in by source",
    ),
    "demand.collect": Permission(
        OFFICE | frozenset({"district_officer", "node_officer"}),
        "征集登记场景机会",
        "Record collected opportunities",
    ),
    "demand.write": Permission(
        OWNER | OFFICE | frozenset({"district_officer", "node_officer"}),
        "修改场景需求草稿",
        "Write in a need that is one's own or that one collected",
    ),
    "demand.recommend": Permission(frozenset({"district_officer"}), "区级推荐", "Recommend"),
    "demand.review": Permission(OFFICE, "审核场景需求", "Review needs"),
    "demand.approve": Permission(OFFICE, "批准场景需求", "Approve needs"),
    "demand.clear": Permission(OFFICE, "签署保密审查与三审三校", "Sign clearance records"),
    "demand.publish": Permission(LEAD, "发布需求清单", "Publish demand lists"),
    "demand.withdraw": Permission(OWNER | LEAD, "撤回需求", "Withdraw needs"),
    "demand.amend": Permission(OWNER, "修改已发布需求", "Amend published needs"),
    "demand.sharpen": Permission(PROVIDER, "协助梳理需求", "Sharpen a rough need"),
    "demand.dock": Permission(OWNER, "确认对接", "Confirm docking"),
    "demand.import": Permission(OFFICE, "导入需求", "Import needs"),
    "demand.expire": Permission(SYSTEM_ROLE, "到期下架", "Expire by the clock"),
    "response.submit": Permission(PROVIDER, "提交对接意向", "Respond to needs"),
    "response.decide": Permission(OWNER, "处理对接意向", "Decide on responses"),
    "contract.record": Permission(OWNER | PROVIDER, "登记签约", "Record a contract"),
    # files
    "attachment.add": Permission(
        PERSON,
        "上传附件",
        "Attach files",
    ),
    "attachment.remove": Permission(
        PERSON,
        "删除附件",
        "Remove files",
    ),
    # matching and messages
    "match.request": Permission(OFFICE, "发起匹配", "Ask for matching"),
    "match.read": Permission(OFFICE | WATCH | OWNER, "查阅匹配结果", "Read matches"),
    "match.dismiss": Permission(PROVIDER, "标记不适合", "Say that a need is not for us"),
    "match.explain": Permission(PROVIDER | OFFICE | WATCH, "查询匹配理由", "Ask why (not) matched"),
    # the machine room
    "job.read": Permission(ADMIN, "查阅任务", "Read jobs"),
    "job.replay": Permission(ADMIN, "重放任务", "Replay jobs"),
    "audit.read": Permission(WATCH | ADMIN, "查阅审计", "Read the audit trail"),
    "clock.move": Permission(ADMIN, "拨动演示时钟", "Move the demonstration clock"),
    "system": Permission(SYSTEM_ROLE, "系统自动", "By the system"),
}
