"""Telling of dossiers."""

from scenario_market.workers.telling.rule import Rule

RULES: dict[str, tuple[Rule, ...]] = {}

# Events by which nobody is told.
RECORDS = {
    "challenge.dossier_exported": "who exported stands in the trail, for those who watch",
    "demand.dossier_exported": "who exported stands in the trail, for those who watch",
    "dossier.asked": "who asked sees on its page how far it is",
    "dossier.made": "who asked sees on its page that it is there",
    "dossier.failed": "who asked sees on its page why, and asks again",
    "dossier.erased": "its days were said when it was made",
}
