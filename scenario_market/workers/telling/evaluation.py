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
}
