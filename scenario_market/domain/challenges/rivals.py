"""Which calls an officer reads points of: not those on which an organisation could bid for which he stands."""

from typing import Any

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.parties.authority import represented
from scenario_market.domain.parties.control import groups, sides


def unrivalled(session: Session, actor: Actor) -> ColumnElement[bool]:
    """Calls on which none of the organisations for which the actor stands may bid: they are all on the owner's side.

    Before and after the deadline: whether one of them does bid is sealed.
    """
    keys = represented(session, actor)
    if not keys:
        return true()
    above, below = sides(session, keys), groups(session, keys)
    related = frozenset.intersection(*(above[key] | below[key] for key in keys))
    owner: Any = Challenge.owner_organisation_id
    return owner.in_(sorted(related)) if related else false()


def stands_apart(session: Session, challenge_id: int, *, actor: Actor) -> bool:
    """Whether nobody for whom the actor stands may bid on the call."""
    query = select(Challenge.id).where(Challenge.id == challenge_id, unrivalled(session, actor))
    return session.scalar(query) is not None
