"""Who follows a project through (场景全周期落地跟进人), as the office names him."""

from datetime import datetime

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import FieldError, Invalid
from scenario_market.domain.projects import access, events
from scenario_market.domain.projects.models import Project

NAME_MAX = 80


def name_follower(
    session: Session,
    project_id: int,
    *,
    version: int | None,
    follower: str,
    actor: Actor,
    now: datetime,
) -> Project:
    """Name who follows a project, as lists show it; the empty text takes the name off.

    :raises Invalid: the name is too long.
    """
    project = access.open_project(
        session, project_id, actor=actor, permission="project.follow", version=version
    )
    said = follower.strip()
    if len(said) > NAME_MAX:
        shown = {"limit": NAME_MAX, "found": len(said)}
        raise Invalid(FieldError("follower", "too_long", shown))
    project.follower = said
    lifecycle.touch(project, now=now)
    outbox.record(session, events.FollowerNamed(subject_id=project.id), actor=actor, now=now)
    return project
