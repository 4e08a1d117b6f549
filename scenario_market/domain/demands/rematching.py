"""The office asks for an open demand to be matched with the pool again."""

from datetime import datetime

from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.demands import access, events
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.demands.states import OPEN
from scenario_market.domain.errors import IllegalMove


def request_match(session: Session, demand_id: int, *, actor: Actor, now: datetime) -> Demand:
    """Record that the office wants matching; workers do it. Changes nothing of the demand.

    :raises IllegalMove: the demand takes no answers.
    """
    demand = access.open_demand(
        session, demand_id, actor=actor, permission="match.request", version=None
    )
    if demand.state not in OPEN:
        raise IllegalMove(verb="request_match", state=demand.state, kind="demand")
    event = events.MatchRequested(subject_id=demand.id, number=demand.public_number)
    outbox.record(session, event, actor=actor, now=now)
    return demand
