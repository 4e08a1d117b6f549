"""Reading projects, each for an actor: what he may not see is not found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.errors import NotFound
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.paging import Page, page
from scenario_market.domain.permissions import require, sees_all
from scenario_market.domain.projects import access, committing, plans, race, showing, signals
from scenario_market.domain.projects.acceptance import latest
from scenario_market.domain.projects.closing import open_change
from scenario_market.domain.projects.models import Milestone, Project
from scenario_market.domain.projects.panel_models import Seat
from scenario_market.domain.projects.records import (
    Attempt,
    Closing,
    PlanChange,
    PlanVersion,
    Report,
    TrancheRelease,
)
from scenario_market.domain.projects.states import MilestoneState

LIST_MAX = 5_000


@dataclass(frozen=True)
class Filters:
    """Which projects; ``light``: ``green``, ``amber`` or ``red``; ``owner_id``, ``organisation_id``: the sides."""

    state: str | None = None
    light: str | None = None
    district: str | None = None
    node: str | None = None
    owner_id: int | None = None
    organisation_id: int | None = None
    challenge_id: int | None = None
    demand_id: int | None = None


def list_projects(
    session: Session,
    filters: Filters,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[dict[str, Any]]:
    """Projects that the actor may read, the newest first, with their lights. Each filter has its index."""
    require(actor, "project.read")
    query = select(Project).where(*_chosen(filters, actor, now, city))
    query = query.options(joinedload(Project.owner), joinedload(Project.organisation))
    rows = page(session, query, Project.id, after=after, limit=limit)
    lights = signals.lights(session, [row.id for row in rows.rows], now=now, city=city)
    shown = [showing.project(row, lights.get(row.id)) for row in rows.rows]
    return Page(shown, rows.after)


def responsibilities(
    session: Session, filters: Filters, *, actor: Actor, now: datetime, city: City
) -> list[dict[str, Any]]:
    """The 项目责任清单: projects that the actor may read, the oldest first, at most ``LIST_MAX``.

    Each with how much of its milestones, by weight, is accepted.
    """
    require(actor, "project.read")
    accepted = (
        select(func.coalesce(func.sum(Milestone.weight), 0))
        .where(Milestone.project_id == Project.id, Milestone.state == MilestoneState.ACCEPTED)
        .correlate(Project)
        .scalar_subquery()
    )
    query = select(Project, accepted.label("accepted")).where(*_chosen(filters, actor, now, city))
    query = query.options(joinedload(Project.organisation)).order_by(Project.id).limit(LIST_MAX)
    return [
        {
            "company": row.organisation.name,
            "title": row.title,
            "state": row.state,
            "accepted": weight,
            "progress": row.progress,
            "follower": row.follower,
        }
        for row, weight in session.execute(query)
    ]


def _chosen(filters: Filters, actor: Actor, now: datetime, city: City) -> list[Any]:
    found: list[Any] = [access.readable(actor)]
    found += [
        getattr(Project, name) == value
        for name, value in vars(filters).items()
        if value is not None and name != "light"
    ]
    if filters.light is not None:
        found.append(signals.shows(filters.light, now, city))
    return found


def find(session: Session, project_id: int, *, actor: Actor) -> Project:
    """A project that the actor may read.

    :raises NotFound: there is none, or not for him.
    """
    require(actor, "project.read")
    query = (
        select(Project)
        .where(Project.id == project_id, access.readable(actor))
        .options(joinedload(Project.owner), joinedload(Project.organisation))
        .execution_options(populate_existing=True)
    )
    row = session.scalar(query)
    if row is None:
        raise NotFound(kind="project")
    return row


def get_project(
    session: Session, project_id: int, *, actor: Actor, now: datetime, city: City
) -> dict[str, Any]:
    """One project with its plan, milestones, tranches, and what waits. :raises NotFound: as :func:`find`."""
    row = find(session, project_id, actor=actor)
    lights = signals.lights(session, [row.id], now=now, city=city)
    releases = {one.number: one for one in _of(session, TrancheRelease, row.id)}
    closing = session.scalar(select(Closing).where(Closing.project_id == row.id))
    return showing.project(row, lights.get(row.id)) | {
        "metrics": row.terms.get("metrics", []),
        "members": sorted(access.parties(session, row) - {row.owner_id}),
        "milestones": [
            showing.milestone(one, row, now) for one in plans.milestones_of(session, row.id)
        ],
        "plan": row.terms if row.starts_on is None else None,
        "tranches": showing.tranches(row, releases),
        "change": open_change(session, row.id),
        "measurements": list(latest(session, row).values()),
        "panel": showing.panel(_of(session, Seat, row.id), row, actor),
        "closing": closing,
    }


def get_milestone(
    session: Session, milestone_id: int, *, actor: Actor, now: datetime
) -> dict[str, Any]:
    """One milestone with its attempts and moves.

    :raises NotFound: there is none, or not for the actor.
    """
    row = session.get(Milestone, milestone_id, populate_existing=True)
    if row is None:
        raise NotFound(kind="milestone")
    try:
        project = find(session, row.project_id, actor=actor)
    except NotFound:
        raise NotFound(kind="milestone") from None
    attempts = select(Attempt).where(Attempt.milestone_id == row.id).order_by(Attempt.number)
    return showing.milestone(row, project, now) | {
        "attempts": list(session.scalars(attempts)),
        "history": _moves(session, "milestone", row.id, actor),
    }


def get_history(session: Session, project_id: int, *, actor: Actor) -> list[dict[str, Any]]:
    """The moves of a project, oldest first. :raises NotFound: as :func:`find`."""
    row = find(session, project_id, actor=actor)
    return _moves(session, "project", row.id, actor)


def get_versions(session: Session, project_id: int, *, actor: Actor) -> list[PlanVersion]:
    """The versions of a plan, the baseline first. :raises NotFound: as :func:`find`."""
    return _of(session, PlanVersion, find(session, project_id, actor=actor).id)


def get_changes(session: Session, project_id: int, *, actor: Actor) -> list[PlanChange]:
    """The changes that were asked for, oldest first. :raises NotFound: as :func:`find`."""
    return _of(session, PlanChange, find(session, project_id, actor=actor).id)


def get_reports(session: Session, project_id: int, *, actor: Actor) -> list[Report]:
    """The monthly reports, owed ones too, oldest first. :raises NotFound: as :func:`find`."""
    row = find(session, project_id, actor=actor)
    query = select(Report).where(Report.project_id == row.id).order_by(Report.month)
    return list(session.scalars(query))


def get_draws(session: Session, project_id: int, *, actor: Actor) -> list[dict[str, Any]]:
    """The draws of a project's panels, oldest first. :raises NotFound: as :func:`find`."""
    return committing.draws(session, find(session, project_id, actor=actor).id)


def get_race(session: Session, challenge_id: int, *, actor: Actor) -> dict[str, Any]:
    """How the projects of a race stand at the gate, for the office and who watches it, and how it was decided.

    :raises NotFound: nobody races there, or not for the actor.
    """
    require(actor, "project.read")
    gate = race.gate_of(session, challenge_id)
    standings = race.compare(session, challenge_id)
    if not sees_all(actor) or (gate is None and not standings):
        raise NotFound(kind="challenge")
    return {
        "challenge_id": challenge_id,
        "standings": gate.comparison if gate else standings,
        "kept": gate.kept if gate else None,
        "reason": gate.reason if gate else None,
        "decided_at": gate.decided_at if gate else None,
    }


def _of(session: Session, model: Any, project_id: int) -> list[Any]:
    query = select(model).where(model.project_id == project_id).order_by(model.id)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def _moves(session: Session, kind: str, key: int, actor: Actor) -> list[dict[str, Any]]:
    query = select(StateChange).where(
        StateChange.subject_kind == kind, StateChange.subject_id == key
    )
    officer = sees_all(actor)
    return [
        showing.move(change, officer=officer)
        for change in session.scalars(query.order_by(StateChange.id))
    ]
