"""Telling of projects: their milestones, reports, changes, rests and ends."""

from scenario_market.workers.telling.rule import Rule

RULES: dict[str, tuple[Rule, ...]] = {}

# Events by which nobody is told.
RECORDS = {
    "project.opened": "not told yet",
    "project.plan_put": "not told yet",
    "project.activated": "not told yet",
    "project.dropped": "not told yet",
    "project.change_proposed": "not told yet",
    "project.change_agreed": "not told yet",
    "project.change_taken_back": "not told yet",
    "project.change_disagreed": "not told yet",
    "project.change_approved": "not told yet",
    "project.change_refused": "not told yet",
    "project.suspended": "not told yet",
    "project.resumed": "not told yet",
    "project.acceptance_asked": "not told yet",
    "project.panel_convened": "not told yet",
    "project.measurement_recorded": "not told yet",
    "project.opinion_given": "not told yet",
    "project.accepted": "not told yet",
    "project.rectification_asked": "not told yet",
    "project.rectification_overdue": "not told yet",
    "project.failed": "not told yet",
    "project.terminated": "not told yet",
    "project.eliminated": "not told yet",
    "project.excused": "not told yet",
    "project.race_decided": "not told yet",
    "project.tranche_released": "not told yet",
    "project.report_asked": "not told yet",
    "project.report_handed_in": "not told yet",
    "project.report_overdue": "not told yet",
    "project.follower_named": "not told yet",
    "milestone.begun": "not told yet",
    "milestone.submitted": "not told yet",
    "milestone.confirmed": "not told yet",
    "milestone.declined": "not told yet",
    "milestone.accepted": "not told yet",
    "milestone.partly_met": "not told yet",
    "milestone.rejected": "not told yet",
    "milestone.retried": "not told yet",
    "milestone.due_soon": "not told yet",
    "milestone.missed": "not told yet",
    "milestone.reinstated": "not told yet",
}
