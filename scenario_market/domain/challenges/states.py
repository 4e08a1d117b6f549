"""Lifecycle of a challenge (榜单): from the draft of a call to the end of its projects."""

from enum import StrEnum

from scenario_market.domain.challenges import events as e
from scenario_market.domain.moves import table


class ChallengeState(StrEnum):
    DRAFT = "draft"
    UNDER_REVIEW = "under_review"
    APPROVED = "approved"
    OPEN = "open"
    CLOSED = "closed"
    UNSEALED = "unsealed"
    PREQUALIFYING = "prequalifying"
    SCORING = "scoring"
    CONSENSUS = "consensus"
    RECOMMENDED = "recommended"
    OWNER_CONFIRMED = "owner_confirmed"
    APPROVED_AWARD = "approved_award"
    PUBLIC_NOTICE = "public_notice"
    AWARDED = "awarded"
    PLEDGED = "pledged"
    IN_DELIVERY = "in_delivery"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


C = ChallengeState
EDITABLE = frozenset({C.DRAFT})
HIDDEN = frozenset({C.DRAFT, C.UNDER_REVIEW, C.APPROVED})
# From its publication on the public knows of it. One cancelled before was never public: see ``published_at``.
PUBLIC_STATES = frozenset(C) - HIDDEN
# Bids are sealed.
SEALED = frozenset({C.OPEN, C.CLOSED})
BEFORE_PLEDGE = frozenset(C) - {C.PLEDGED, C.IN_DELIVERY, C.COMPLETED, C.FAILED, C.CANCELLED}
REASONS = "reasons_challenge"

CHALLENGE_MOVES = table(
    {
        # verb: from, to, by, event, reasons
        "submit": (C.DRAFT, C.UNDER_REVIEW, "challenge.submit", e.ChallengeSubmitted),
        "return": (
            (C.UNDER_REVIEW, C.APPROVED),
            C.DRAFT,
            "challenge.review",
            e.ChallengeReturned,
            REASONS,
        ),
        "approve": (C.UNDER_REVIEW, C.APPROVED, "challenge.approve", e.ChallengeApproved),
        "publish": (C.APPROVED, C.OPEN, "challenge.publish", e.ChallengePublished),
        "close": (C.OPEN, C.CLOSED, "system", e.ChallengeClosed),
        "unseal": (C.CLOSED, C.UNSEALED, "system", e.ChallengeUnsealed),
        "prequalify": (
            C.UNSEALED,
            C.PREQUALIFYING,
            "challenge.evaluate",
            e.PrequalificationBegun,
        ),
        "score": (C.PREQUALIFYING, C.SCORING, "challenge.evaluate", e.ScoringBegun),
        "deliberate": (C.SCORING, C.CONSENSUS, "panel.chair", e.ConsensusBegun),
        "recommend": (C.CONSENSUS, C.RECOMMENDED, "panel.chair", e.ChallengeRecommended),
        "confirm": (C.RECOMMENDED, C.OWNER_CONFIRMED, "result.confirm", e.ResultConfirmed),
        "decline": (C.RECOMMENDED, C.CONSENSUS, "result.confirm", e.ResultDeclined, REASONS),
        "decide": (C.OWNER_CONFIRMED, C.APPROVED_AWARD, "result.decide", e.AwardApproved),
        "refuse": (C.OWNER_CONFIRMED, C.CONSENSUS, "result.decide", e.AwardRefused, REASONS),
        "announce": (C.APPROVED_AWARD, C.PUBLIC_NOTICE, "result.announce", e.ResultAnnounced),
        "remand": (C.PUBLIC_NOTICE, C.CONSENSUS, "objection.decide", e.ResultRemanded, REASONS),
        "award": (C.PUBLIC_NOTICE, C.AWARDED, "result.award", e.ChallengeAwarded),
        "pledge": (C.AWARDED, C.PLEDGED, "pledge.follow", e.ChallengePledged),
        "deliver": (C.PLEDGED, C.IN_DELIVERY, "pledge.follow", e.DeliveryBegun),
        "complete": (C.IN_DELIVERY, C.COMPLETED, "pledge.follow", e.ChallengeCompleted),
        "fail": (
            (C.CLOSED, C.UNSEALED, C.PREQUALIFYING, C.CONSENSUS),
            C.FAILED,
            "challenge.fail",
            e.ChallengeFailed,
            REASONS,
        ),
        # What was never public goes without a public word.
        "drop": (HIDDEN, C.CANCELLED, "challenge.drop", e.ChallengeDropped, REASONS),
        "cancel": (
            BEFORE_PLEDGE - HIDDEN,
            C.CANCELLED,
            "challenge.cancel",
            e.ChallengeCancelled,
            REASONS,
        ),
    }
)
