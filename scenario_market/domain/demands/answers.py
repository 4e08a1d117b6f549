"""Closing what waits on a demand that went another way, withdrawn, expired or contracted: its answers, its change."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadlines
from scenario_market.domain.demands import events
from scenario_market.domain.demands.lists import Response
from scenario_market.domain.demands.models import Amendment
from scenario_market.domain.demands.states import RESPONSE_MOVES, ResponseState
from scenario_market.domain.moves import Reason

DUE = "response_due"
DOCKED = (ResponseState.DOCKING, ResponseState.CONFIRMED)


def close_answers(
    session: Session,
    demand_ids: Collection[int],
    *,
    actor: Actor,
    now: datetime,
    city: City,
    reason: Reason,
    besides: int | None = None,
) -> None:
    """Decline the waiting answers and end the dockings, each with the reason and its own event.

    :param actor: a consequence with the roles of both sides.
    :param besides: the response that goes on.
    """
    live = select(Response).where(
        Response.demand_id.in_(demand_ids),
        Response.state.in_([ResponseState.SUBMITTED, *DOCKED]),
        Response.id != (besides or 0),
    )
    query = live.order_by(Response.id).with_for_update()
    rows = session.scalars(query.execution_options(populate_existing=True)).all()
    with session.no_autoflush:
        for row in rows:
            lifecycle.move(
                session,
                row,
                RESPONSE_MOVES,
                "end" if row.state in DOCKED else "decline",
                actor=actor,
                now=now,
                reason=reason,
                codes=city.codes,
                demand_id=row.demand_id,
            )
            row.owner_due_at = None
    drop_deadlines(session, DUE, [row.id for row in rows])


def lapse_amendments(
    session: Session, demand_ids: Collection[int], *, actor: Actor, now: datetime
) -> None:
    """End the changes that still wait on locked demands that were closed, each with its event."""
    waiting = select(Amendment).where(
        Amendment.demand_id.in_(demand_ids), Amendment.decided_at.is_(None)
    )
    query = waiting.order_by(Amendment.id).execution_options(populate_existing=True)
    for row in session.scalars(query).all():
        row.decided_at, row.decided_by_id = now, actor.person_id
        row.outcome = "lapsed"
        event = events.AmendmentLapsed(subject_id=row.demand_id)
        outbox.record(session, event, actor=actor, now=now)
