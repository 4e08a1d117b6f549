"""Telling of projects: their milestones, reports, changes, rests and ends."""

from scenario_market.workers.telling import projects_recipients as to
from scenario_market.workers.telling.rule import Rule

RULES: dict[str, tuple[Rule, ...]] = {
    "project.plan_put": (Rule("project_plan_waiting", to.other_side),),
    "project.dropped": (Rule("project_plan_withdrawn", to.other_side_of_contract),),
    "project.activated": (Rule("project_begun", to.sides),),
    "project.change_proposed": (Rule("project_change_waiting_for_side", to.other_side),),
    "project.change_agreed": (Rule("project_change_waiting", to.office),),
    "project.change_taken_back": (Rule("project_change_taken_back", to.other_side),),
    "project.change_disagreed": (Rule("project_change_disagreed", to.other_side),),
    "project.change_approved": (Rule("project_change_approved", to.sides),),
    "project.change_refused": (Rule("project_change_refused", to.sides),),
    "project.suspended": (Rule("project_suspended", to.sides),),
    "project.resumed": (Rule("project_resumed", to.sides, ("days",)),),
    "project.acceptance_asked": (Rule("project_acceptance_waiting", to.office),),
    "project.panel_short": (Rule("project_panel_short", to.office),),
    "acceptance_seat.offered": (Rule("acceptance_seat_offered", to.seated),),
    "acceptance_seat.lapsed": (Rule("acceptance_seat_lapsed", to.seated),),
    "project.removal_asked": (Rule("project_removal_asked", to.leads_and_watch),),
    "acceptance_seat.dropped": (Rule("acceptance_seat_dropped", to.seated),),
    "project.accepted": (Rule("project_accepted", to.sides),),
    "project.rectification_asked": (Rule("project_rectification_asked", to.sides, ("until",)),),
    "project.rectification_prolonged": (
        Rule("project_rectification_prolonged", to.sides, ("until",)),
    ),
    "project.rectification_overdue": (Rule("project_rectification_overdue", to.sides_and_office),),
    "project.failed": (Rule("project_failed", to.sides),),
    "project.terminated": (Rule("project_terminated", to.sides),),
    "project.eliminated": (Rule("project_eliminated", to.sides),),
    "project.race_decided": (Rule("project_race_won", to.sides),),
    "project.excused": (Rule("project_excused", to.sides),),
    "project.tranche_released": (Rule("project_tranche_released", to.sides),),
    "project.report_asked": (Rule("project_report_asked", to.provider, ("month", "until")),),
    "project.report_overdue": (Rule("project_report_overdue", to.provider_and_office, ("month",)),),
    "milestone.submitted": (Rule("milestone_confirmation_waiting", to.owner),),
    "milestone.confirmed": (Rule("milestone_acceptance_waiting", to.office),),
    "milestone.declined": (Rule("milestone_declined", to.provider),),
    "milestone.accepted": (Rule("milestone_accepted", to.sides),),
    "milestone.partly_met": (Rule("milestone_partly_met", to.sides),),
    "milestone.rejected": (Rule("milestone_rejected", to.sides),),
    "milestone.due_soon": (Rule("milestone_due_soon", to.provider, ("days",)),),
    "milestone.missed": (Rule("milestone_missed", to.sides_and_office),),
}

# Events by which nobody is told.
RECORDS = {
    "project.opened": "the pledge tells, or the plan that is put",
    "project.measurement_recorded": "the panel reads it when it is drawn",
    "acceptance_panel.prepared": "hashes for the public feed; the presentation tells",
    "acceptance_panel.drawn": "the digest for the public feed; who was drawn is asked by the seat's own event",
    "project.panel_convened": "who was drawn is asked by the seat's own event",
    "project.panel_renewed": "the seats' own events tell those who sat",
    "acceptance_seat.declared": "his own act",
    "acceptance_seat.recused": "his own act; the next one is asked",
    "project.opinion_given": "nobody reads another's opinion before all are in; the conclusion tells",
    "project.report_handed_in": "its own people did it; the owner reads it in the project",
    "project.following_noted": "the office's own act",
    "milestone.begun": "its own people did it",
    "milestone.retried": "its own people did it",
    "milestone.reinstated": "the approved change tells",
}
