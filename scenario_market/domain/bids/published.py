"""What the opening publishes: the salted hashes of all bids, so that each bidder finds its own and nobody any other."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.bids.models import Bid
from scenario_market.domain.challenges import access
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.errors import NotFound


def hashes(session: Session, challenge_id: int, *, actor: Actor) -> Sequence[str]:
    """Salted hashes of what was handed in, sorted, lapsed ones too.

    :raises NotFound: no such challenge for the actor, or its bids are sealed.
    """
    query = select(Challenge.id).where(
        Challenge.id == challenge_id, Challenge.unsealed_at.is_not(None), access.readable(actor)
    )
    if session.scalar(query) is None:
        raise NotFound(kind="challenge")
    found = select(Bid.content_hash).where(Bid.challenge_id == challenge_id)
    return session.scalars(found.order_by(Bid.content_hash)).all()
