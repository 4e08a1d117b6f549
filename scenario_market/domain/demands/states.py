"""Lifecycles of a demand, a demand list and a response."""

from enum import StrEnum

from scenario_market.domain.demands import events as e
from scenario_market.domain.demands import list_events as le
from scenario_market.domain.demands import response_events as re
from scenario_market.domain.moves import table


class DemandState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    REJECTED = "rejected"
    APPROVED = "approved"
    LISTED = "listed"
    DOCKING = "docking"
    CONTRACTED = "contracted"
    CONVERTED = "converted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


D = DemandState
EDITABLE = frozenset({D.DRAFT, D.RETURNED})
# What the public may see; the text of a withdrawn demand is hidden, its trace is not.
PUBLIC_STATES = frozenset({D.LISTED, D.DOCKING, D.CONTRACTED, D.CONVERTED, D.WITHDRAWN, D.EXPIRED})
SHOWN_STATES = PUBLIC_STATES - {D.WITHDRAWN}
# Providers may answer.
OPEN = frozenset({D.LISTED, D.DOCKING})

DEMAND_MOVES = table(
    {
        # verb: from, to, by, event, reasons
        "submit": ((D.DRAFT, D.RETURNED), D.SUBMITTED, "demand.submit", e.DemandSubmitted),
        "recall": (D.SUBMITTED, D.DRAFT, "demand.submit", e.DemandRecalled),
        "review": (D.SUBMITTED, D.IN_REVIEW, "demand.review", e.DemandReviewBegun),
        "return": (D.IN_REVIEW, D.RETURNED, "demand.review", e.DemandReturned, "reasons_demand"),
        "reject": (D.IN_REVIEW, D.REJECTED, "demand.review", e.DemandRejected, "reasons_demand"),
        "approve": (D.IN_REVIEW, D.APPROVED, "demand.approve", e.DemandApproved),
        "list": (D.APPROVED, D.LISTED, "demand.publish", e.DemandListed),
        "dock": (D.LISTED, D.DOCKING, "demand.dock", e.DockingBegun),
        "reopen": (D.DOCKING, D.LISTED, "contract.record", e.DockingEnded),
        "contract": (D.DOCKING, D.CONTRACTED, "contract.record", e.DemandContracted),
        "convert": (D.LISTED, D.CONVERTED, "challenge.publish", e.DemandConverted),
        "withdraw": (
            (D.LISTED, D.DOCKING),
            D.WITHDRAWN,
            "demand.withdraw",
            e.DemandWithdrawn,
            "reasons_demand",
        ),
        "expire": (D.LISTED, D.EXPIRED, "demand.expire", e.DemandExpired),
    }
)


class ListState(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


L = ListState

LIST_MOVES = table(
    {
        "schedule": (L.DRAFT, L.SCHEDULED, "demand.publish", le.ListScheduled),
        "unschedule": (L.SCHEDULED, L.DRAFT, "demand.publish", le.ListUnscheduled),
        "publish": ((L.DRAFT, L.SCHEDULED), L.PUBLISHED, "demand.publish", le.ListPublished),
        "withdraw": (
            L.PUBLISHED,
            L.WITHDRAWN,
            "demand.publish",
            le.ListWithdrawn,
            "reasons_list",
        ),
    }
)


class ResponseState(StrEnum):
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    DOCKING = "docking"
    CONFIRMED = "confirmed"
    CONTRACTED = "contracted"
    ENDED = "ended"


R = ResponseState

RESPONSE_MOVES = table(
    {
        "withdraw": (R.SUBMITTED, R.WITHDRAWN, "response.submit", re.ResponseWithdrawn),
        "decline": (
            R.SUBMITTED,
            R.DECLINED,
            "response.decide",
            re.ResponseDeclined,
            "reasons_response",
        ),
        "accept": (R.SUBMITTED, R.DOCKING, "response.decide", re.ResponseAccepted),
        "confirm": (R.DOCKING, R.CONFIRMED, "response.submit", re.DockingConfirmed),
        "end": (
            (R.DOCKING, R.CONFIRMED),
            R.ENDED,
            "contract.record",
            re.ResponseEnded,
            "reasons_response",
        ),
        "contract": (R.CONFIRMED, R.CONTRACTED, "contract.record", re.ContractConfirmed),
    }
)
