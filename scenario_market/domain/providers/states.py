"""Lifecycle of a provider in the pool: who can be told of demands."""

from enum import StrEnum

from scenario_market.domain.moves import table
from scenario_market.domain.providers import events


class ProviderState(StrEnum):
    DRAFT = "draft"
    APPLIED = "applied"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    REJECTED = "rejected"
    ADMITTED = "admitted"
    WARNED = "warned"
    RECTIFYING = "rectifying"
    SUSPENDED = "suspended"
    REMOVED = "removed"


S = ProviderState
# A warning is a mark on one who still belongs to the pool; he is told like everybody.
IN_POOL = frozenset({S.ADMITTED, S.WARNED, S.RECTIFYING})

MOVES = table(
    {
        # verb: from, to, by, event, reasons
        "apply": (
            (S.DRAFT, S.RETURNED, S.REJECTED),
            S.APPLIED,
            "provider.apply",
            events.ProviderApplied,
        ),
        "review": (S.APPLIED, S.IN_REVIEW, "provider.review", events.ReviewBegun),
        "return": (
            S.IN_REVIEW,
            S.RETURNED,
            "provider.review",
            events.ProviderReturned,
            "reasons_provider",
        ),
        "reject": (
            S.IN_REVIEW,
            S.REJECTED,
            "provider.review",
            events.ProviderRejected,
            "reasons_provider",
        ),
        "reopen": (S.REJECTED, S.IN_REVIEW, "provider.review", events.ReviewReopened),
        "admit": (S.IN_REVIEW, S.ADMITTED, "provider.review", events.ProviderAdmitted),
        "warn": (
            S.ADMITTED,
            S.WARNED,
            "provider.sanction",
            events.ProviderWarned,
            "reasons_provider",
        ),
        "rectify": (S.WARNED, S.RECTIFYING, "provider.edit", events.RectificationBegun),
        "clear": (
            (S.WARNED, S.RECTIFYING),
            S.ADMITTED,
            "provider.sanction",
            events.RectificationAccepted,
        ),
        "suspend": (
            (S.ADMITTED, S.WARNED, S.RECTIFYING),
            S.SUSPENDED,
            "provider.sanction",
            events.ProviderSuspended,
            "reasons_provider",
        ),
        "remove": (
            (S.ADMITTED, S.WARNED, S.RECTIFYING, S.SUSPENDED),
            S.REMOVED,
            "provider.sanction",
            events.ProviderRemoved,
            "reasons_provider",
        ),
        "reinstate": (
            (S.SUSPENDED, S.REMOVED),
            S.ADMITTED,
            "provider.sanction",
            events.ProviderReinstated,
        ),
    }
)

# What an upheld appeal against a decision leads to.
COUNTERPART = {"reject": "reopen", "warn": "clear", "suspend": "reinstate", "remove": "reinstate"}
