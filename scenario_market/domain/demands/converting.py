"""A need becomes a challenge: it leaves the list of what takes answers, its trace leads to the call."""

from datetime import datetime

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor, consequence
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadlines
from scenario_market.domain.demands.answers import close_answers, lapse_amendments
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.demands.publishing import EXPIRE
from scenario_market.domain.demands.states import DEMAND_MOVES, DemandState
from scenario_market.domain.errors import FieldError, NotFound
from scenario_market.domain.moves import Reason

# Its time for answers ran out while the call was written, or an earlier round of the call converted it.
OVER = (DemandState.CONVERTED, DemandState.EXPIRED)


def unfit(session: Session, demand_id: int) -> list[FieldError]:
    """Why a call on this need may not come out: it went another way meanwhile."""
    demand = _lock(session, demand_id)
    if demand.state == DemandState.LISTED or demand.state in OVER:
        return []
    return [FieldError("demand", "demand_not_listed", {"state": str(demand.state)})]


def convert(
    session: Session, demand_id: int, challenge_id: int, *, actor: Actor, now: datetime, city: City
) -> Demand:
    """Convert a listed need; who has answered it is declined, with the reason. One that is over stays as it is."""
    demand = _lock(session, demand_id)
    if demand.state in OVER:
        return demand
    lifecycle.move(
        session,
        demand,
        DEMAND_MOVES,
        "convert",
        actor=actor,
        now=now,
        challenge_id=challenge_id,
    )
    drop_deadlines(session, EXPIRE, [demand.id])
    lapse_amendments(session, [demand.id], actor=actor, now=now)
    close_answers(
        session,
        [demand.id],
        actor=consequence(actor, "enterprise", "provider"),
        now=now,
        city=city,
        reason=Reason("demand_closed", "需求已转为揭榜挂帅项目，请关注榜单"),
    )
    return demand


def _lock(session: Session, demand_id: int) -> Demand:
    row = session.get(Demand, demand_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(kind="demand")
    return row
