"""Acts on projects in delivery: from the plan of a contract to the final acceptance."""

from scenario_market.domain.roles import LEAD, OFFICE, OWNER, PROVIDER, WATCH, Permission

PLACED = frozenset({"district_officer", "node_officer"})
EXPERT = frozenset({"expert"})

ACTS = {
    "project.read": Permission(
        OWNER | PROVIDER | OFFICE | WATCH | PLACED | EXPERT | frozenset({"joint_organiser"}),
        "查阅实施项目",
        "Read projects",
    ),
    "project.plan": Permission(
        OWNER | PROVIDER, "商定合同项目实施计划", "Settle the plan of a contract's project"
    ),
    "project.deliver": Permission(PROVIDER, "实施项目、提交里程碑", "Deliver a project"),
    "project.attach": Permission(
        OWNER | PROVIDER | OFFICE, "上传项目材料", "Attach files to a project"
    ),
    "project.confirm": Permission(OWNER, "确认里程碑成果", "Confirm milestones as owner"),
    "project.change": Permission(
        OWNER | PROVIDER, "申请、会商计划变更", "Ask for and agree to changes of the plan"
    ),
    "project.approve": Permission(OFFICE, "批准计划变更", "Approve changes of the plan"),
    "project.accept": Permission(OFFICE, "验收里程碑", "Accept milestones"),
    "project.release": Permission(LEAD, "拨付补助资金", "Release tranches of the subsidy"),
    "project.suspend": Permission(LEAD, "暂停、恢复项目", "Suspend and resume projects"),
    "project.convene": Permission(OFFICE, "抽取、调整验收组", "Draw and replace acceptance panels"),
    "project.judge": Permission(
        EXPERT, "声明回避、出具验收意见", "Declare interests and judge an acceptance"
    ),
    "project.conclude": Permission(LEAD, "作出验收结论", "Conclude a final acceptance"),
    "project.end": Permission(LEAD, "终止、淘汰项目", "Terminate or eliminate projects"),
    "project.excuse": Permission(LEAD, "认定尽职免责", "Decide on diligent failure"),
    "project.import": Permission(OFFICE, "导入项目责任清单", "Import the list of projects"),
    "project.follow": Permission(OFFICE, "指定项目跟进人", "Name who follows a project"),
}
