"""What the steps are called that somebody is waited for."""

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
}


def path_of(subject_kind: str, subject_id: int) -> str:
    """The page of what waits."""
    return f"/{subject_kind.replace('_', '-')}s/{subject_id}"
