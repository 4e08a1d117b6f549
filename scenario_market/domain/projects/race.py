"""赛马: projects of one call that run beside each other until the gate, where the slower are eliminated.

The rule of the gate compares how much of its milestone the office found reached, then who handed it in earlier, then
the attempts (``rules.Standing``). The rule alone eliminates nobody: the office decides, with reason, and may drop only
who is behind everybody that stays.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.city import City
from scenario_market.domain.errors import AlreadyDone, NotFound, RuleRefused
from scenario_market.domain.moves import Reason
from scenario_market.domain.permissions import require
from scenario_market.domain.projects import access, closing, events, gate, plans, timing
from scenario_market.domain.projects.conclusions import check_follows
from scenario_market.domain.projects.models import Milestone, Project
from scenario_market.domain.projects.records import Attempt, RaceGate
from scenario_market.domain.projects.rules import Standing, is_behind
from scenario_market.domain.projects.states import (
    CONCLUDED,
    ENDED,
    PROJECT_MOVES,
    RUNNING,
)


def compare(session: Session, challenge_id: int) -> list[Standing]:
    """How the projects of a race stand at the gate, the one ahead first; the order of equals says nothing."""
    last = (
        select(Attempt.submitted_at)
        .where(Attempt.milestone_id == Milestone.id)
        .order_by(Attempt.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Project.id, Milestone.percent, Milestone.attempt, last.label("handed_in"))
        .join(Milestone, Milestone.project_id == Project.id)
        .where(
            Project.challenge_id == challenge_id,
            Project.is_raced,
            Project.state.not_in(sorted(ENDED)),
            Milestone.number == Project.gate_milestone,
        )
    )
    found = [
        Standing(
            row.id,
            row.percent or 0,
            row.attempt,
            row.handed_in.isoformat() if row.handed_in else "",
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.rank, one.project_id))


def decide(
    session: Session,
    challenge_id: int,
    *,
    keep: Collection[int],
    reason: Reason,
    handover: str = "",
    money: str = "",
    actor: Actor,
    now: datetime,
    city: City,
) -> RaceGate:
    """The office decides the gate: who is kept goes on, the others are eliminated.

    :param keep: projects that go on; all of them is a decision too.
    :param handover, money: what follows for who is eliminated, in words. :raises Invalid: it is owed and not said.
    :raises RuleRefused: ``not_raced``; ``race_decided``; ``gate_not_reached``: a project's milestone is not concluded;
        ``gate_keeps_none``; ``gate_order``: who is dropped is not behind; ``self_acceptance``.
    """
    require(actor, "project.end")
    lifecycle.lock(session, Challenge, challenge_id)
    if session.scalar(select(RaceGate.id).where(RaceGate.challenge_id == challenge_id)):
        raise AlreadyDone("race_decided")
    racing = _racing(session, challenge_id, actor=actor, now=now)
    standings = compare(session, challenge_id)
    _check_rule(standings, keep)
    if len(keep) < len(racing):
        check_follows(handover, money)
    decision = RaceGate(
        challenge_id=challenge_id,
        comparison=[asdict(one) for one in standings],
        kept=sorted(keep),
        reason=reason.text,
        decided_by_id=actor.person_id,
        decided_at=now,
    )
    session.add(decision)
    session.flush()
    for project in (one for one in racing if one.id in keep):
        _let_pass(session, project, decision, actor=actor, now=now, city=city)
    for project in (one for one in racing if one.id not in keep):
        _eliminate(session, project, reason=reason, actor=actor, now=now, city=city)
        closing.note(session, project, handover=handover, money=money, actor=actor, now=now)
    closing.complete(session, challenge_id, actor=actor, now=now)
    return decision


def _let_pass(
    session: Session, project: Project, passed: RaceGate, *, actor: Actor, now: datetime, city: City
) -> None:
    """Who stays goes on; the milestones behind the gate get time enough after the wait."""
    lifecycle.touch(project, now=now)
    event = events.RaceDecided(subject_id=project.id, gate_id=passed.id)
    outbox.record(session, event, actor=actor, now=now)
    rows = plans.milestones_of(session, project.id)
    behind = [row for row in rows if row.number > (project.gate_milestone or 0)]
    timing.arm(session, gate.put_off(behind, now=now, city=city), now=now, city=city)


def gate_of(session: Session, challenge_id: int) -> RaceGate | None:
    """The decision at the gate of a call's race, if it fell."""
    return session.scalar(select(RaceGate).where(RaceGate.challenge_id == challenge_id))


def _racing(
    session: Session, challenge_id: int, *, actor: Actor, now: datetime
) -> Sequence[Project]:
    """The locked projects of a race, each at its gate."""
    query: Any = (
        select(Project)
        .where(
            Project.challenge_id == challenge_id,
            access.readable(actor),
            Project.state.not_in(sorted(ENDED)),
        )
        .order_by(Project.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    projects = session.scalars(query).all()
    if not projects:
        raise NotFound(kind="project")
    if not all(project.is_raced for project in projects):
        raise RuleRefused("not_raced")
    open_ones = _short_of_gate(session, projects)
    if open_ones:
        raise RuleRefused("gate_not_reached", projects=open_ones)
    for project in projects:
        access.check_apart(session, actor, project, now=now)
    return projects


def is_ready(session: Session, challenge_id: int) -> bool:
    """Whether several race in a call, all stand at the gate, and nobody has decided it."""
    racing = select(Project).where(
        Project.challenge_id == challenge_id,
        Project.is_raced,
        Project.state.not_in(sorted(ENDED)),
    )
    projects = session.scalars(racing).all()
    if len(projects) < 2 or _short_of_gate(session, projects):
        return False
    return gate_of(session, challenge_id) is None


def _short_of_gate(session: Session, projects: Sequence[Project]) -> list[int]:
    """Keys of those whose milestone at the gate is not concluded, or that do not run."""
    concluded = select(Milestone.project_id).where(
        Milestone.project_id.in_([project.id for project in projects]),
        Milestone.number == projects[0].gate_milestone,
        Milestone.state.in_(sorted(CONCLUDED)),
    )
    at_gate = set(session.scalars(concluded))
    return [p.id for p in projects if p.id not in at_gate or p.state not in RUNNING]


def _check_rule(standings: Sequence[Standing], keep: Collection[int]) -> None:
    known = {one.project_id for one in standings}
    if not keep or not set(keep) <= known:
        raise RuleRefused("gate_keeps_none")
    for dropped in (one for one in standings if one.project_id not in keep):
        for kept in (one for one in standings if one.project_id in keep):
            if not is_behind(dropped, kept):
                raise RuleRefused("gate_order", kept=kept.project_id, dropped=dropped.project_id)


def _eliminate(
    session: Session, project: Project, *, reason: Reason, actor: Actor, now: datetime, city: City
) -> None:
    lifecycle.move(
        session,
        project,
        PROJECT_MOVES,
        "eliminate",
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
    )
    closing.close(session, project, actor=actor, now=now)
