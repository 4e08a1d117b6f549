"""Words for what can be wrong with a call, from its draft to its end, and for what its rules refuse."""

DETAILS: dict[str, tuple[str, str]] = {
    "demand_not_listed": (
        "只有已列入清单、尚未对接的场景需求才能转为揭榜挂帅项目。",
        "Only a listed need that is not in docking can become a challenge.",
    ),
    "challenge_of_demand": (
        "该需求已有一个揭榜挂帅榜单，不能再立一个。",
        "There is a challenge on this need already.",
    ),
    "host_unknown": (
        "该单位未登记为产业创新联合实验室或制造业创新中心，不能以此名义发榜；请先由场景办登记。",
        "The office does not know the organisation as such a laboratory or centre; it has to record it first.",
    ),
    "not_joint": (
        "本计划不设联合组织方，无须会签。",
        "This programme has no joint organiser; nothing is to be countersigned.",
    ),
    "bids_closed": ("揭榜时间已截止。", "The deadline for bids has passed."),
    "unfair_deadline": (
        "实质性修改后，揭榜截止时间须至少再留 {days} 天，最早为 {earliest}。",
        "After a material change at least {days} days must be left; the first day that will do is {earliest}.",
    ),
    "deadline_moved_up": (
        "揭榜截止时间只能延后，不能提前。",
        "The deadline for bids can be moved on, not nearer.",
    ),
    "enough_bids": (
        "有效揭榜 {found} 家，已达到 {minimum} 家的要求，不能宣布流标。",
        "There are {found} qualified bids and {minimum} are asked for: the call has not failed.",
    ),
    "reopened": ("该榜单已重新发榜。", "The call has its next round already."),
    "countersigned": (
        "联合组织方已会签本版本。",
        "The joint organiser signed this version already.",
    ),
}

FIELDS: dict[str, tuple[str, str]] = {
    "fixed_at_publication": (
        "发榜后不能修改此项。",
        "This is fixed since the publication.",
    ),
    "not_of_programme": (
        "本计划不允许这一合同路径，可选：{nearest}。",
        "This programme has no such route to contract; it has {nearest}.",
    ),
    "weights_sum": (
        "各评分项权重之和应为 100，现为 {found}。",
        "The weights should sum to 100; they sum to {found}.",
    ),
    "criteria_incomplete": (
        "应写明本计划的全部评分项：{nearest}。",
        "All criteria of the programme are needed: {nearest}.",
    ),
    "race_needs_winners": (
        "赛马须有两家以上中榜方。",
        "A race needs two winners or more.",
    ),
    "fewer_than_winners": (
        "有效揭榜数量下限不能少于中榜数量（{minimum}）。",
        "The minimum of bids is below the number of winners ({minimum}).",
    ),
    "demand_not_listed": (
        "所依据的场景需求已另行对接、签约或撤回，不能再发榜。",
        "The need went another way: it is in docking, contracted or withdrawn.",
    ),
    "countersignature_missing": (
        "联合组织方尚未会签本版本。",
        "The joint organiser has not countersigned this version.",
    ),
}
