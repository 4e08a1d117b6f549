"""Acts on challenges: from the draft of a call to its end."""

from scenario_market.domain.roles import (
    LEAD,
    OFFICE,
    OWNER,
    PROVIDER,
    SYSTEM_ROLE,
    WATCH,
    Permission,
)

JOINT = frozenset({"joint_organiser"})
EXPERT = frozenset({"expert"})

ACTS = {
    "challenge.edit": Permission(OWNER | OFFICE, "编制揭榜挂帅榜单", "Write challenges"),
    "challenge.submit": Permission(OWNER | OFFICE, "提交榜单审核", "Submit challenges"),
    "challenge.read": Permission(
        OWNER | PROVIDER | OFFICE | WATCH | JOINT | EXPERT, "查阅榜单", "Read challenges"
    ),
    "challenge.review": Permission(OFFICE, "审核榜单", "Review challenges"),
    "challenge.approve": Permission(OFFICE, "批准榜单", "Approve challenges"),
    "challenge.join": Permission(JOINT, "联合组织方会签", "Countersign as joint organiser"),
    "challenge.clear": Permission(
        OFFICE, "签署榜单保密审查与三审三校", "Sign clearance of challenges"
    ),
    "challenge.publish": Permission(LEAD, "发榜", "Publish challenges"),
    "challenge.amend": Permission(LEAD, "修改已发布榜单", "Amend published challenges"),
    "challenge.drop": Permission(
        OWNER | OFFICE, "放弃未发布榜单", "Give up unpublished challenges"
    ),
    "challenge.cancel": Permission(LEAD, "终止榜单", "Cancel challenges"),
    "challenge.fail": Permission(LEAD, "宣布流标", "Declare a challenge failed"),
    "challenge.reopen": Permission(OFFICE, "流标后重新发榜", "Reopen a failed challenge"),
    # moved by what follows after the opening
    "challenge.evaluate": Permission(OFFICE, "组织评榜", "Run the evaluation"),
    "panel.chair": Permission(EXPERT, "主持评审组", "Chair the panel"),
    "result.confirm": Permission(OWNER, "确认评审推荐结果", "Confirm the recommendation as owner"),
    "result.decide": Permission(LEAD, "登记集体审定", "Record the collective decision"),
    "result.announce": Permission(OFFICE, "发布公示", "Publish the notice of a result"),
    "result.award": Permission(LEAD, "发布中榜决定", "Award"),
    "objection.decide": Permission(
        frozenset({"objection_reviewer"}), "复核异议", "Decide on objections"
    ),
    "pledge.follow": Permission(
        SYSTEM_ROLE, "军令状签署后办理", "What follows from a signed pledge"
    ),
}
