"""Posts and ties of an expert, added by him or the office; nobody edits himself out of a conflict."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.errors import FieldError, Invalid, NotFound, RuleRefused
from scenario_market.domain.experts import events, rules
from scenario_market.domain.experts.models import Expert, ExpertPost
from scenario_market.domain.experts.register import open_expert
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.permissions import OFFICE, require

POSTS_MAX = 50


def add(
    session: Session,
    expert_id: int,
    *,
    fields: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> ExpertPost:
    """Record where he works or worked, or what ties him to an organisation.

    :raises Invalid: wrong fields, or neither a known organisation nor a name. :raises RuleRefused: ``posts_full``.
    """
    expert = open_expert(session, expert_id, actor=actor, version=version)
    kept = rules.checked(fields, rules.POST, city.codes, required=("kind", "starts_on"))
    rules.check_order(kept["starts_on"], kept.get("ends_on"), "ends_on")
    kept |= _organisation(session, kept)
    held = session.scalars(select(ExpertPost.id).where(ExpertPost.expert_id == expert.id)).all()
    if len(held) >= POSTS_MAX:
        raise RuleRefused("posts_full", limit=POSTS_MAX)
    row = ExpertPost(expert_id=expert.id, recorded_by_id=actor.person_id, recorded_at=now, **kept)
    session.add(row)
    lifecycle.touch(expert, now=now)
    session.flush()
    event = events.ExpertPostAdded(subject_id=expert.id, post_id=row.id)
    outbox.record(session, event, actor=actor, now=now)
    return row


def _organisation(session: Session, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Which organisation is meant: a known one by key or code, else its name."""
    query = select(Organisation.id, Organisation.name, Organisation.uscc)
    if kept.get("organisation_id") is not None:
        found = session.execute(query.where(Organisation.id == kept["organisation_id"])).first()
        if found is None:
            raise Invalid(FieldError("organisation_id", "unknown"))
    elif kept.get("uscc"):
        found = session.execute(query.where(Organisation.uscc == kept["uscc"])).first()
    else:
        found = None
    if found is not None:
        return {"organisation_id": found.id, "organisation_name": found.name, "uscc": found.uscc}
    if not kept.get("organisation_name"):
        raise Invalid(FieldError("organisation_name", "required"))
    return {}


def end(
    session: Session,
    expert_id: int,
    post_id: int,
    *,
    ends_on: date,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> ExpertPost:
    """Say when a post ended or ends. The expert cannot put it into the past: the office can, from what it has seen.

    :raises Invalid: ``ends_on``: before its start, or in the past for the expert.
    :raises RuleRefused: ``post_ended``.
    """
    expert, row = _open(session, expert_id, post_id, actor=actor, version=version)
    if row.ends_on is not None:
        raise RuleRefused("post_ended", ends_on=row.ends_on.isoformat())
    rules.check_order(row.starts_on, ends_on, "ends_on")
    if not actor.has_role(*OFFICE) and ends_on < city.day(now):
        raise Invalid(FieldError("ends_on", "past_by_office"))
    row.ends_on = ends_on
    lifecycle.touch(expert, now=now)
    event = events.ExpertPostEnded(
        subject_id=expert.id, post_id=row.id, ends_on=ends_on.isoformat()
    )
    outbox.record(session, event, actor=actor, now=now)
    return row


def strike(
    session: Session,
    expert_id: int,
    post_id: int,
    *,
    actor: Actor,
    now: datetime,
    version: int | None,
) -> Expert:
    """Strike a post that was recorded in error; the office's act, and the row stays."""
    require(actor, "expert.manage")
    expert, row = _open(session, expert_id, post_id, actor=actor, version=version)
    if expert.person_id == actor.person_id:
        raise RuleRefused("own_expertise")
    row.struck_at = now
    lifecycle.touch(expert, now=now)
    event = events.ExpertPostStruck(subject_id=expert.id, post_id=row.id)
    outbox.record(session, event, actor=actor, now=now)
    return expert


def _open(
    session: Session, expert_id: int, post_id: int, *, actor: Actor, version: int | None
) -> tuple[Expert, ExpertPost]:
    expert = open_expert(session, expert_id, actor=actor, version=version)
    row = session.get(ExpertPost, post_id)
    if row is None or row.expert_id != expert.id or row.struck_at is not None:
        raise NotFound(kind="expert_post")
    return expert, row
