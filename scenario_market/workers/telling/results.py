"""Telling of results, public notices and objections."""

from scenario_market.workers.telling.rule import Rule

RULES: dict[str, tuple[Rule, ...]] = {}

# Events by which nobody is told.
RECORDS = {
    "challenge.opinion_drafted": "not told yet",
    "challenge.opinion_signed": "the last signature tells",
    "challenge.opinion_complete": "not told yet",
    "challenge.owner_answer_due_soon": "not told yet",
    "challenge.owner_answer_overdue": "not told yet",
    "public_notice.rested": "not told yet",
    "public_notice.resumed": "not told yet",
    "public_notice.ended": "not told yet",
    "public_notice.withdrawn": "what sent it back tells",
    "objection.filed": "not told yet",
    "objection.admitted": "not told yet",
    "objection.rejected": "not told yet",
    "objection.upheld": "not told yet",
    "objection.dismissed": "not told yet",
    "objection.due_soon": "not told yet",
    "objection.overdue": "not told yet",
    "result_letter.made": "not told yet",
    "result_letter.confirmed": "not told yet",
}
