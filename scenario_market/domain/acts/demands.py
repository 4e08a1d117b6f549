"""Acts on demands, their lists, answers and contracts."""

from scenario_market.domain.roles import (
    LEAD,
    OFFICE,
    OWNER,
    PROVIDER,
    SYSTEM_ROLE,
    WATCH,
    Permission,
)

ACTS = {
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
}
