"""The draw of a panel as anybody may check it: from the notice of the result on, with the names of those who sat."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.bids.models import Bid
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.errors import NotFound
from scenario_market.domain.evaluation import finding, seating
from scenario_market.domain.evaluation.models import Panel, PanelCandidate, PanelSeat
from scenario_market.domain.evaluation.states import LIVE, PanelState
from scenario_market.domain.lifecycle import StateChange

C = ChallengeState
NAMED_ON = frozenset({C.PUBLIC_NOTICE, C.AWARDED, C.PLEDGED, C.IN_DELIVERY, C.COMPLETED})
RESULT_ON = NAMED_ON | {C.FAILED}


def published_draw(session: Session, challenge_id: int) -> dict[str, Any]:
    """The draw of a panel, how each one left, and the draws of the call that were given up before.

    :raises NotFound: there is none, or no result yet.
    """
    challenge = session.get(Challenge, challenge_id)
    row = finding.panel_of(session, challenge_id)
    if challenge is None or row is None or row.record is None or challenge.state not in RESULT_ON:
        raise NotFound(kind="draw")
    members = [one.number for one in finding.seats_of(session, row.id)]
    is_named = challenge.state in NAMED_ON
    return _paper(session, row) | {
        "members": members,
        "people": _people(session, row, members) if is_named else [],
        "left": _left(session, row),
        "earlier": _earlier(session, challenge_id),
    }


def _paper(session: Session, row: Panel) -> dict[str, Any]:
    hashes = select(Bid.content_hash).where(Bid.challenge_id == row.challenge_id)
    return {
        "record": row.record,
        "digest": row.digest,
        "secret": row.secret,
        "bid_hashes": sorted(session.scalars(hashes)),
        "after_opening": row.after_opening,
        "gone": seating.gone(session, row),
    }


def _people(session: Session, row: Panel, members: list[str]) -> list[dict[str, str]]:
    """Who stood behind the numbers of the members, with the salt that shows it."""
    query = select(PanelCandidate).where(
        PanelCandidate.panel_id == row.id, PanelCandidate.number.in_(members)
    )
    return [
        {"number": one.number, "name": one.name, "salt": one.salt}
        for one in session.scalars(query.order_by(PanelCandidate.number))
    ]


def _left(session: Session, row: Panel) -> list[dict[str, Any]]:
    """How those left who do not sit any more; the reason of those whom the office took off."""
    query = select(PanelSeat).where(
        PanelSeat.panel_id == row.id, PanelSeat.state.not_in(sorted(LIVE))
    )
    seats = [
        {
            "number": seat.number,
            "how": str(seat.state),
            "at": seat.updated_at,
            "reasons": [seat.removal_code] if seat.removal_code else [],
        }
        for seat in session.scalars(query.order_by(PanelSeat.id))
    ]
    passed = [
        {"number": one["number"], "how": "passed_over", "at": None, "reasons": one["reasons"]}
        for one in row.passed
    ]
    return [*seats, *passed]


def _earlier(session: Session, challenge_id: int) -> list[dict[str, Any]]:
    """Panels of the call that were given up, the first first: what each was bound to, and why it was given up."""
    query = (
        select(Panel, StateChange.reason_code)
        .join(
            StateChange,
            (StateChange.subject_kind == "panel") & (StateChange.subject_id == Panel.id),
        )
        .where(
            Panel.challenge_id == challenge_id,
            Panel.state == PanelState.DISSOLVED,
            StateChange.verb == "dissolve",
        )
        .order_by(Panel.id)
    )
    return [
        {
            "secret_hash": row.secret_hash,
            "pool_hash": row.pool_hash,
            "prepared_at": row.created_at,
            "dissolved_at": row.updated_at,
            "reason_code": code,
            "record": row.record,
            "digest": row.digest,
            "secret": row.secret,
        }
        for row, code in session.execute(query)
    ]
