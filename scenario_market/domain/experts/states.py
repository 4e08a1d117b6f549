"""Lifecycle of an expert in the register."""

from enum import StrEnum

from scenario_market.domain.experts import events as e
from scenario_market.domain.moves import table


class ExpertState(StrEnum):
    PROPOSED = "proposed"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    REMOVED = "removed"


X = ExpertState
REASONS = "reasons_expert"

EXPERT_MOVES = table(
    {
        # verb: from, to, by, event, reasons
        "admit": (X.PROPOSED, X.ACTIVE, "expert.manage", e.ExpertAdmitted),
        "suspend": (X.ACTIVE, X.SUSPENDED, "expert.manage", e.ExpertSuspended, REASONS),
        "restore": (X.SUSPENDED, X.ACTIVE, "expert.manage", e.ExpertRestored),
        "remove": (
            (X.PROPOSED, X.ACTIVE, X.SUSPENDED),
            X.REMOVED,
            "expert.manage",
            e.ExpertRemoved,
            REASONS,
        ),
    }
)
