"""What people are told of a project: its beginning, changes of its plan, rests, its way to acceptance."""

from scenario_market.texts.telling import Text

OPEN = ("查看项目", "Open the project")
UNTIL = ("最后一天：{until}。", "Last day: {until}.")
WHY = ("原因：{reason}。", "Reason: {reason}.")

TEXTS = {
    "project_plan_waiting": Text(
        ("项目计划待您确认：{title}", "A plan waits for your word: {title}"),
        (
            (
                "{organisation}承担的项目“{title}”的实施计划已提出，请核对并确认；确认后即启动实施。",
                "The plan of the project “{title}” of {organisation} was put. Please read and agree to it;"
                " the work begins then.",
            ),
        ),
        ("核对计划", "Read the plan"),
    ),
    "project_begun": Text(
        ("项目启动：{title}", "The work has begun: {title}"),
        (
            (
                "项目“{title}”（承担单位：{organisation}）自今日起实施，里程碑日期已排定。",
                "The work on “{title}” ({organisation}) begins today; its milestones have their dates.",
            ),
        ),
        OPEN,
    ),
    "project_change_waiting_for_side": Text(
        ("计划变更待会商：{title}", "A change of the plan waits for you: {title}"),
        (
            (
                "项目“{title}”的另一方申请变更实施计划，请表明是否同意。",
                "The other side of the project “{title}” asks for a change of the plan. Please say whether"
                " you agree.",
            ),
        ),
        ("查看变更", "Read the change"),
    ),
    "project_change_waiting": Text(
        ("计划变更待审批：{title}", "A change of a plan waits for the office: {title}"),
        (
            (
                "项目“{title}”（承担单位：{organisation}）的计划变更双方已同意，请审批。",
                "Both sides of the project “{title}” ({organisation}) want a change of the plan; please"
                " decide.",
            ),
        ),
        ("前往审批", "Decide"),
    ),
    "project_change_taken_back": Text(
        ("计划变更已撤回：{title}", "A change was taken back: {title}"),
        (
            (
                "项目“{title}”的计划变更申请已由提出方撤回，原计划不变。",
                "The change of the plan of “{title}” was taken back; the plan stays.",
            ),
        ),
        OPEN,
    ),
    "project_change_disagreed": Text(
        ("计划变更未获同意：{title}", "No agreement on a change: {title}"),
        (
            (
                "项目“{title}”的计划变更未获另一方同意，原计划不变。",
                "The other side of the project “{title}” does not agree to the change; the plan stays.",
            ),
            WHY,
        ),
        OPEN,
    ),
    "project_change_approved": Text(
        ("计划变更已批准：{title}", "A change was approved: {title}"),
        (
            (
                "项目“{title}”的计划变更已获批准，请按新计划执行；军令状原定计划留存备查。",
                "The change of the plan of “{title}” was approved and holds from now on; the plan as"
                " pledged is kept.",
            ),
        ),
        OPEN,
    ),
    "project_change_refused": Text(
        ("计划变更未获批准：{title}", "A change was refused: {title}"),
        (
            (
                "项目“{title}”的计划变更未获批准，原计划不变。",
                "The change of the plan of “{title}” was refused; the plan stays.",
            ),
            WHY,
        ),
        OPEN,
    ),
    "project_suspended": Text(
        ("项目暂停：{title}", "The project rests: {title}"),
        (
            (
                "项目“{title}”已暂停实施，里程碑期限同时中止计算。",
                "The project “{title}” rests, and so does the time of its milestones.",
            ),
            WHY,
        ),
        OPEN,
    ),
    "project_resumed": Text(
        ("项目恢复：{title}", "The project goes on: {title}"),
        (
            (
                "项目“{title}”已恢复实施，未完成里程碑的日期顺延 {days} 天。",
                "The project “{title}” goes on; the dates of its open milestones moved by {days} days.",
            ),
        ),
        OPEN,
    ),
    "project_acceptance_waiting": Text(
        ("项目申请验收：{title}", "A project asks for its acceptance: {title}"),
        (
            (
                "项目“{title}”（承担单位：{organisation}）已提交最终验收，请核对第三方检测结果并抽取验收组。",
                "The project “{title}” of {organisation} was presented for its final acceptance; please"
                " see to the measurements and the panel.",
            ),
        ),
        ("前往验收", "See to it"),
    ),
    "project_plan_withdrawn": Text(
        ("合同项目实施计划已撤回：{title}", "The plan was given up: {title}"),
        (
            (
                "“{title}”的合同项目实施计划已被对方撤回。",
                "The other side gave the plan of “{title}” up.",
            ),
            WHY,
        ),
        OPEN,
    ),
    "project_panel_short": Text(
        ("验收专家不足：{title}", "The acceptance panel is short of experts: {title}"),
        (
            (
                "项目“{title}”的验收组席位已无专家可递补，请补充专家库后重新抽取。",
                "Nobody is left to be asked for a seat of the acceptance panel of “{title}”; please enter"
                " further experts and draw again.",
            ),
        ),
        ("前往验收", "See to it"),
    ),
    "project_removal_asked": Text(
        ("请审定验收组成员的移出申请：{title}", "A member is to be taken off the panel: {title}"),
        (
            (
                "经办人申请将一名成员移出项目“{title}”的验收组，须由场景办负责人（非申请人）审定。",
                "An officer asks that a member be taken off the acceptance panel of “{title}”. The lead, who is"
                " somebody else, decides.",
            ),
        ),
        ("前往验收", "See to it"),
    ),
    "acceptance_seat_offered": Text(
        ("请参加项目验收：{title}", "You were drawn for an acceptance panel: {title}"),
        (
            (
                "您被随机抽取参加项目“{title}”的验收，请于 {deadline} 前声明回避事项；不能参加的请一并说明。",
                "You were drawn at random for the acceptance panel of “{title}”. Please declare your interests"
                " before {deadline}, or say by then that you stand back or cannot come.",
            ),
            (
                "作出声明后方可查阅项目材料和第三方检测报告。",
                "The work and its measurements are shown after your declaration.",
            ),
        ),
        ("声明回避", "Declare"),
    ),
    "acceptance_seat_lapsed": Text(
        ("验收邀请已过期：{title}", "The invitation has lapsed: {title}"),
        (
            (
                "您未在期限内答复项目“{title}”的验收邀请，已由下一位专家递补。",
                "You did not answer the invitation to the acceptance of “{title}” in time; the next one is asked.",
            ),
        ),
        OPEN,
    ),
    "acceptance_seat_dropped": Text(
        ("您不再参加验收：{title}", "You are off the acceptance panel: {title}"),
        (
            (
                "您不再参加项目“{title}”的验收。",
                "You no longer sit in the acceptance panel of “{title}”.",
            ),
            WHY,
        ),
        OPEN,
    ),
    "project_accepted": Text(
        ("项目通过验收：{title}", "Accepted: {title}"),
        (
            (
                "项目“{title}”（承担单位：{organisation}）已通过最终验收。",
                "The project “{title}” of {organisation} is accepted.",
            ),
        ),
        OPEN,
    ),
    "project_rectification_asked": Text(
        ("项目须整改：{title}", "To be put right: {title}"),
        (
            (
                "项目“{title}”验收结论为整改，请在期限内整改完毕并再次提交验收。",
                "The project “{title}” has to be put right in time and presented again.",
            ),
            WHY,
            UNTIL,
        ),
        OPEN,
    ),
}
