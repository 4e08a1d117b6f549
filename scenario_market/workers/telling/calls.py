"""Telling of what happens around a call: its review, its questions, who follows it."""

from scenario_market.workers import recipients as to
from scenario_market.workers.telling import calls_recipients as around
from scenario_market.workers.telling.rule import Rule

RULES: dict[str, tuple[Rule, ...]] = {
    "challenge.interest_low": (Rule("challenge_quiet", to.office, ("follows", "questions")),),
    "question.asked": (Rule("question_waiting", to.office),),
    "question.published": (Rule("question_open", around.owner),),
    "question.declined": (Rule("question_declined", around.asker),),
    "question.lapsed": (Rule("question_lapsed", around.asker),),
    "question.answered": (Rule("question_answered", around.asker_and_followers),),
    "question.overdue": (Rule("question_overdue", around.owner_and_office),),
}

# Events by which nobody is told.
RECORDS = {
    "challenge.fairness_reviewed": "the approval or the return tells",
    "challenge.followed": "its own people did it",
    "challenge.unfollowed": "its own people did it",
    "challenge.match_requested": "matching consumes it",
    "provider.findability_changed": "its own people did it",
}
