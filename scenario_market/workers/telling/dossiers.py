"""Telling of dossiers."""

from scenario_market.workers.telling.rule import Rule

RULES: dict[str, tuple[Rule, ...]] = {}

# Events by which nobody is told.
RECORDS = {
    "challenge.dossier_exported": "who exported stands in the trail, for those who watch",
    "demand.dossier_exported": "who exported stands in the trail, for those who watch",
}
