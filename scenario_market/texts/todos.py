"""What the steps are called that somebody is waited for."""

import re

STEPS = {
    "demand_recommend": ("区级推荐需求", "Recommend the need"),
    "demand_take_up": ("受理需求", "Take the need up"),
    "demand_decide": ("审核需求", "Review the need"),
    "demand_mend": ("修改退回的需求", "Mend the returned need"),
    "demand_publish": ("发布需求", "Publish the need"),
    "sharpening_propose": ("提交需求梳理建议", "Hand in the proposal"),
    "sharpening_answer": ("答复梳理建议", "Decide on the proposal"),
    "amendment_decide": ("审核需求变更", "Decide on the change"),
    "response_decide": ("答复对接意向", "Decide on the response"),
    "docking_confirm": ("确认对接", "Confirm docking"),
    "contract_record": ("登记签约", "Record the contract"),
    "contract_confirm": ("确认签约", "Confirm the contract"),
    "organisation_verify": ("核验单位", "Verify the organisation"),
    "provider_take_up": ("受理入库申请", "Take the application up"),
    "provider_decide": ("审核入库申请", "Decide on the application"),
    "provider_mend": ("修改退回的入库申请", "Mend the returned application"),
    "provider_rectify": ("提交整改说明", "Answer the warning"),
    "rectification_check": ("核查整改情况", "Check the rectification"),
    "appeal_decide": ("处理申诉", "Decide on the appeal"),
    "import_decide": ("决定是否导入", "Decide on the import"),
    "challenge_decide": ("审核榜单", "Review the call"),
    "challenge_mend": ("修改退回的榜单", "Mend the returned call"),
    "challenge_countersign": ("会签榜单", "Countersign the call"),
    "challenge_publish": ("发榜", "Publish the call"),
    "challenge_prequalify": ("启动形式审查", "Begin the formal check"),
    "challenge_check": ("形式审查揭榜书", "Check the bids"),
    "question_publish": ("整理并公开提问", "Publish the question"),
    "question_answer": ("答复提问", "Answer the question"),
    "bid_correct": ("补正揭榜书", "Correct the bid"),
    "result_confirm": ("确认评审结果", "Confirm the recommendation"),
    "result_decide": ("组织集体审定", "Hold the collective decision"),
    "result_announce": ("发布公示", "Publish the notice"),
    "result_award": ("发布中榜决定", "Issue the award"),
    "objection_admit": ("审查异议是否受理", "Admit the objection or not"),
    "objection_decide": ("答复异议", "Decide on the objection"),
    "panel_prepare": ("启动组建评审组", "Prepare the panel"),
    "panel_draw": ("抽取评审专家", "Draw the panel"),
    "panel_renew": (
        "评审组缺员，解散后重新抽取",
        "Give up the panel that lacks members, and draw another",
    ),
    "seat_answer": ("答复评审邀请", "Answer the invitation"),
    "seat_declare": ("签署回避声明", "Declare interests"),
    "sheet_score": ("评分", "Score the bids"),
    "panel_conclude": ("形成评审意见", "Conclude the evaluation"),
    "opinion_sign": ("签署评审意见", "Sign the opinion"),
    "landmark_review": ("审核示范申报", "Review the nomination"),
    "landmark_announce": ("公示示范场景", "Publish the notice"),
    "landmark_certify": ("认定示范场景", "Certify the landmark"),
    "copy_confirm": ("核实复制推广", "Confirm the copy"),
    "pledge_agree": ("确认军令状文本", "Agree to the pledge"),
    "pledge_sign": ("签署军令状", "Sign the pledge"),
    "pledge_check": ("核验公章扫描件", "Check the scanned seal"),
    "plan_agree": ("确认合同项目实施计划", "Agree to the plan"),
    "project_resume": ("决定项目是否恢复实施", "Let the project go on or end it"),
    "project_present": ("申请项目验收", "Present the work"),
    "project_measure": ("提交第三方检测结果", "Bring the measurements"),
    "project_removal": (
        "审定验收组成员的移出申请",
        "Decide on taking a member off the acceptance panel",
    ),
    "project_convene": ("抽取验收组", "Draw the acceptance panel"),
    "acceptance_judge": ("出具验收意见", "Give the opinion"),
    "project_conclude": ("作出验收结论", "Conclude the acceptance"),
    "race_decide": ("作出赛马节点决定", "Decide the gate"),
    "tranche_release": ("拨付补助资金", "Release the tranche"),
    "project_rectify": ("整改", "Rectify"),
    "project_report": ("报送月度进展", "Hand in the monthly report"),
    "change_agree": ("确认计划变更", "Agree to the change of plan"),
    "change_decide": ("审批计划变更", "Decide on the change of plan"),
    "milestone_submit": ("提交里程碑证明材料", "Hand in the evidence"),
    "milestone_confirm": ("确认里程碑", "Confirm the milestone"),
    "key_naming_confirm": ("确认任用密钥保管人", "Confirm a key officer"),
    "consortium_mend": (
        "成员退出，核对并重新递交揭榜书",
        "A member left: look at the bid, hand it in again",
    ),
    "calendar_add": ("补充年度节假日安排", "Add the year's holidays"),
    "milestone_accept": ("验收里程碑", "Accept the milestone"),
}


def path_of(subject_kind: str, subject_id: int) -> str:
    """The page of what waits; a calendar has none, it is a file (docs/operations.md)."""
    if subject_kind == "calendar":
        return "/todos"
    if subject_kind == "consortium":  # by the key of its call
        return f"/challenges/{subject_id}"
    plural = re.sub("ys$", "ies", f"{subject_kind.replace('_', '-')}s")
    return f"/{plural}/{subject_id}"
