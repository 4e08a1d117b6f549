"""The register: entering, editing, admitting, suspending, restoring, removing experts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, insert, or_, select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.errors import AlreadyDone, FieldError, Invalid, NotFound, RuleRefused
from scenario_market.domain.experts import events, rules
from scenario_market.domain.experts.models import Expert, ExpertField
from scenario_market.domain.experts.states import EXPERT_MOVES, ExpertState
from scenario_market.domain.moves import Reason
from scenario_market.domain.parties import mobile
from scenario_market.domain.parties.models import Person, RoleGrant
from scenario_market.domain.permissions import OFFICE, require


def enter(
    session: Session,
    *,
    mobile_text: str,
    fields: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    city: City,
) -> Expert:
    """Enter a person with an account into the register; an admission makes an expert of him.

    :raises Invalid: no such person, or wrong fields. :raises AlreadyDone: ``in_register``.
    """
    require(actor, "expert.manage")
    number = mobile.normalise(mobile_text)
    kept = rules.checked(fields, rules.DATA, city.codes)
    rules.check_order(kept.get("absent_from"), kept.get("absent_until"), "absent_until")
    person_id = session.scalar(select(Person.id).where(Person.mobile == number))
    if person_id is None:
        raise Invalid(FieldError("mobile", "no_account"))
    if session.scalar(select(Expert.id).where(Expert.person_id == person_id)) is not None:
        raise AlreadyDone("in_register")
    row = Expert(
        person_id=person_id,
        state=ExpertState.PROPOSED,
        entered_by_id=actor.person_id,
        created_at=now,
        updated_at=now,
        version=1,
        **kept,
    )
    session.add(row)
    session.flush()
    _index(session, row)
    outbox.record(session, events.ExpertEntered(subject_id=row.id), actor=actor, now=now)
    return row


def edit(
    session: Session,
    expert_id: int,
    *,
    fields: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Expert:
    """Change data: the office all of them, the expert his title and when he is away.

    :raises Invalid: wrong fields; one that is the office's to change counts as unknown to the expert.
    :raises RuleRefused: ``nothing_changed``.
    """
    row = open_expert(session, expert_id, actor=actor, version=version)
    checks = rules.DATA if actor.has_role(*OFFICE) else rules.OWN
    kept = rules.checked(fields, checks, city.codes)
    changed = sorted(name for name, value in kept.items() if getattr(row, name) != value)
    if not changed:
        raise RuleRefused("nothing_changed")
    for name in changed:
        setattr(row, name, kept[name])
    rules.check_order(row.absent_from, row.absent_until, "absent_until")
    lifecycle.touch(row, now=now)
    _index(session, row)
    event = events.ExpertEdited(subject_id=row.id, fields=changed)
    outbox.record(session, event, actor=actor, now=now)
    return row


def _index(session: Session, row: Expert) -> None:
    session.flush()
    session.execute(delete(ExpertField).where(ExpertField.expert_id == row.id))
    if row.fields:
        made = [{"expert_id": row.id, "code": code} for code in row.fields]
        session.execute(insert(ExpertField), made)


def admit(
    session: Session, expert_id: int, *, actor: Actor, now: datetime, version: int | None
) -> Expert:
    """Admit a proposed expert: from now on he is drawn.

    :raises RuleRefused: ``own_expertise``: nobody admits himself; ``no_field``: he has no field and is not on finance;
        ``expert_role_missing``: the administrator has not granted him the role.
    """
    row = _open(session, expert_id, actor=actor, version=version)
    if not row.fields and not row.is_finance:
        raise RuleRefused("no_field")
    granted = exists().where(
        RoleGrant.person_id == row.person_id,
        RoleGrant.role == "expert",
        RoleGrant.ended_at.is_(None),
        RoleGrant.starts_at <= now,
        or_(RoleGrant.expires_at.is_(None), RoleGrant.expires_at > now),
    )
    if not session.scalar(select(granted)):
        raise RuleRefused("expert_role_missing")
    lifecycle.move(session, row, EXPERT_MOVES, "admit", actor=actor, now=now)
    return row


def suspend(
    session: Session,
    expert_id: int,
    *,
    reason: Reason,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Expert:
    """Stop drawing an expert for the time being, with reason; panels on which he sits are not touched."""
    row = _open(session, expert_id, actor=actor, version=version)
    lifecycle.move(
        session, row, EXPERT_MOVES, "suspend", actor=actor, now=now, reason=reason, codes=city.codes
    )
    return row


def restore(
    session: Session, expert_id: int, *, actor: Actor, now: datetime, version: int | None
) -> Expert:
    """Draw a suspended expert again."""
    row = _open(session, expert_id, actor=actor, version=version)
    lifecycle.move(session, row, EXPERT_MOVES, "restore", actor=actor, now=now)
    return row


def remove(
    session: Session,
    expert_id: int,
    *,
    reason: Reason,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Expert:
    """Take an expert off the register for good, with reason."""
    row = _open(session, expert_id, actor=actor, version=version)
    lifecycle.move(
        session, row, EXPERT_MOVES, "remove", actor=actor, now=now, reason=reason, codes=city.codes
    )
    return row


def _open(session: Session, expert_id: int, *, actor: Actor, version: int | None) -> Expert:
    """Lock an expert for the office's act. :raises RuleRefused: ``own_expertise``: it is about the officer himself."""
    require(actor, "expert.manage")
    row = lifecycle.lock(session, Expert, expert_id, version=version)
    if row.person_id == actor.person_id:
        raise RuleRefused("own_expertise")
    return row


def open_expert(session: Session, expert_id: int, *, actor: Actor, version: int | None) -> Expert:
    """Lock an expert who is still in the register, for the office or for himself.

    :raises NotFound: there is none, or not for the actor. :raises RuleRefused: ``expert_removed``.
    """
    require(actor, "expert.edit")
    found = session.scalar(select(Expert.person_id).where(Expert.id == expert_id))
    if found is None or not (actor.has_role(*OFFICE) or found == actor.person_id):
        raise NotFound(kind="expert")
    row = lifecycle.lock(session, Expert, expert_id, version=version)
    if row.state == ExpertState.REMOVED:
        raise RuleRefused("expert_removed")
    return row
