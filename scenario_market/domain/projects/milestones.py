"""What the provider does for a milestone: begin it, hand its evidence in, try again. And the owner's word on it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments import Attachment, Evidence, evidence
from scenario_market.domain.city import City
from scenario_market.domain.errors import FieldError, IllegalMove, Invalid, RuleRefused
from scenario_market.domain.moves import Reason
from scenario_market.domain.projects import access, gate, timing
from scenario_market.domain.projects.models import Milestone, Project
from scenario_market.domain.projects.records import Attempt
from scenario_market.domain.projects.states import MILESTONE_MOVES, RUNNING, MilestoneState

STATEMENT_MAX = 20_000


def begin(
    session: Session, milestone_id: int, *, version: int | None, actor: Actor, now: datetime
) -> Milestone:
    """The provider begins work on a milestone.

    :raises RuleRefused: ``gate_undecided``: behind the gate of a race that is not decided; ``late_milestone``.
    :raises IllegalMove: the project does not run, or it was begun.
    """
    project, row = _of_provider(session, milestone_id, version=version, actor=actor, verb="begin")
    if gate.holds(session, project, row):
        raise RuleRefused("gate_undecided")
    _check_in_time(project, row, now)
    _move(session, row, "begin", actor=actor, now=now)
    return row


def submit(
    session: Session,
    milestone_id: int,
    *,
    version: int | None,
    statement: str,
    actor: Actor,
    now: datetime,
) -> Milestone:
    """The provider hands in the evidence of a milestone: what was attached to it, and a statement.

    :raises RuleRefused: ``late_milestone``: its time has passed; ``evidence_missing``: nothing was attached for this
        attempt. :raises IllegalMove: the project does not run, or the milestone was not begun.
    """
    project, row = _of_provider(session, milestone_id, version=version, actor=actor, verb="submit")
    _check_in_time(project, row, now)
    said = statement.strip()
    if not said or len(said) > STATEMENT_MAX:
        rule = "too_long" if said else "required"
        shown = {"limit": STATEMENT_MAX, "found": len(said)}
        raise Invalid(FieldError("statement", rule, shown))
    if row.state == MilestoneState.IN_PROGRESS:
        _check_evidence(session, row)
    change = _move(session, row, "submit", actor=actor, now=now, attempt=row.attempt)
    attempt = Attempt(
        milestone_id=row.id,
        number=row.attempt,
        statement=said,
        submitted_by_id=actor.person_id,
        submitted_at=now,
    )
    session.add(attempt)
    timing.rest(session, [row])
    evidence.hold(session, change, evidence.of("milestone", [row.id]))
    return row


def retry(
    session: Session, milestone_id: int, *, version: int | None, actor: Actor, now: datetime
) -> Milestone:
    """The provider takes a rejected milestone up again: the next attempt.

    :raises RuleRefused: ``late_milestone``. :raises IllegalMove: it was not rejected, or the project does not run.
    """
    project, row = _of_provider(session, milestone_id, version=version, actor=actor, verb="retry")
    _check_in_time(project, row, now)
    _move(session, row, "retry", actor=actor, now=now, attempt=row.attempt + 1)
    row.attempt += 1
    return row


def confirm(
    session: Session,
    milestone_id: int,
    *,
    version: int | None,
    opinion: str = "",
    actor: Actor,
    now: datetime,
) -> Milestone:
    """The owner confirms what was handed in; the office has the word.

    :raises NotFound: the actor does not speak for the owner. :raises RuleRefused: ``self_acceptance``.
    """
    _, row = _of_owner(session, milestone_id, version=version, actor=actor, verb="confirm", now=now)
    change = _move(session, row, "confirm", actor=actor, now=now)
    attempt = attempt_of(session, row)
    attempt.confirmed_by_id, attempt.confirmed_at = actor.person_id, now
    attempt.opinion = opinion.strip()[:STATEMENT_MAX]
    evidence.hold(session, change, evidence.of("milestone", [row.id]))
    return row


def decline(
    session: Session,
    milestone_id: int,
    *,
    version: int | None,
    reason: Reason,
    actor: Actor,
    now: datetime,
    city: City,
) -> Milestone:
    """The owner does not confirm, with reason; the provider may try again.

    :raises NotFound: the actor does not speak for the owner. :raises RuleRefused: ``self_acceptance``.
    """
    _, row = _of_owner(session, milestone_id, version=version, actor=actor, verb="decline", now=now)
    send_back(session, row, "decline", reason=reason, actor=actor, now=now, city=city)
    return row


def send_back(
    session: Session,
    row: Milestone,
    verb: str,
    *,
    reason: Reason,
    actor: Actor,
    now: datetime,
    city: City,
) -> None:
    """Reject a locked milestone: the next attempt has at least the policy's ``project.retry_days``.

    The date of the plan stays where it is: what passes it shows amber all the while.
    """
    days = city.policy["project"]["retry_days"]
    until = max(row.until_at, city.end_of(city.day(now) + timedelta(days=days)))
    change = lifecycle.move(
        session,
        row,
        MILESTONE_MOVES,
        verb,
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
        project_id=row.project_id,
        until=until.isoformat(),
    )
    row.until_at = until
    attempt = attempt_of(session, row)
    attempt.decided_by_id, attempt.decided_at, attempt.outcome = actor.person_id, now, "rejected"
    evidence.hold(session, change, evidence.of("milestone", [row.id]))
    timing.arm(session, [row], now=now, city=city)


def attempt_of(session: Session, row: Milestone) -> Attempt:
    """The attempt that a milestone is at."""
    query = select(Attempt).where(Attempt.milestone_id == row.id, Attempt.number == row.attempt)
    return session.scalars(query).one()


def check_running(project: Project, verb: str) -> None:
    """:raises IllegalMove: the project does not run."""
    if project.state not in RUNNING:
        raise IllegalMove(verb=verb, state=project.state, kind="project")


def _of_provider(
    session: Session, milestone_id: int, *, version: int | None, actor: Actor, verb: str
) -> tuple[Project, Milestone]:
    project, row = access.open_milestone(
        session, milestone_id, actor=actor, permission="project.deliver", version=version
    )
    access.check_provider(actor, project)
    check_running(project, verb)
    return project, row


def _of_owner(
    session: Session,
    milestone_id: int,
    *,
    version: int | None,
    actor: Actor,
    verb: str,
    now: datetime,
) -> tuple[Project, Milestone]:
    project, row = access.open_milestone(
        session, milestone_id, actor=actor, permission="project.confirm", version=version
    )
    access.check_owner(session, actor, project, now=now)
    check_running(project, verb)
    return project, row


def _check_in_time(project: Project, row: Milestone, now: datetime) -> None:
    if timing.is_late(project, row, now):
        raise RuleRefused("late_milestone", until=row.until_at)


def _check_evidence(session: Session, row: Milestone) -> None:
    """Something is attached that was not handed in with an attempt before: what was, is held by that decision."""
    attached = select(Attachment.id).where(
        evidence.of("milestone", [row.id]),
        Attachment.removed_at.is_(None),
        ~exists().where(Evidence.attachment_id == Attachment.id),
    )
    if session.scalar(attached.limit(1)) is None:
        raise RuleRefused("evidence_missing")


def _move(
    session: Session, row: Milestone, verb: str, *, actor: Actor, now: datetime, **payload: Any
) -> lifecycle.StateChange:
    return lifecycle.move(
        session,
        row,
        MILESTONE_MOVES,
        verb,
        actor=actor,
        now=now,
        project_id=row.project_id,
        **payload,
    )
