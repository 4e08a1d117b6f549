"""Nominating an accepted project, with what was measured against its baseline, and telling its story."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import (
    AlreadyDone,
    FieldError,
    IllegalMove,
    Invalid,
    NotFound,
    RuleRefused,
)
from scenario_market.domain.landmarks import events
from scenario_market.domain.landmarks.access import is_own, open_landmark
from scenario_market.domain.landmarks.models import Landmark
from scenario_market.domain.landmarks.states import OVER, LandmarkState
from scenario_market.domain.permissions import require, sees_all
from scenario_market.domain.projects import acceptance
from scenario_market.domain.projects.models import Project
from scenario_market.domain.projects.states import ProjectState

LIMITS = {"title": 200, "summary": 500, "background": 5_000, "approach": 5_000, "outcome": 5_000}


def nominate(
    session: Session,
    *,
    project_id: int,
    fields: Mapping[str, str],
    actor: Actor,
    now: datetime,
) -> Landmark:
    """Nominate an accepted project: by its owner, its provider, or the office.

    :param fields: of ``LIMITS``: the title where it is not the project's, and the story.
    :raises NotFound: there is no such project, or not for the actor.
    :raises RuleRefused: ``project_not_accepted``; ``measured_result_missing``: no accepted measurement of a metric that
        has a baseline.
    :raises AlreadyDone: ``nominated``: one of this project is on its way or in force.
    """
    require(actor, "landmark.nominate")
    project = lifecycle.lock(session, Project, project_id)
    row = Landmark(
        project_id=project.id,
        owner_id=project.owner_id,
        organisation_id=project.organisation_id,
        nominated_for_id=_side(project, actor),
        nominated_by_id=actor.person_id,
        nominated_at=now,
        title=project.title,
        domain=project.domain,
        district=project.district,
        node=project.node,
        version=1,
        created_at=now,
        updated_at=now,
    )
    if row.nominated_for_id is None and not sees_all(actor):
        raise NotFound(kind="project")
    if project.state != ProjectState.ACCEPTED:
        raise RuleRefused("project_not_accepted")
    _check_single(session, project)
    row.results = measured(session, project)
    _write(row, fields)
    session.add(row)
    session.flush()
    fact = events.LandmarkNominated(subject_id=row.id, project_id=project.id)
    outbox.record(session, fact, actor=actor, now=now)
    return row


def _side(project: Project, actor: Actor) -> int | None:
    if actor.acts_for(project.owner_id, "demands"):
        return project.owner_id
    if actor.acts_for(project.organisation_id, "offers"):
        return project.organisation_id
    return None


def _check_single(session: Session, project: Project) -> None:
    stands = select(Landmark.id).where(
        Landmark.project_id == project.id, Landmark.state.not_in(sorted(OVER))
    )
    if session.scalar(stands) is not None:
        raise AlreadyDone("nominated")


def measured(session: Session, project: Project) -> list[dict[str, Any]]:
    """The last measurement of each metric beside its baseline and target, in the order of the terms.

    :raises RuleRefused: ``measured_result_missing``.
    """
    names = {one["key"]: one.get("name", one["key"]) for one in project.terms["metrics"]}
    found = acceptance.latest(session, project)
    results = [
        {
            "key": key,
            "name": name,
            "operator": found[key].operator,
            "baseline": found[key].baseline,
            "target": found[key].target,
            "measured": found[key].measured,
            "unit": found[key].unit,
            "measured_by": found[key].measured_by,
            "measured_on": found[key].measured_on.isoformat(),
        }
        for key, name in names.items()
        if key in found and found[key].is_met
    ]
    if not any(one["baseline"] is not None for one in results):
        raise RuleRefused("measured_result_missing")
    return results


def _write(row: Landmark, fields: Mapping[str, str]) -> list[str]:
    """Write the fields given; names of those that changed.

    :raises Invalid: an unknown name, a text that is too long, or an empty title.
    """
    wrong, changed = [], []
    for name, value in fields.items():
        if name not in LIMITS:
            wrong.append(FieldError(name, "unknown_field", {"known": sorted(LIMITS)}))
            continue
        text = value.strip()
        if len(text) > LIMITS[name]:
            given = {"limit": LIMITS[name], "found": len(text)}
            wrong.append(FieldError(name, "too_long", given))
        elif name == "title" and not text:
            wrong.append(FieldError(name, "required"))
        elif getattr(row, name) != text:
            setattr(row, name, text)
            changed.append(name)
    if wrong:
        raise Invalid(*wrong)
    return changed


def edit(
    session: Session,
    landmark_id: int,
    *,
    fields: Mapping[str, str],
    actor: Actor,
    now: datetime,
    version: int | None,
) -> Landmark:
    """Change title and story of a nomination that is not reviewed yet: its own sides and who nominated it.

    :raises IllegalMove: it is further than that.
    """
    row = open_landmark(
        session, landmark_id, actor=actor, permission="landmark.nominate", version=version
    )
    if not is_own(actor, row) and actor.person_id != row.nominated_by_id:
        raise NotFound(kind="landmark")
    if row.state != LandmarkState.NOMINATED:
        raise IllegalMove(verb="edit", state=row.state, kind="landmark")
    changed = _write(row, fields)
    if changed:
        lifecycle.touch(row, now=now)
        fact = events.LandmarkEdited(subject_id=row.id, fields=changed)
        outbox.record(session, fact, actor=actor, now=now)
    return row
