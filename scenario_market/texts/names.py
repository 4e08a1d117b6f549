"""Names of the city's codes in a reader's language."""

from collections.abc import Callable

from scenario_market.domain.city import City
from scenario_market.domain.permissions import ROLES
from scenario_market.texts.todos import STEPS

# kind of a code → the lists in which it may stand, first come first served.
LISTS = {
    "service_type": ("service_types",),
    "industry": ("industries", "future_industries", "leading_industries", "clusters_965", "chains"),
    "domain": ("scenario_domains",),
    "district": ("districts",),
    "place": ("districts", "nodes"),
    "honour": ("honours",),
    "certificate": ("certificates",),
    "category": ("provider_categories",),
    "size": ("size_classes",),
    "ownership": ("owner_types",),
    "demand_field": ("fields_demand",),
    "provider_field": ("fields_provider",),
    "not_for_me": ("not_for_me",),
    "challenge_field": ("fields_demand",),
    "challenge_reason": ("reasons_challenge",),
    "demand_reason": ("reasons_demand",),
    "provider_reason": ("reasons_provider",),
    "organisation_reason": ("reasons_organisation",),
    "response_reason": ("reasons_response",),
    "demand_list_reason": ("reasons_list",),
    "mandate_reason": ("reasons_mandate",),
    "question_reason": ("reasons_question",),
    "bid_reason": ("reasons_bid",),
    "expert_reason": ("reasons_expert",),
    "panel_seat_reason": ("reasons_panel",),
    "acceptance_seat_reason": ("reasons_panel",),
    "score_sheet_reason": ("reasons_panel",),
    "objection_reason": ("reasons_objection",),
    "pledge_reason": ("reasons_pledge",),
    "landmark_reason": ("reasons_landmark",),
    "landmark_copy_reason": ("reasons_landmark",),
    "project_reason": ("reasons_project",),
    "milestone_reason": ("reasons_milestone",),
}

# Fields that no published list has as a column.
FIELDS = {
    "answers_until": ("对接意向截止日期", "Answers until"),
    "chain": ("所属产业链", "Chain"),
    "problem": ("问题描述", "Problem"),
}

CALL_FIELDS = {
    "title": ("榜单名称", "Title"),
    "content": ("攻关内容", "Content"),
    "metrics": ("考核指标", "Metrics"),
    "reward_fen": ("榜额", "Reward"),
    "budget_ceiling_fen": ("经费上限", "Ceiling of the budget"),
    "term_months": ("实施期限", "Term"),
    "contract_route": ("合同路径", "Route to contract"),
    "owner_type": ("发榜方类型", "Type of the owner"),
    "eligibility": ("揭榜条件", "Who may bid"),
    "window_days": ("揭榜期限", "Time for bids"),
    "rules": ("评审规则", "Rules of the evaluation"),
    "attachments": ("榜单附件", "Files"),
    "opens_at": ("发榜时间", "Opening time"),
    "questions_close_at": ("提问截止时间", "End of questions"),
    "closes_at": ("揭榜截止时间", "Deadline for bids"),
}


def names(city: City, language: str) -> Callable[[str, str], str]:
    """``name(kind, code)``; a code that the city has dropped since is shown as it is."""

    def name(kind: str, code: str) -> str:
        if kind == "role":
            return ROLES[code][0 if language == "zh" else 1] if code in ROLES else code
        if kind == "todo_step":
            return STEPS[code][0 if language == "zh" else 1] if code in STEPS else code
        if kind == "challenge_field" and code in CALL_FIELDS:
            return CALL_FIELDS[code][0 if language == "zh" else 1]
        if kind in ("demand_field", "challenge_field") and code in FIELDS:
            return FIELDS[code][0 if language == "zh" else 1]
        for list_name in LISTS[kind]:
            if list_name in city.codes and code in city.codes[list_name]:
                return city.codes[list_name][code].name(language)
        return code

    return name
