"""What the office concludes from the panel's opinions: accepted, to be put right, or failed."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import SYSTEM, Actor
from scenario_market.domain.attachments import evidence
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import set_deadline
from scenario_market.domain.errors import FieldError, Invalid, RuleRefused
from scenario_market.domain.moves import Reason
from scenario_market.domain.projects import acceptance, access, closing, committing, events, panels
from scenario_market.domain.projects.models import Project
from scenario_market.domain.projects.states import PROJECT_MOVES, ProjectState

FOLLOWS_MAX = 5_000


def accept(
    session: Session, project_id: int, *, version: int | None, actor: Actor, now: datetime
) -> Project:
    """The work is accepted: the panel says so, and every metric meets its target as a third party measured it.

    :raises RuleRefused: ``targets_missed``, ``panel_missing``, ``opinions_missing``, ``panel_says_otherwise``,
        ``self_acceptance``.
    """
    project = _open(session, project_id, version=version, actor=actor, now=now)
    if project.state == ProjectState.FINAL_ACCEPTANCE:
        panels.check_majority(session, project, "accept")
        acceptance.check_targets(session, project)
    change = lifecycle.move(session, project, PROJECT_MOVES, "accept", actor=actor, now=now)
    _hold(session, project, change)
    closing.close(session, project, actor=actor, now=now)
    _complete(session, project, actor=actor, now=now)
    return project


def rectify(
    session: Session,
    project_id: int,
    *,
    version: int | None,
    until: date,
    reason: Reason,
    actor: Actor,
    now: datetime,
    city: City,
) -> Project:
    """The work has to be put right until a day, as the panel says.

    :raises Invalid: the day is not after today, or too far off. :raises RuleRefused: as :func:`accept`.
    """
    project = _open(session, project_id, version=version, actor=actor, now=now)
    _check_until(until, now=now, city=city)
    if project.state == ProjectState.FINAL_ACCEPTANCE:
        panels.check_majority(session, project, "rectify")
    project.rectify_until, project.rectify_prolonged = until, 0
    change = lifecycle.move(
        session,
        project,
        PROJECT_MOVES,
        "rectify",
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
        until=until.isoformat(),
    )
    _hold(session, project, change)
    set_deadline(session, closing.RECTIFY, project.id, due_at=city.end_of(until))
    return project


def remind(session: Session, project_id: int, *, now: datetime, city: City) -> None:
    """By the clock (deadline ``project_rectify``): the last day to put the work right has passed; it is told.

    What follows is decided by people. Harmless to repeat.
    """
    project = lifecycle.lock(session, Project, project_id)
    until = project.rectify_until
    if project.state != ProjectState.RECTIFYING or until is None or now < city.end_of(until):
        return
    event = events.RectificationOverdue(subject_id=project.id)
    outbox.record(session, event, actor=SYSTEM, now=now)


def fail(
    session: Session,
    project_id: int,
    *,
    version: int | None,
    reason: Reason,
    handover: str,
    money: str,
    clawback_fen: int = 0,
    actor: Actor,
    now: datetime,
    city: City,
) -> Project:
    """The work is not accepted, for good: the panel says so, or the day to put it right has passed.

    :param handover, money: what follows, in words. :param clawback_fen: how much of what was released is asked back.
    :raises Invalid: what follows is not said.
    :raises RuleRefused: ``rectification_running``, ``clawback_over_released``; or as :func:`accept`.
    """
    project = _open(session, project_id, version=version, actor=actor, now=now)
    if project.state == ProjectState.FINAL_ACCEPTANCE:
        panels.check_majority(session, project, "fail")
    until = project.rectify_until
    if project.state == ProjectState.RECTIFYING and until and now < city.end_of(until):
        raise RuleRefused("rectification_running", until=until.isoformat())
    check_follows(handover, money)
    check_clawback(session, project, clawback_fen)
    how: dict[str, Any] = {"actor": actor, "now": now, "reason": reason, "codes": city.codes}
    change = lifecycle.move(session, project, PROJECT_MOVES, "fail", **how)
    _hold(session, project, change)
    closing.note(
        session,
        project,
        handover=handover,
        money=money,
        clawback_fen=clawback_fen,
        actor=actor,
        now=now,
    )
    closing.close(session, project, actor=actor, now=now)
    _complete(session, project, actor=actor, now=now)
    return project


def _check_until(until: date, *, now: datetime, city: City) -> None:
    today, days = city.day(now), city.policy["project"]["rectify_days_max"]
    if until <= today:
        raise Invalid(FieldError("until", "date_passed", {"today": today.isoformat()}))
    if until > today + timedelta(days=days):
        latest = (today + timedelta(days=days)).isoformat()
        raise Invalid(FieldError("until", "too_far_ahead", {"latest": latest, "days": days}))


def _open(
    session: Session, project_id: int, *, version: int | None, actor: Actor, now: datetime
) -> Project:
    return open_ending(
        session, project_id, actor=actor, permission="project.conclude", version=version, now=now
    )


def open_ending(
    session: Session,
    project_id: int,
    *,
    actor: Actor,
    permission: str,
    version: int | None,
    now: datetime,
) -> Project:
    """Lock a project for what may be its end, behind its call: whose last project ends completes it.

    :raises NotFound, StaleVersion: as ``access.open_project``. :raises RuleRefused: ``self_acceptance``.
    """
    query = select(Project.challenge_id).where(Project.id == project_id, access.readable(actor))
    challenge_id = session.scalar(query)
    if challenge_id is not None:
        lifecycle.lock(session, Challenge, challenge_id)
    project = access.open_project(
        session, project_id, actor=actor, permission=permission, version=version
    )
    access.check_apart(session, actor, project, now=now)
    return project


def check_follows(handover: str, money: str) -> None:
    """What follows an end is said: what is handed over to whom until when, and what becomes of the money.

    :raises Invalid: one of them is missing, or too long.
    """
    errors = []
    for name, text in (("handover", handover), ("money", money)):
        if not text.strip():
            errors.append(FieldError(name, "required"))
        elif len(text) > FOLLOWS_MAX:
            shown = {"limit": FOLLOWS_MAX, "found": len(text)}
            errors.append(FieldError(name, "too_long", shown))
    if errors:
        raise Invalid(*errors)


def check_clawback(session: Session, project: Project, clawback_fen: int) -> None:
    """No more is asked back than was released. :raises RuleRefused: ``clawback_over_released``."""
    released = closing.released_fen(session, project.id)
    if not 0 <= clawback_fen <= released:
        raise RuleRefused("clawback_over_released", released=released)


def _hold(session: Session, project: Project, change: lifecycle.StateChange) -> None:
    """Keep what the conclusion rests on; the draw of its panel is published."""
    evidence.hold(session, change, evidence.of("project", [project.id]))
    committing.publish(session, project)


def _complete(session: Session, project: Project, *, actor: Actor, now: datetime) -> None:
    if project.challenge_id is not None:
        closing.complete(session, project.challenge_id, actor=actor, now=now)
