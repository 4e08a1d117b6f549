"""The office's word on a milestone that its owner confirmed. Nobody accepts his own."""

from datetime import datetime

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments import evidence
from scenario_market.domain.city import City
from scenario_market.domain.errors import FieldError, Invalid
from scenario_market.domain.moves import Reason
from scenario_market.domain.projects import access
from scenario_market.domain.projects.milestones import attempt_of, check_running, send_back
from scenario_market.domain.projects.models import Milestone
from scenario_market.domain.projects.states import MILESTONE_MOVES, MilestoneState


def accept(
    session: Session, milestone_id: int, *, version: int | None, actor: Actor, now: datetime
) -> Milestone:
    """The office accepts a milestone in full.

    :raises RuleRefused: ``self_acceptance``. :raises IllegalMove: the owner has not confirmed it, or the project rests.
    """
    row = _open(session, milestone_id, version=version, actor=actor, now=now, verb="accept")
    change = lifecycle.move(
        session,
        row,
        MILESTONE_MOVES,
        "accept",
        actor=actor,
        now=now,
        project_id=row.project_id,
    )
    _conclude(session, row, change, percent=100, actor=actor, now=now)
    return row


def accept_partly(
    session: Session,
    milestone_id: int,
    *,
    version: int | None,
    percent: int,
    reason: Reason,
    actor: Actor,
    now: datetime,
    city: City,
) -> Milestone:
    """The office accepts a milestone in part; what is released on it is not.

    :param percent: how much of it is reached, from 1 to 99.
    :raises RuleRefused: ``self_acceptance``. :raises Invalid: the percent, or the reason.
    """
    if not 0 < percent < 100:
        raise Invalid(FieldError("percent", "out_of_range", {"min": 1, "max": 99}))
    row = _open(session, milestone_id, version=version, actor=actor, now=now, verb="accept_partly")
    change = lifecycle.move(
        session,
        row,
        MILESTONE_MOVES,
        "accept_partly",
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
        project_id=row.project_id,
        percent=percent,
    )
    _conclude(session, row, change, percent=percent, actor=actor, now=now)
    return row


def reject(
    session: Session,
    milestone_id: int,
    *,
    version: int | None,
    reason: Reason,
    actor: Actor,
    now: datetime,
    city: City,
) -> Milestone:
    """The office does not accept a milestone, with reason; the provider may try again.

    :raises RuleRefused: ``self_acceptance``.
    """
    row = _open(session, milestone_id, version=version, actor=actor, now=now, verb="reject")
    send_back(session, row, "reject", reason=reason, actor=actor, now=now, city=city)
    return row


def _open(
    session: Session,
    milestone_id: int,
    *,
    version: int | None,
    actor: Actor,
    now: datetime,
    verb: str,
) -> Milestone:
    project, row = access.open_milestone(
        session, milestone_id, actor=actor, permission="project.accept", version=version
    )
    access.check_apart(session, actor, project, now=now)
    check_running(project, verb)
    return row


def _conclude(
    session: Session,
    row: Milestone,
    change: lifecycle.StateChange,
    *,
    percent: int,
    actor: Actor,
    now: datetime,
) -> None:
    row.percent, row.concluded_at = percent, now
    attempt = attempt_of(session, row)
    attempt.decided_by_id, attempt.decided_at = actor.person_id, now
    attempt.outcome = str(MilestoneState(row.state))
    evidence.hold(session, change, evidence.of("milestone", [row.id]))
