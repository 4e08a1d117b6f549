"""The panel of a final acceptance as the mechanism of draws knows it (``domain.draws``), and who sits in it."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadline
from scenario_market.domain.draws import seating
from scenario_market.domain.draws.subjects import Kind, Subject
from scenario_market.domain.experts.models import Expert
from scenario_market.domain.moves import Reason
from scenario_market.domain.projects import panel_events as events
from scenario_market.domain.projects import ties
from scenario_market.domain.projects.models import Project
from scenario_market.domain.projects.panel_models import (
    AcceptanceCandidate,
    AcceptancePanel,
    Seat,
)
from scenario_market.domain.projects.states import SEAT_MOVES, SEATED

DUE = "acceptance_seat"  # kind of the deadline of an invitation


def _held_by(session: Session, panel: AcceptancePanel, expert_id: int) -> Mapping[str, Any]:
    person_id = session.get_one(Expert, expert_id).person_id
    return {"project_id": panel.project_id, "round": panel.round, "person_id": person_id}


KIND = Kind(
    candidate=AcceptanceCandidate,
    seat=Seat,
    live=SEATED,
    moves=SEAT_MOVES,
    due=DUE,
    held_by=_held_by,
    offered=lambda seat: events.SeatOffered(
        subject_id=seat.id, project_id=seat.project_id, due_at=seat.due_at.isoformat()
    ),
    removal_asked=lambda seat: events.RemovalAsked(
        subject_id=seat.project_id, seat_id=seat.id, reason_code=seat.removal_code
    ),
    short=lambda panel, missing: events.PanelShort(
        subject_id=panel.project_id, round=panel.round, missing=missing
    ),
)


def subject(
    session: Session, project: Project, panel: AcceptancePanel, *, now: datetime, city: City
) -> Subject:
    """What an acceptance panel judges: the work of everybody who delivers a project."""
    policy = city.policy["project"]
    return Subject(
        name=f"project-{project.id}-{panel.round}-{panel.attempt}",
        parties=partial(ties.stakes, session, project, now=now),
        terms=ties.terms(panel.fields, now=now, city=city),
        seats=policy["panel_size"],
        finance_seats=policy["panel_finance_seats"],
        answer_hours=policy["panel_answer_hours"],
    )


def panel_of(session: Session, project: Project) -> AcceptancePanel | None:
    """The panel of the present presentation, drawn or not: the last attempt."""
    query = select(AcceptancePanel).where(
        AcceptancePanel.project_id == project.id, AcceptancePanel.round == project.round
    )
    return session.scalar(query.order_by(AcceptancePanel.attempt.desc()).limit(1))


def seats_of(session: Session, panel: AcceptancePanel) -> list[Seat]:
    """Who is asked or sits, by number."""
    return seating.seats_of(session, KIND, panel)


def fill(
    session: Session,
    project: Project,
    panel: AcceptancePanel,
    *,
    actor: Actor,
    now: datetime,
    city: City,
) -> None:
    """Ask whom the draw puts on the empty seats, and name who chairs."""
    whose = subject(session, project, panel, now=now, city=city)
    if seating.fill(session, KIND, panel, whose, actor=actor, now=now):
        seating.name_chair(panel, seats_of(session, panel))


def leave(
    session: Session,
    seat: Seat,
    verb: str,
    *,
    reason: Reason | None = None,
    actor: Actor,
    now: datetime,
    city: City,
) -> None:
    """Somebody leaves a locked seat: he chairs no more, his opinion does not count, nobody waits for his word."""
    lifecycle.move(
        session,
        seat,
        SEAT_MOVES,
        verb,
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
        project_id=seat.project_id,
    )
    seat.is_chair = False
    drop_deadline(session, DUE, seat.id)
