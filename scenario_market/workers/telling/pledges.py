"""Telling of pledges (军令状)."""

from scenario_market.workers.telling.rule import Rule

RULES: dict[str, tuple[Rule, ...]] = {}

# Events by which nobody is told.
RECORDS = {
    f"pledge.{kind}": "not told yet"
    for kind in (
        "begun",
        "proposed",
        "agreed",
        "settled",
        "reopened",
        "signature_given",
        "scan_checked",
        "signed",
        "issued",
        "extended",
        "stalled",
        "forfeited",
        "voided",
        "reserve_moved_up",
        "reserves_exhausted",
    )
}
