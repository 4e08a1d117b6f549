"""Telling of experts and the evaluation."""

from scenario_market.workers import recipients as to
from scenario_market.workers.telling import evaluation_recipients as of
from scenario_market.workers.telling.rule import Rule

RULES: dict[str, tuple[Rule, ...]] = {
    "expert.admitted": (Rule("expert_admitted", of.expert),),
    "expert.suspended": (Rule("expert_suspended", of.expert),),
    "expert.restored": (Rule("expert_restored", of.expert),),
    "expert.removed": (Rule("expert_removed", of.expert),),
    "panel.seated": (Rule("panel_seated", to.office),),
    "panel.short": (Rule("panel_short", to.office),),
    "panel.blind_part_locked": (Rule("panel_blind_locked", of.members),),
    "panel_seat.offered": (Rule("seat_offered", of.seated),),
    "panel_seat.lapsed": (Rule("seat_lapsed", of.seated),),
    "panel.dissolved": (Rule("panel_dissolved", of.leads_and_watch),),
    "panel_seat.removal_asked": (Rule("seat_removal_asked", of.leads_and_watch),),
    "panel_seat.dropped": (Rule("seat_dropped", of.seated),),
    "score_sheet.reopened": (Rule("sheet_reopened", of.scorer),),
    "challenge.scoring_begun": (Rule("challenge_scoring", of.members_of_call),),
    "challenge.consensus_begun": (Rule("challenge_consensus", of.members_of_call),),
    "bid.lapsed": (Rule("bid_lapsed", of.bidders),),
    "bid.correction_asked": (Rule("bid_correction_asked", of.bidders),),
    "bid.corrected": (Rule("bid_corrected", to.office),),
    "bid.correction_lapsed": (Rule("bid_correction_lapsed", of.bidders_and_office),),
    "bid.qualified": (Rule("bid_qualified", of.bidders),),
    "bid.disqualified": (Rule("bid_disqualified", of.bidders),),
}

# Events by which nobody is told.
RECORDS = {
    "bid.correction_file_sent": "his own act; his answer tells",
    "expert.entered": "the admission tells",
    "expert.edited": "the office's or the expert's own act; the register shows it",
    "expert.post_added": "the office's or the expert's own act; the register shows it",
    "expert.post_ended": "the office's or the expert's own act; the register shows it",
    "expert.post_struck": "the office's own act; the register shows it",
    "panel.prepared": "a public commitment; the office did it",
    "panel.drawn": "who was drawn is asked by the seat's own event",
    "panel.unseated": "the offered seat tells who is asked",
    "panel_seat.accepted": "his own act",
    "panel_seat.declined": "his own act; the next one is asked",
    "panel_seat.cleared": "his own act",
    "panel_seat.recused": "his own act; the next one is asked",
    "score_sheet.begun": "his own act",
    "score_sheet.saved": "his own act",
    "score_sheet.submitted": "his own act",
    "score_sheet.voided": "what voided it tells",
    "reading.made": "a record for those who watch",
    "hearing.recorded": "the panel was there",
    "ranking.made": "the panel's own act; the letter tells, once the result stands in notice",
    "challenge.prequalification_begun": "public; the decision on each bid tells its bidder",
    "bid.opened": "the opening of the call tells all who took part",
    "bid.scored": "the letter tells, once the result stands in notice",
    "bid.ranked": "the letter tells, once the result stands in notice",
    "bid.below_threshold": "the letter tells, once the result stands in notice",
    "bid.ended": "the end of the call tells all who took part",
}
