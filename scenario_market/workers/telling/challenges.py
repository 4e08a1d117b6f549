"""Telling of challenges: calls, their questions and their end."""

from scenario_market.workers.telling.rule import Rule

RULES: dict[str, tuple[Rule, ...]] = {}

# Events by which nobody is told.
RECORDS = {
    "challenge.drafted": "not told yet",
    "challenge.edited": "not told yet",
    "challenge.submitted": "not told yet",
    "challenge.returned": "not told yet",
    "challenge.approval_given": "not told yet",
    "challenge.approved": "not told yet",
    "challenge.countersigned": "not told yet",
    "challenge.clearance_signed": "the publication tells",
    "challenge.scheduled": "the office's own act",
    "challenge.unscheduled": "the office's own act",
    "challenge.publication_missed": "not told yet",
    "challenge.reopened": "not told yet",
    "challenge.dropped": "not told yet",
    "challenge.published": "not told yet",
    "challenge.amended": "not told yet",
    "challenge.closed": "not told yet",
    "challenge.unsealed": "not told yet",
    "challenge.prequalification_begun": "not told yet",
    "challenge.scoring_begun": "not told yet",
    "challenge.consensus_begun": "not told yet",
    "challenge.recommended": "not told yet",
    "challenge.owner_confirmed": "not told yet",
    "challenge.owner_declined": "not told yet",
    "challenge.award_approved": "not told yet",
    "challenge.award_refused": "not told yet",
    "challenge.result_announced": "not told yet",
    "challenge.result_remanded": "not told yet",
    "challenge.awarded": "not told yet",
    "challenge.pledged": "not told yet",
    "challenge.delivery_begun": "not told yet",
    "challenge.completed": "not told yet",
    "challenge.failed": "not told yet",
    "challenge.cancelled": "not told yet",
}
