"""Telling of key officers."""

from scenario_market.workers.telling.rule import Rule

RULES: dict[str, tuple[Rule, ...]] = {}

# Events by which nobody is told.
RECORDS = {
    "workspace.unreadable": "not told yet",
    "bid.file_unreadable": "not told yet",
    "challenge.early_opening_asked": "not told yet",
    "challenge.early_opening_confirmed": "not told yet",
    "challenge.early_opening_withdrawn": "not told yet",
    "challenge.opening_failed": "not told yet",
    "key_officer.enrolled": "his own act; the register shows it",
    "key_officer.retired": "his own act or the administrator's; the register shows it",
    "key.renewed": "the operator's own act",
    "key_officer.shares_renewed": "the operator's own act; the officers asked for it",
}
