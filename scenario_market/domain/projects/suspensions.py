"""A project rests and goes on: the clock of its milestones rests with it, and their dates move by the rest's length."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.moves import Reason
from scenario_market.domain.projects import access, closing, plans, timing
from scenario_market.domain.projects.models import Project
from scenario_market.domain.projects.records import Suspension
from scenario_market.domain.projects.states import PROJECT_MOVES


def suspend(
    session: Session,
    project_id: int,
    *,
    version: int | None,
    reason: Reason,
    actor: Actor,
    now: datetime,
    city: City,
) -> Project:
    """The office lets a project rest, with reason. A change that waits lapses.

    :raises RuleRefused: ``self_acceptance``. :raises IllegalMove: it does not run.
    """
    project = _open(session, project_id, version=version, actor=actor, now=now)
    lifecycle.move(
        session,
        project,
        PROJECT_MOVES,
        "suspend",
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
    )
    closing.lapse_change(session, project, actor=actor, now=now)
    timing.rest(session, plans.milestones_of(session, project.id))
    session.add(Suspension(project_id=project.id, began_at=now))
    return project


def resume(
    session: Session,
    project_id: int,
    *,
    version: int | None,
    actor: Actor,
    now: datetime,
    city: City,
) -> Project:
    """The project goes on: every open date moves by the days that it rested, as a version of the plan.

    :raises RuleRefused: ``self_acceptance``. :raises IllegalMove: it does not rest.
    """
    project = _open(session, project_id, version=version, actor=actor, now=now)
    days = _end_rest(session, project, now=now, city=city)
    milestones = plans.milestones_of(session, project.id)
    lifecycle.move(
        session,
        project,
        PROJECT_MOVES,
        "resume",
        actor=actor,
        now=now,
        days=days,
        number=project.plan_number + bool(days),
    )
    moved = plans.shift(milestones, days=days, now=now, city=city)
    if days:
        plans.keep(
            session,
            project,
            milestones,
            cause="suspension",
            changed=[f"milestones.{number}.due_on" for number in moved],
            person_id=actor.person_id,
            now=now,
        )
    timing.arm(session, milestones, now=now, city=city)
    return project


def _end_rest(session: Session, project: Project, *, now: datetime, city: City) -> int:
    """Close the rest of a locked project; how many days it was long."""
    query = select(Suspension).where(
        Suspension.project_id == project.id, Suspension.ended_at.is_(None)
    )
    rest = session.scalar(query)
    if rest is None:
        return 0
    rest.ended_at, rest.days = now, (city.day(now) - city.day(rest.began_at)).days
    return rest.days


def _open(
    session: Session, project_id: int, *, version: int | None, actor: Actor, now: datetime
) -> Project:
    project = access.open_project(
        session, project_id, actor=actor, permission="project.suspend", version=version
    )
    access.check_apart(session, actor, project, now=now)
    return project
