"""Lifecycle of an objection (异议) against what stands in public notice (公示)."""

from enum import StrEnum

from scenario_market.domain.moves import table
from scenario_market.domain.publicity import events as e


class ObjectionState(StrEnum):
    FILED = "filed"
    ADMISSIBLE = "admissible"
    INADMISSIBLE = "inadmissible"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


S = ObjectionState
# As long as one of these stands, the notice's clock rests and nothing is awarded or certified.
OPEN = frozenset({S.FILED, S.ADMISSIBLE})
REASONS = "reasons_objection"

OBJECTION_MOVES = table(
    {
        # verb: from, to, by, event, reasons
        "admit": (S.FILED, S.ADMISSIBLE, "objection.decide", e.ObjectionAdmitted),
        "reject": (S.FILED, S.INADMISSIBLE, "objection.decide", e.ObjectionRejected, REASONS),
        "uphold": (S.ADMISSIBLE, S.UPHELD, "objection.decide", e.ObjectionUpheld, REASONS),
        "dismiss": (S.ADMISSIBLE, S.DISMISSED, "objection.decide", e.ObjectionDismissed, REASONS),
    }
)
