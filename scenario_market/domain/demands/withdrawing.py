"""What ends a public demand or list other than a contract: withdrawal with reason, and the clock. The trace stays."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import SYSTEM, Actor, consequence
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadlines
from scenario_market.domain.demands import access
from scenario_market.domain.demands.answers import close_answers, lapse_amendments
from scenario_market.domain.demands.list_drafting import demands_of, items_of, open_list
from scenario_market.domain.demands.lists import DemandList, ListItem
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.demands.publishing import EXPIRE
from scenario_market.domain.demands.states import DEMAND_MOVES, LIST_MOVES, OPEN, DemandState
from scenario_market.domain.errors import NotFound
from scenario_market.domain.moves import Reason


def withdraw(
    session: Session,
    demand_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
    reason: Reason,
) -> Demand:
    """Withdraw one public demand, by its owner or the office lead; those who answered are told."""
    demand = access.open_demand(
        session, demand_id, actor=actor, permission="demand.withdraw", version=version
    )
    owner_id = demand.owner_organisation_id
    mine = owner_id is not None and actor.acts_for(owner_id, "demands")
    if not mine and not actor.has_role("office_lead"):
        raise NotFound(kind="demand")
    lifecycle.move(
        session,
        demand,
        DEMAND_MOVES,
        "withdraw",
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
    )
    _after(session, [demand.id], actor=actor, now=now, city=city)
    return demand


def withdraw_list(
    session: Session,
    list_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
    reason: Reason,
) -> DemandList:
    """Withdraw a published list, and with it its demands that are still open; its number and dates stay public."""
    row = open_list(session, list_id, actor=actor, permission="demand.publish", version=version)
    lifecycle.move(
        session, row, LIST_MOVES, "withdraw", actor=actor, now=now, reason=reason, codes=city.codes
    )
    row.withdrawn_at = now
    demands = demands_of(session, [item.demand_id for item in items_of(session, row.id)])
    still_open = [demand for demand in demands.values() if demand.state in OPEN]
    because = Reason("list_withdrawn", reason.text)
    with session.no_autoflush:
        for demand in still_open:
            lifecycle.move(
                session,
                demand,
                DEMAND_MOVES,
                "withdraw",
                actor=actor,
                now=now,
                reason=because,
                codes=city.codes,
            )
    _after(session, [demand.id for demand in still_open], actor=actor, now=now, city=city)
    return row


def expire(session: Session, subject_id: int, *, now: datetime, city: City) -> None:
    """Close a demand whose time for answers is over. Harmless to repeat; a demand in docking is left alone."""
    demand = session.get(Demand, subject_id, with_for_update=True, populate_existing=True)
    if demand is None or demand.state != DemandState.LISTED:
        return
    if demand.closes_at is None or demand.closes_at > now:
        return
    lifecycle.move(session, demand, DEMAND_MOVES, "expire", actor=SYSTEM, now=now)
    lapse_amendments(session, [demand.id], actor=SYSTEM, now=now)
    close_answers(
        session,
        [demand.id],
        actor=consequence(SYSTEM, "enterprise", "provider"),
        now=now,
        city=city,
        reason=Reason("demand_closed", "需求已到期下架"),
    )


def _after(
    session: Session, demand_ids: Collection[int], *, actor: Actor, now: datetime, city: City
) -> None:
    """The traces in lists, the clock's rows, the waiting changes and the live answers of withdrawn demands."""
    session.flush()
    session.execute(
        update(ListItem)
        .where(ListItem.demand_id.in_(demand_ids), ListItem.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
        .execution_options(synchronize_session="fetch")
    )
    drop_deadlines(session, EXPIRE, demand_ids)
    lapse_amendments(session, demand_ids, actor=actor, now=now)
    close_answers(
        session,
        demand_ids,
        actor=consequence(actor, "enterprise", "provider"),
        now=now,
        city=city,
        reason=Reason("demand_closed", "需求已撤回"),
    )
