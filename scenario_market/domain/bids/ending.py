"""The end of a call before a pledge, and with it of every bid that is still in it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor, consequence
from scenario_market.domain.bids.models import Bid
from scenario_market.domain.bids.states import BID_MOVES, BidState
from scenario_market.domain.challenges import ending, finding
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.city import City
from scenario_market.domain.moves import Reason

OUT = frozenset({BidState.LAPSED, BidState.DISQUALIFIED, BidState.ENDED})


def fail(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
    reason: Reason,
) -> Challenge:
    """Declare a call failed (流标), for fewer qualified bids than it asks for; they end with it.

    :raises RuleRefused: ``enough_bids``.
    """
    challenge = finding.open_challenge(
        session, challenge_id, actor=actor, permission="challenge.fail", version=version
    )
    ending.fail(
        session,
        challenge.id,
        actor=actor,
        now=now,
        city=city,
        version=version,
        reason=reason,
        qualified=qualified(session, challenge.id),
    )
    end_bids(session, challenge.id, actor=actor, now=now)
    return challenge


def cancel(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
    reason: Reason,
) -> Challenge:
    """Cancel a public call, and end its opened bids. Sealed ones stay sealed: nobody opens them any more."""
    challenge = ending.cancel(
        session, challenge_id, actor=actor, now=now, city=city, version=version, reason=reason
    )
    end_bids(session, challenge.id, actor=actor, now=now)
    return challenge


def qualified(session: Session, challenge_id: int) -> int:
    """How many opened bids count against the call's least number; 0 where they are ranked and none passes.

    A bid below the pass mark was qualified and counts: so where one passes there is a winner and no failing, and where
    none passes there is failing and no winner.
    """
    query = select(Bid.state).where(Bid.challenge_id == challenge_id, Bid.state.not_in(sorted(OUT)))
    found = session.scalars(query).all()
    return 0 if set(found) == {BidState.BELOW_THRESHOLD} else len(found)


def end_bids(session: Session, challenge_id: int, *, actor: Actor, now: datetime) -> int:
    """End the opened bids of a locked call that are still in it; returns how many."""
    query = (
        select(Bid)
        .where(Bid.challenge_id == challenge_id, Bid.state.in_(sorted(BID_MOVES["end"].sources)))
        .order_by(Bid.id)
        .with_for_update()
    )
    rows = session.scalars(query.execution_options(populate_existing=True)).all()
    by = consequence(actor, "office_lead")
    with session.no_autoflush:
        for row in rows:
            lifecycle.move(session, row, BID_MOVES, "end", actor=by, now=now)
    return len(rows)
