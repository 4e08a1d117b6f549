"""Changes of the plan: one side asks, the other agrees, the office approves. The baseline is kept in versions."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.errors import FieldError, IllegalMove, Invalid, RuleRefused
from scenario_market.domain.moves import Reason
from scenario_market.domain.projects import access, events, planned, plans, timing
from scenario_market.domain.projects.closing import open_change
from scenario_market.domain.projects.models import Milestone, Project
from scenario_market.domain.projects.records import PlanChange
from scenario_market.domain.projects.states import MILESTONE_MOVES, PROJECT_MOVES, MilestoneState

REASON_MAX = 5_000


def propose(
    session: Session,
    project_id: int,
    *,
    version: int | None,
    content: Mapping[str, Any],
    reason: str,
    actor: Actor,
    now: datetime,
    city: City,
) -> PlanChange:
    """Owner or provider asks for a change of the plan.

    :param content: ``milestones`` by number and ``metrics`` by key, with what would be otherwise; see ``planned``.
    :raises Invalid: with every wrong field. :raises RuleRefused: ``nothing_to_change``, ``both_sides``.
    :raises IllegalMove: the project does not run, or a change waits already.
    """
    project, side = _open_side(session, project_id, version=version, actor=actor)
    if project.state not in PROJECT_MOVES["propose"].sources:
        raise IllegalMove(verb="propose", state=project.state, kind="project")
    said = reason.strip()
    if not said or len(said) > REASON_MAX:
        shown = {"limit": REASON_MAX, "found": len(said)}
        raise Invalid(FieldError("reason", "too_long" if said else "required", shown))
    kept, changed = _checked(session, project, content, now=now, city=city)
    row = PlanChange(
        project_id=project.id,
        organisation_id=side,
        content=kept,
        changed=changed,
        reason=said,
        proposed_by_id=actor.person_id,
        proposed_at=now,
    )
    session.add(row)
    session.flush()
    fields = [one["path"] for one in changed]
    _move(session, project, "propose", actor=actor, now=now, change_id=row.id, fields=fields)
    return row


def agree(
    session: Session, project_id: int, *, version: int | None, actor: Actor, now: datetime
) -> PlanChange:
    """The other side agrees; the office has the word.

    :raises RuleRefused: ``no_change_waiting``, ``own_change``, ``change_agreed``, ``both_sides``.
    """
    project, side = _open_side(session, project_id, version=version, actor=actor)
    row = _waiting(session, project)
    _check_other(row, side)
    row.agreed_by_id, row.agreed_at = actor.person_id, now
    lifecycle.touch(project, now=now)
    event = events.ChangeAgreed(subject_id=project.id, change_id=row.id)
    outbox.record(session, event, actor=actor, now=now)
    return row


def disagree(
    session: Session,
    project_id: int,
    *,
    version: int | None,
    reason: Reason,
    actor: Actor,
    now: datetime,
    city: City,
) -> PlanChange:
    """The other side does not agree, with reason; the plan stays.

    :raises RuleRefused: ``no_change_waiting``, ``own_change``, ``change_agreed``, ``both_sides``.
    """
    project, side = _open_side(session, project_id, version=version, actor=actor)
    row = _waiting(session, project)
    _check_other(row, side)
    _decide(row, "disagreed", actor=actor, now=now)
    _move(
        session,
        project,
        "disagree",
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
        change_id=row.id,
    )
    return row


def take_back(
    session: Session, project_id: int, *, version: int | None, actor: Actor, now: datetime
) -> PlanChange:
    """The side that proposed a change takes it back before the office decided.

    :raises RuleRefused: ``no_change_waiting``, ``not_own_change``: it is the other side's; ``both_sides``.
    """
    project, side = _open_side(session, project_id, version=version, actor=actor)
    row = _waiting(session, project)
    if side != row.organisation_id:
        raise RuleRefused("not_own_change")
    _decide(row, "taken_back", actor=actor, now=now)
    _move(session, project, "take_back", actor=actor, now=now, change_id=row.id)
    return row


def approve(
    session: Session,
    project_id: int,
    *,
    version: int | None,
    actor: Actor,
    now: datetime,
    city: City,
) -> PlanChange:
    """The office approves a change that both sides want: it becomes a version of the plan.

    A missed milestone that gets a new date is taken up again.

    :raises RuleRefused: ``no_change_waiting``, ``change_waiting_for_side``, ``self_acceptance``.
    :raises Invalid: what was open when it was proposed is not any more.
    """
    project, row = _open_office(session, project_id, version=version, actor=actor, now=now)
    if row.agreed_at is None:
        raise RuleRefused("change_waiting_for_side")
    kept, changed = _checked(session, project, row.content, now=now, city=city)
    milestones = plans.milestones_of(session, project.id)
    _apply(session, project, milestones, kept, actor=actor, now=now, city=city)
    _decide(row, "approved", actor=actor, now=now)
    fields = [one["path"] for one in changed]
    made = plans.keep(
        session,
        project,
        milestones,
        cause="change",
        changed=fields,
        person_id=actor.person_id,
        now=now,
    )
    _move(
        session,
        project,
        "approve",
        actor=actor,
        now=now,
        change_id=row.id,
        number=made.number,
        fields=fields,
    )
    return row


def refuse(
    session: Session,
    project_id: int,
    *,
    version: int | None,
    reason: Reason,
    actor: Actor,
    now: datetime,
    city: City,
) -> PlanChange:
    """The office refuses a change, with reason; the plan stays.

    :raises RuleRefused: ``no_change_waiting``, ``self_acceptance``.
    """
    project, row = _open_office(session, project_id, version=version, actor=actor, now=now)
    _decide(row, "refused", actor=actor, now=now)
    _move(
        session,
        project,
        "refuse",
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
        change_id=row.id,
    )
    return row


def _apply(
    session: Session,
    project: Project,
    milestones: list[Milestone],
    kept: Mapping[str, Any],
    *,
    actor: Actor,
    now: datetime,
    city: City,
) -> None:
    of_number = {row.number: row for row in milestones}
    for one in kept["milestones"]:
        row = of_number[one["number"]]
        for name in one.keys() - {"number", "due_on"}:
            setattr(row, name, one[name])
        if "due_on" in one:
            row.due_on = date.fromisoformat(one["due_on"])
            row.until_at = city.end_of(row.due_on)
        if row.state == MilestoneState.MISSED:
            _reinstate(session, row, actor=actor, now=now)
        else:
            lifecycle.touch(row, now=now)
    timing.arm(session, milestones, now=now, city=city)
    plan = plans.content(project, milestones)
    project.terms = project.terms | {"metrics": planned.changed(plan, kept)["metrics"]}


def _reinstate(session: Session, row: Milestone, *, actor: Actor, now: datetime) -> None:
    lifecycle.move(
        session,
        row,
        MILESTONE_MOVES,
        "reinstate",
        actor=actor,
        now=now,
        project_id=row.project_id,
        attempt=row.attempt + 1,
    )
    row.attempt, row.percent, row.concluded_at = row.attempt + 1, None, None


def _checked(
    session: Session, project: Project, content: Mapping[str, Any], *, now: datetime, city: City
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    rows = plans.milestones_of(session, project.id)
    kept, changed = planned.checked(
        content,
        city.codes,
        plan=plans.content(project, rows),
        states={row.number: row.state for row in rows},
        today=city.day(now),
    )
    if not changed:
        raise RuleRefused("nothing_to_change")
    return kept, changed


def _waiting(session: Session, project: Project) -> PlanChange:
    row = open_change(session, project.id)
    if row is None:
        raise RuleRefused("no_change_waiting")
    return row


def _check_other(row: PlanChange, side: int) -> None:
    if row.organisation_id == side:
        raise RuleRefused("own_change")
    if row.agreed_at is not None:
        raise RuleRefused("change_agreed")


def _decide(row: PlanChange, outcome: str, *, actor: Actor, now: datetime) -> None:
    row.decided_at, row.decided_by_id, row.outcome = now, actor.person_id, outcome


def _move(session: Session, project: Project, verb: str, **how: Any) -> None:
    lifecycle.move(session, project, PROJECT_MOVES, verb, **how)


def _open_side(
    session: Session, project_id: int, *, version: int | None, actor: Actor
) -> tuple[Project, int]:
    project = access.open_project(
        session, project_id, actor=actor, permission="project.change", version=version
    )
    return project, access.side(actor, project)


def _open_office(
    session: Session, project_id: int, *, version: int | None, actor: Actor, now: datetime
) -> tuple[Project, PlanChange]:
    project = access.open_project(
        session, project_id, actor=actor, permission="project.approve", version=version
    )
    access.check_apart(session, actor, project, now=now)
    return project, _waiting(session, project)
