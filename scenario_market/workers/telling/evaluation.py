"""Telling of experts and the evaluation."""

from scenario_market.workers.telling.rule import Rule

RULES: dict[str, tuple[Rule, ...]] = {}

# Events by which nobody is told.
RECORDS = {
    "expert.entered": "the admission tells",
    "expert.edited": "the office's or the expert's own act; the register shows it",
    "expert.post_added": "the office's or the expert's own act; the register shows it",
    "expert.post_ended": "the office's or the expert's own act; the register shows it",
    "expert.post_struck": "the office's own act; the register shows it",
    "expert.admitted": "not told yet",
    "expert.suspended": "not told yet",
    "expert.restored": "not told yet",
    "expert.removed": "not told yet",
    "panel.prepared": "a public commitment; the office did it",
    "panel.drawn": "who was drawn is asked by the seat's own event",
    "panel.seated": "not told yet",
    "panel.unseated": "the offered seat tells who is asked",
    "panel.dissolved": "the seats' own events tell those who sat",
    "panel.short": "not told yet",
    "panel.blind_part_locked": "not told yet",
    "panel_seat.offered": "not told yet",
    "panel_seat.accepted": "his own act",
    "panel_seat.declined": "his own act; the next one is asked",
    "panel_seat.lapsed": "not told yet",
    "panel_seat.cleared": "his own act",
    "panel_seat.recused": "his own act; the next one is asked",
    "panel_seat.dropped": "not told yet",
    "score_sheet.begun": "his own act",
    "score_sheet.saved": "his own act",
    "score_sheet.submitted": "his own act",
    "score_sheet.reopened": "not told yet",
    "score_sheet.voided": "what voided it tells",
    "hearing.recorded": "the panel was there",
    "ranking.made": "the panel's own act; the recommendation tells",
}
