"""What is said when an act on a landmark is refused."""

DETAILS = {
    "project_not_accepted": (
        "项目尚未通过终验，不能推荐为示范场景。",
        "The project is not accepted yet; it cannot be nominated.",
    ),
    "measured_result_missing": (
        "项目没有对照基线的第三方实测结果，不能推荐为示范场景。",
        "There is no third party's measurement against a baseline; the project cannot be nominated.",
    ),
    "nominated": (
        "该项目已推荐或已认定为示范场景，不能重复推荐。",
        "This project is nominated or certified already.",
    ),
    "landmark_not_certified": (
        "仅在认定有效期内的示范场景可以报送复制推广情况。",
        "Copies are reported of landmarks whose certificate is in force.",
    ),
    "copy_evidence_missing": (
        "未附证明材料，不能核实。",
        "There is no evidence attached; it cannot be confirmed.",
    ),
}
