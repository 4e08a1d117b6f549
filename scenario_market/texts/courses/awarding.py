"""States and moves on the way to an award: panels, seats, score sheets, objections, pledges."""

STATES = {
    "panel": {
        "prepared": ("已备妥", "prepared"),
        "drawn": ("已抽取", "drawn"),
        "seated": ("已组成", "seated"),
        "dissolved": ("已解散", "dissolved"),
    },
    "panel_seat": {
        "invited": ("待答复", "invited"),
        "accepted": ("待声明", "accepted"),
        "clear": ("已声明无利害关系", "declared clear"),
        "declined": ("谢绝", "declined"),
        "silent": ("逾期未答复", "not answered"),
        "recused": ("已回避", "recused"),
        "dropped": ("已更换", "taken off"),
    },
    "score_sheet": {
        "assigned": ("待评分", "assigned"),
        "draft": ("评分中", "draft"),
        "submitted": ("已提交", "submitted"),
        "reopened": ("退回复核", "reopened"),
        "void": ("作废", "void"),
    },
    "objection": {
        "filed": ("已提出", "filed"),
        "admissible": ("已受理", "admissible"),
        "inadmissible": ("不予受理", "inadmissible"),
        "upheld": ("异议成立", "upheld"),
        "dismissed": ("异议不成立", "dismissed"),
    },
    "pledge": {
        "negotiating": ("协商中", "being negotiated"),
        "signing": ("签署中", "being signed"),
        "signed": ("已签订", "signed"),
        "forfeited": ("已放弃", "forfeited"),
        "void": ("作废", "void"),
    },
}
MOVES = {
    "panel": {
        "draw": ("抽取专家", "drawn"),
        "seat": ("组成评审组", "seated"),
        "unseat": ("评审组缺员", "a seat became vacant"),
        "dissolve": ("解散评审组", "dissolved"),
    },
    "panel_seat": {
        "accept": ("接受邀请", "accepted"),
        "decline": ("谢绝邀请", "declined"),
        "lapse": ("邀请逾期", "lapsed"),
        "clear": ("声明无利害关系", "declared clear"),
        "recuse": ("回避", "recused"),
        "drop": ("更换", "taken off"),
    },
    "score_sheet": {
        "begin": ("开始评分", "begun"),
        "submit": ("提交评分", "submitted"),
        "reopen": ("退回复核", "reopened"),
        "void": ("作废", "voided"),
    },
    "objection": {
        "admit": ("受理", "admitted"),
        "reject": ("不予受理", "found inadmissible"),
        "uphold": ("认定成立", "upheld"),
        "dismiss": ("认定不成立", "dismissed"),
    },
    "pledge": {
        "settle": ("达成一致", "agreed by all"),
        "reopen": ("重新协商", "opened again"),
        "sign": ("签订", "signed"),
        "forfeit": ("逾期未签或放弃", "forfeited"),
        "void": ("作废", "voided"),
    },
}
