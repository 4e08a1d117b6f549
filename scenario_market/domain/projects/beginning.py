"""How a project begins: it waits for the signed pledge of its bid, and starts or is dropped with it.

Called by what lies above: the pledges. A project of a contract without a call begins in ``contracts.py``.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import SYSTEM, Actor, consequence
from scenario_market.domain.bids.models import Bid, BidMember
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.city import City
from scenario_market.domain.moves import Reason
from scenario_market.domain.programmes.values import programme
from scenario_market.domain.projects import completing, events, plans, reports, terms, timing
from scenario_market.domain.projects.models import Project, ProjectMember
from scenario_market.domain.projects.states import PROJECT_MOVES, ProjectState


def open_project(
    session: Session,
    *,
    challenge: Challenge,
    bid: Bid,
    organisation_id: int,
    owner_id: int,
    terms: Mapping[str, Any],
    now: datetime,
    actor: Actor = SYSTEM,
    predecessor_id: int | None = None,
) -> Project:
    """Write the project of an awarded bid, ``pledge_pending``. The caller holds the challenge's lock.

    :param terms: ``metrics``, ``milestones``, ``reward_fen``, ``tranches``; checked when it is activated.
    :param predecessor_id: the project that it takes over from.
    """
    project = _pending(challenge, bid, terms, now=now)
    project.owner_id, project.organisation_id = owner_id, organisation_id
    project.predecessor_id = predecessor_id
    session.add(project)
    session.flush()
    members = select(BidMember.organisation_id).where(BidMember.bid_id == bid.id)
    parties = {organisation_id, *session.scalars(members)}
    add_members(session, project, parties)
    event = events.ProjectOpened(subject_id=project.id, challenge_id=challenge.id, demand_id=None)
    outbox.record(session, event, actor=actor, now=now)
    return project


def _pending(challenge: Challenge, bid: Bid, terms: Mapping[str, Any], *, now: datetime) -> Project:
    rules = programme(challenge.rules)
    return Project(
        title=challenge.title,
        state=ProjectState.PLEDGE_PENDING,
        challenge_id=challenge.id,
        bid_id=bid.id,
        domain=challenge.domain,
        district=challenge.district,
        node=challenge.node,
        terms=dict(terms),
        reward_fen=terms.get("reward_fen") or 0,
        plan_number=0,
        round=0,
        is_raced=rules.race,
        gate_milestone=rules.gate_milestone if rules.race else None,
        created_at=now,
        updated_at=now,
    )


def add_members(session: Session, project: Project, organisation_ids: set[int]) -> None:
    """Write who delivers."""
    session.add_all(
        ProjectMember(
            project_id=project.id, organisation_id=key, is_lead=key == project.organisation_id
        )
        for key in sorted(organisation_ids)
    )
    session.flush()


def activate(
    session: Session,
    project: Project,
    *,
    terms: Mapping[str, Any] | None = None,
    actor: Actor,
    now: datetime,
    city: City,
) -> Project:
    """The pledge is signed by all: the work begins today, the milestones get their dates, the plan its baseline.

    :param project: locked. :param terms: as they were signed; those that it was opened with where None.
    :raises Invalid: the terms break a rule: weights that do not sum to 100, a milestone without target.
    :raises IllegalMove: it has begun, or was dropped.
    """
    start(session, project, terms=terms, cause="pledge", actor=actor, now=now, city=city)
    return project


def start(
    session: Session,
    project: Project,
    *,
    terms: Mapping[str, Any] | None,
    cause: str,
    actor: Actor,
    now: datetime,
    city: City,
) -> None:
    """Move a locked project to ``active`` and arm its clocks."""
    starts_on = city.day(now)
    kept = checked(project.terms if terms is None else terms, city)
    project.terms, project.reward_fen = kept, kept["reward_fen"]
    project.starts_on, project.activated_at = starts_on, now
    lifecycle.move(
        session,
        project,
        PROJECT_MOVES,
        "activate",
        actor=consequence(actor, "system"),
        now=now,
        starts_on=starts_on.isoformat(),
    )
    rows = plans.lay_out(session, project, starts_on=starts_on, now=now, city=city)
    plans.keep(session, project, rows, cause=cause, person_id=actor.person_id, now=now)
    timing.arm(session, rows, now=now, city=city)
    reports.begin(session, project, now=now, city=city)
    session.flush()


def checked(given: Mapping[str, Any], city: City) -> dict[str, Any]:
    """Terms that hold. :raises Invalid: with every wrong field."""
    return terms.check(given, city.codes)


def drop(
    session: Session, project: Project, *, actor: Actor, now: datetime, city: City, reason: Reason
) -> Project:
    """The pledge was not signed in time, or the call was cancelled: there is no project.

    :param project: locked, and its challenge too. :param reason: of ``reasons_project`` (``pledge_unsigned`` …).
    :raises IllegalMove: it has begun.
    """
    lifecycle.move(
        session,
        project,
        PROJECT_MOVES,
        "drop",
        actor=consequence(actor, "system"),
        now=now,
        reason=reason,
        codes=city.codes,
    )
    project.ended_at = now
    session.flush()
    if project.challenge_id is not None:
        completing.complete(session, project.challenge_id, actor=actor, now=now)
    return project
