"""Telling of demands and their lists."""

from scenario_market.workers import recipients as to
from scenario_market.workers.telling.rule import Rule

RULES: dict[str, tuple[Rule, ...]] = {
    "demand.submitted": (
        Rule("recommendation_wanted", to.district),
        Rule("demand_waiting", to.office_at_once),
    ),
    "demand.recommended": (Rule("demand_waiting", to.office),),
    "demand.returned": (Rule("own_demand_returned", to.owner),),
    "demand.rejected": (Rule("own_demand_rejected", to.owner),),
    "demand.approved": (Rule("own_demand_approved", to.owner),),
    "demand.listed": (Rule("own_demand_listed", to.owner),),
    "demand.amended": (Rule("demand_amended", to.concerned, ("fields", "number")),),
    "demand.amendment_proposed": (Rule("amendment_waiting", to.office, ("fields",)),),
    "demand.amendment_refused": (Rule("own_amendment_refused", to.owner),),
    "demand.amendment_lapsed": (Rule("own_amendment_lapsed", to.owner),),
    "demand.withdrawn": (
        Rule("demand_withdrawn", to.concerned),
        Rule("own_demand_withdrawn", to.owner),
    ),
    "demand.converted": (Rule("demand_converted", to.concerned),),
    "demand.expired": (
        Rule("demand_expired", to.concerned),
        Rule("own_demand_expired", to.owner),
    ),
    "demand.sharpening_assigned": (
        Rule("sharpening_assigned", to.sharpener),
        Rule("sharpening_disclosed", to.owner, ("provider_id",)),
    ),
    "demand.sharpening_delivered": (Rule("sharpening_delivered", to.owner),),
    "demand.sharpening_adopted": (Rule("sharpening_adopted", to.sharpener),),
    "demand.sharpening_declined": (Rule("sharpening_declined", to.sharpener),),
    "demand.sharpening_overdue": (Rule("sharpening_overdue", to.sharpening),),
    "demand_list.published": (Rule("list_published", to.office, ("items",)),),
    "demand_list.withdrawn": (Rule("list_withdrawn", to.office),),
    "demand_list.item_left_out": (Rule("list_item_left_out", to.office, ("demand_id", "rules")),),
}

# Events by which nobody is told.
RECORDS = {
    "demand.drafted": "its own people did it",
    "demand.edited": "its own people did it",
    "demand.recalled": "its own people did it; the office sees it leave the list",
    "demand.review_begun": "the decision tells",
    "demand.approval_given": "the second approval tells",
    "demand.clearance_signed": "the publication tells",
    "demand.amendment_kept": "the change is hidden, and a notice would announce it; owner and office read the version",
    "demand.amendment_withdrawn": "nobody but the office had seen it",
    "demand.match_requested": "matching consumes it",
    "demand.docking_begun": "the response's own event tells",
    "demand.docking_ended": "the response's own event tells",
    "demand.contracted": "the response's own event tells",
    "demand_list.drafted": "the office's own act",
    "demand_list.edited": "the office's own act",
    "demand_list.scheduled": "the office's own act",
    "demand_list.unscheduled": "the office's own act",
}
