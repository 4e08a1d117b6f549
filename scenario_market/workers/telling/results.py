"""Telling of results, public notices and objections."""

from scenario_market.workers import recipients as to
from scenario_market.workers.telling import results_recipients as of
from scenario_market.workers.telling.rule import Rule

DUE, ENDS, NUMBER = ("due_at",), ("ends_on",), ("document_number",)
RULES: dict[str, tuple[Rule, ...]] = {
    # from the panel to the award
    "challenge.opinion_drafted": (Rule("opinion_to_sign", of.panel),),
    "challenge.opinion_complete": (Rule("opinion_complete", of.chair),),
    "challenge.recommended": (Rule("recommendation_received", of.owner),),
    "challenge.owner_answer_due_soon": (Rule("owner_answer_due", of.owner, DUE),),
    "challenge.owner_answer_overdue": (Rule("owner_answer_overdue", of.owner_and_office),),
    "challenge.owner_confirmed": (Rule("decision_waiting", to.office),),
    "challenge.owner_declined": (Rule("result_declined", of.panel_and_office),),
    "challenge.award_approved": (Rule("announcement_waiting", to.office),),
    "challenge.award_refused": (Rule("result_refused", of.panel_and_office),),
    "challenge.result_announced": (Rule("result_announced", of.owner, ENDS),),
    "challenge.result_remanded": (Rule("result_remanded", of.sent_back),),
    "challenge.awarded": (Rule("result_awarded", of.owner, NUMBER),),
    "result_letter.made": (Rule("result_letter", of.bidder),),
    "result_letter.confirmed": (Rule("result_letter_final", of.bidder),),
    # what stands in notice, and objections
    "public_notice.rested": (Rule("public_notice_rested", to.office),),
    "public_notice.resumed": (Rule("public_notice_resumed", to.office, ENDS),),
    "public_notice.ended": (Rule("public_notice_ended", to.office),),
    "objection.filed": (Rule("objection_waiting", of.reviewers, DUE),),
    "objection.due_soon": (Rule("objection_due", of.reviewers, DUE),),
    "objection.overdue": (Rule("objection_overdue", of.reviewers_and_watch),),
    "objection.admitted": (Rule("objection_admitted", of.objector),),
    "objection.rejected": (Rule("objection_rejected", of.objector),),
    "objection.dismissed": (Rule("objection_dismissed", of.objector),),
    "objection.upheld": (Rule("objection_upheld", of.objector),),
}

# Events by which nobody is told.
RECORDS = {
    "challenge.opinion_signed": "the last signature tells",
    "public_notice.withdrawn": "what sent it back tells",
    "bid.recommended": "the letter tells, once the result stands in notice",
    "bid.reserved": "the letter tells, once the result stands in notice",
    "bid.not_awarded": "the letter tells, once the result stands in notice",
    "bid.reconsidered": "what sent the result back tells",
    "bid.awarded": "the letter tells",
}
