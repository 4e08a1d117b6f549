"""More time to put a work right (延长整改期限): for a reason, by who concludes, within what the city allows."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import set_deadline
from scenario_market.domain.errors import FieldError, IllegalMove, Invalid, RuleRefused
from scenario_market.domain.moves import Reason
from scenario_market.domain.projects import access, closing
from scenario_market.domain.projects.models import Project
from scenario_market.domain.projects.states import PROJECT_MOVES, ProjectState


def prolong(
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
    """Move the last day to put the work right, before it or after: who concludes decides, the sides are told.

    :param until: after the last day so far and after today, and at most ``project.prolong_days_max`` days after that.
    :raises IllegalMove: nothing is being put right. :raises Invalid: the day, or the reason.
    :raises RuleRefused: ``prolonged_already``: as often as ``project.prolong_times_max`` allows; ``self_acceptance``.
    """
    project = access.open_project(
        session, project_id, actor=actor, permission="project.conclude", version=version
    )
    access.check_apart(session, actor, project, now=now)
    before, policy = project.rectify_until, city.policy["project"]
    if project.state != ProjectState.RECTIFYING or before is None:
        raise IllegalMove(verb="prolong", state=project.state, kind="project")
    if project.rectify_prolonged >= policy["prolong_times_max"]:
        raise RuleRefused("prolonged_already", times=project.rectify_prolonged)
    _check_until(until, max(before, city.day(now)), policy["prolong_days_max"])
    project.rectify_until = until
    project.rectify_prolonged += 1
    lifecycle.move(
        session,
        project,
        PROJECT_MOVES,
        "prolong",
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
        until=until.isoformat(),
        before=before.isoformat(),
        times=project.rectify_prolonged,
    )
    set_deadline(session, closing.RECTIFY, project.id, due_at=city.end_of(until))
    return project


def _check_until(until: date, last: date, days: int) -> None:
    latest = last + timedelta(days=days)
    if not last < until <= latest:
        raise Invalid(FieldError("until", "extension_range", {"latest": latest.isoformat()}))
