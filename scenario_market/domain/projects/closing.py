"""What every end of a project brings with it: its clocks rest, a waiting change lapses, its call may be complete."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.deadlines import drop_deadline
from scenario_market.domain.projects import plans, reports, timing
from scenario_market.domain.projects.completing import complete
from scenario_market.domain.projects.models import Project
from scenario_market.domain.projects.records import Closing, PlanChange, TrancheRelease

RECTIFY = "project_rectify"

__all__ = ["RECTIFY", "close", "complete", "lapse_change", "note", "open_change", "released_fen"]


def close(session: Session, project: Project, *, actor: Actor, now: datetime) -> None:
    """Close a locked project that has just been moved to its end. The caller holds its call's lock.

    Whether the call is complete is asked by :func:`complete`, when all that ends with it has ended.
    """
    project.ended_at = now
    timing.rest(session, plans.milestones_of(session, project.id))
    reports.end(session, project)
    drop_deadline(session, RECTIFY, project.id)
    lapse_change(session, project, actor=actor, now=now)
    session.flush()


def note(
    session: Session,
    project: Project,
    *,
    handover: str = "",
    money: str = "",
    clawback_fen: int = 0,
    takes_over: bool = False,
    actor: Actor,
    now: datetime,
) -> Closing:
    """Keep what follows from an end that is no acceptance."""
    row = Closing(
        project_id=project.id,
        handover=handover,
        money=money,
        released_fen=released_fen(session, project.id),
        clawback_fen=clawback_fen,
        takes_over=takes_over,
        decided_by_id=actor.person_id,
        decided_at=now,
    )
    session.add(row)
    return row


def released_fen(session: Session, project_id: int) -> int:
    """How much of the subsidy was released to a project."""
    total = select(func.coalesce(func.sum(TrancheRelease.amount_fen), 0))
    return int(session.scalar(total.where(TrancheRelease.project_id == project_id)) or 0)


def open_change(session: Session, project_id: int) -> PlanChange | None:
    """The change of the plan that waits."""
    query = select(PlanChange).where(
        PlanChange.project_id == project_id, PlanChange.decided_at.is_(None)
    )
    return session.scalar(query)


def lapse_change(session: Session, project: Project, *, actor: Actor, now: datetime) -> None:
    """Nobody decides any more on a change of a project that rests or has ended."""
    row = open_change(session, project.id)
    if row is not None:
        row.decided_at, row.decided_by_id, row.outcome = now, actor.person_id, "lapsed"
