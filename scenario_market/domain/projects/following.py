"""The office's own words on a project for the 项目责任清单: who follows it through, and where it stands."""

from datetime import datetime

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import FieldError, Invalid, RuleRefused
from scenario_market.domain.projects import access, events
from scenario_market.domain.projects.models import Project

LIMITS = {"follower": 80, "progress": 2_000}


def follow(
    session: Session,
    project_id: int,
    *,
    version: int | None,
    actor: Actor,
    now: datetime,
    **words: str | None,
) -> Project:
    """Say who follows a project (``follower``) and where it stands (``progress``); the empty text takes it off.

    :raises Invalid: a text is too long. :raises RuleRefused: ``nothing_changed``.
    """
    project = access.open_project(
        session, project_id, actor=actor, permission="project.follow", version=version
    )
    said = {name: text.strip() for name, text in words.items() if text is not None}
    errors = [
        FieldError(name, "too_long", {"limit": LIMITS[name], "found": len(text)})
        for name, text in said.items()
        if len(text) > LIMITS[name]
    ]
    if errors:
        raise Invalid(*errors)
    if all(getattr(project, name) == text for name, text in said.items()):
        raise RuleRefused("nothing_changed")
    for name, text in said.items():
        setattr(project, name, text)
    lifecycle.touch(project, now=now)
    event = events.FollowingNoted(subject_id=project.id, fields=sorted(said))
    outbox.record(session, event, actor=actor, now=now)
    return project
