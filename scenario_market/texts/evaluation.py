"""Words for what the register of experts and the evaluation refuse."""

DETAILS: dict[str, tuple[str, str]] = {
    "in_register": ("该人员已在专家库中。", "The person is in the register already."),
    "own_expertise": (
        "涉及您本人的专家资格，须由其他经办人办理。",
        "It is about you as an expert; another officer has to decide.",
    ),
    "no_field": (
        "尚未登记专业领域，也未标注为财务专家，不能入库。",
        "He has no field and is not marked as an expert on finance.",
    ),
    "expert_role_missing": (
        "该人员尚无“评审专家”角色，请系统管理员先行授予。",
        "The administrator has to grant the role of an expert first.",
    ),
    "expert_removed": ("该专家已移出专家库。", "The expert was removed from the register."),
    "posts_full": (
        "任职及关联关系已达 {limit} 条上限。",
        "There are {limit} posts and ties already, which is the limit.",
    ),
    "post_ended": ("该任职已于 {ends_on} 结束。", "The post ended on {ends_on}."),
}

FIELDS: dict[str, tuple[str, str]] = {
    "no_account": (
        "该手机号尚未在平台注册，请专家先行登录。",
        "Nobody has signed in by this number yet; ask the expert to sign in first.",
    ),
    "past_by_office": (
        "本人只能填写今日及以后的离任日期；更早的由场景办核实后登记。",
        "An earlier day is recorded by the office, which checks it first.",
    ),
}
