"""Who reads rivals' answers and points: nobody who stands for an organisation that answers, or still could.

Whom somebody stands for is told by every mandate that was not ended, of whatever scope: see ``authority.represented``.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, true
from sqlalchemy.orm import Session, aliased

from scenario_market.domain.actor import Actor
from scenario_market.domain.demands.lists import Response
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.demands.states import OPEN
from scenario_market.domain.parties.authority import represented
from scenario_market.domain.parties.control import sides


def unrivalled(session: Session, actor: Actor) -> ColumnElement[bool]:
    """Demands of which an officer may read all that was answered and found.

    Not those that an organisation answered for which he stands, nor open ones that it could still answer: an
    organisation may answer every owner but itself and those that control it.
    """
    keys = represented(session, actor)
    if not keys:
        return true()
    above = sides(session, keys)
    own_side = frozenset.intersection(*(above[key] for key in keys))
    could = or_(
        Demand.owner_organisation_id.is_(None),
        Demand.owner_organisation_id.not_in(sorted(own_side)),
    )
    return and_(~_answered(keys), ~and_(Demand.state.in_(sorted(OPEN)), could))


def asked(session: Session, actor: Actor) -> ColumnElement[bool]:
    """Demands of which the actor reads the answers for their owner: not those that an organisation of his answered."""
    owners = actor.organisations_with("demands")
    if not owners:
        return false()
    keys = represented(session, actor)
    return and_(Demand.owner_organisation_id.in_(owners), ~_answered(keys))


def _answered(keys: set[int]) -> Any:
    answer = aliased(Response)
    return exists().where(answer.demand_id == Demand.id, answer.organisation_id.in_(sorted(keys)))
