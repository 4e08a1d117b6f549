"""Telling of bids: sealed workspaces, and bids from their opening on."""

from scenario_market.workers.telling.rule import Rule

RULES: dict[str, tuple[Rule, ...]] = {}

# Events by which nobody is told.
RECORDS = {
    "workspace.changed": "whatever was done in it is sealed; its own people did it",
    "bid.opened": "not told yet",
    "bid.lapsed": "not told yet",
    "bid.correction_asked": "not told yet",
    "bid.corrected": "not told yet",
    "bid.correction_lapsed": "not told yet",
    "bid.qualified": "not told yet",
    "bid.disqualified": "not told yet",
    "bid.scored": "not told yet",
    "bid.ranked": "not told yet",
    "bid.below_threshold": "not told yet",
    "bid.recommended": "not told yet",
    "bid.reserved": "not told yet",
    "bid.not_awarded": "not told yet",
    "bid.reconsidered": "not told yet",
    "bid.awarded": "not told yet",
    "bid.pledged": "not told yet",
    "bid.forfeited": "not told yet",
    "bid.ended": "not told yet",
}
