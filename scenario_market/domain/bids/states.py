"""Lifecycles of a bid (揭榜书): sealed in its envelope, and in the books from the opening on."""

from enum import StrEnum

from scenario_market.domain.bids import events as e
from scenario_market.domain.moves import table


class SealedState(StrEnum):
    """What a workspace is, said inside its envelope alone. No column, event, count or log line tells it."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RECONFIRM = "reconfirm"  # derived: handed in under a version before the last material amendment
    WITHDRAWN = "withdrawn"


S = SealedState
# verb → from which, to which. Not a table of the lifecycle mechanism: nothing outside the envelope may move.
SEALED_MOVES = {
    "save": (frozenset(S), None),
    "hand_in": (frozenset(S), S.SUBMITTED),
    "withdraw": (frozenset({S.SUBMITTED, S.RECONFIRM}), S.WITHDRAWN),
}


class BidState(StrEnum):
    UNDER_REVIEW = "under_review"
    LAPSED = "lapsed"
    CORRECTION = "correction"
    QUALIFIED = "qualified"
    DISQUALIFIED = "disqualified"
    SCORED = "scored"
    BELOW_THRESHOLD = "below_threshold"
    RANKED = "ranked"
    RECOMMENDED = "recommended"
    RESERVE = "reserve"
    NOT_AWARDED = "not_awarded"
    AWARDED = "awarded"
    PLEDGED = "pledged"
    FORFEITED = "forfeited"
    ENDED = "ended"


B = BidState
PLACED = frozenset({B.BELOW_THRESHOLD, B.RANKED, B.RECOMMENDED, B.RESERVE, B.NOT_AWARDED})
REASONS = "reasons_bid"

BID_MOVES = table(
    {
        # verb: from, to, by, event, reasons
        "ask_correction": (
            B.UNDER_REVIEW,
            B.CORRECTION,
            "challenge.evaluate",
            e.CorrectionAsked,
            REASONS,
        ),
        "correct": (B.CORRECTION, B.UNDER_REVIEW, "bid.correct", e.CorrectionMade),
        "lapse_correction": (B.CORRECTION, B.UNDER_REVIEW, "system", e.CorrectionLapsed),
        "qualify": (B.UNDER_REVIEW, B.QUALIFIED, "challenge.evaluate", e.BidQualified),
        "disqualify": (
            (B.UNDER_REVIEW, B.QUALIFIED, B.SCORED),
            B.DISQUALIFIED,
            "challenge.evaluate",
            e.BidDisqualified,
            REASONS,
        ),
        "score": (B.QUALIFIED, B.SCORED, "panel.chair", e.BidScored),
        "rank": (B.SCORED, B.RANKED, "panel.chair", e.BidRanked),
        "sink": (B.SCORED, B.BELOW_THRESHOLD, "panel.chair", e.BidBelowThreshold),
        "recommend": (B.RANKED, B.RECOMMENDED, "panel.chair", e.BidRecommended),
        "reserve": (B.RANKED, B.RESERVE, "panel.chair", e.BidReserved),
        "pass_over": ((B.RANKED, B.RESERVE), B.NOT_AWARDED, "panel.chair", e.BidPassedOver),
        "reconsider": (PLACED, B.SCORED, "challenge.evaluate", e.BidReconsidered),
        "award": ((B.RECOMMENDED, B.RESERVE), B.AWARDED, "result.award", e.BidAwarded),
        "pledge": (B.AWARDED, B.PLEDGED, "pledge.follow", e.BidPledged),
        "forfeit": (B.AWARDED, B.FORFEITED, "pledge.follow", e.BidForfeited, REASONS),
        "end": (
            frozenset(B) - {B.LAPSED, B.DISQUALIFIED, B.PLEDGED, B.FORFEITED, B.ENDED},
            B.ENDED,
            "challenge.fail",
            e.BidEnded,
        ),
    }
)
