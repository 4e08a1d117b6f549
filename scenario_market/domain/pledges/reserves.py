"""The next bid in reserve takes the place that a forfeited pledge left, in the order of the ranking that stands."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor, consequence
from scenario_market.domain.bids import awards
from scenario_market.domain.bids.models import Bid
from scenario_market.domain.bids.states import BidState
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.city import City
from scenario_market.domain.evaluation import ranking
from scenario_market.domain.pledges import beginning
from scenario_market.domain.pledges.events import ReserveMovedUp, ReservesExhausted
from scenario_market.domain.pledges.models import Pledge
from scenario_market.domain.programmes.values import programme


def next_in_reserve(session: Session, challenge_id: int) -> Bid | None:
    """The bid in reserve with the best place, locked; None where none is left."""
    query = select(Bid.id).where(Bid.challenge_id == challenge_id, Bid.state == BidState.RESERVE)
    waiting = set(session.scalars(query))
    for row in ranking.current(session, challenge_id):
        if row.bid_id in waiting:
            return lifecycle.lock(session, Bid, row.bid_id)
    return None


def move_up(
    session: Session,
    challenge: Challenge,
    forfeited: Pledge,
    *,
    actor: Actor,
    now: datetime,
    city: City,
) -> Pledge | None:
    """Give the place to the next in reserve, and begin its pledge; None where none is left, and the office is told.

    The call is locked by the caller, and the forfeited bid has moved. The award stands under the document's number.
    """
    number = awards.give_up(session, forfeited.bid_id, now=now)
    bid = next_in_reserve(session, challenge.id)
    if bid is None:
        event = ReservesExhausted(subject_id=forfeited.id, challenge_id=challenge.id)
        outbox.record(session, event, actor=actor, now=now)
        return None
    awards.give(
        session,
        bid,
        winners=programme(challenge.rules).winners,
        document_number=number or "",
        actor=consequence(actor, "office_lead"),
        now=now,
    )
    moved = ReserveMovedUp(subject_id=forfeited.id, challenge_id=challenge.id, bid_id=bid.id)
    outbox.record(session, moved, actor=actor, now=now)
    return beginning.begin(session, challenge=challenge, bid=bid, actor=actor, now=now, city=city)
