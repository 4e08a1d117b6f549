"""Writes on people: joining, their own data, closing and reopening an account."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import AlreadyDone, FieldError, Invalid, NotSignedIn, RuleRefused
from scenario_market.domain.parties import events, sessions
from scenario_market.domain.parties.models import Person
from scenario_market.domain.permissions import require

LOCALES = ("zh", "en")
# One @, a dot behind it, no spaces; whether a mailbox is there only a mail can tell (RFC 5321 caps the length).
_EMAIL = re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+")


def join(session: Session, *, mobile: str, name: str | None, now: datetime) -> Person:
    """Make an account for a proven, normalised number; recorded as the person's own act."""
    called = " ".join((name or "").split())[:80] or f"用户{mobile[-4:]}"
    row = Person(mobile=mobile, name=called, created_at=now, updated_at=now)
    session.add(row)
    session.flush()
    own = Actor(person_id=row.id)
    outbox.record(session, events.PersonJoined(subject_id=row.id), actor=own, now=now)
    return row


def edit_own(
    session: Session, *, version: int | None, fields: Mapping[str, Any], actor: Actor, now: datetime
) -> Person:
    """Change one's own ``name``, ``email`` (None empties it) or ``locale``. A new address is to be confirmed.

    :raises Invalid: all wrong fields at once; ``taken``: another account has the address.
    """
    require(actor, "account.use")
    if actor.person_id is None:
        raise NotSignedIn()
    row = lifecycle.lock(session, Person, actor.person_id, version=version)
    values = _clean(session, row, fields)
    changed = tuple(sorted(key for key, value in values.items() if getattr(row, key) != value))
    if not changed:
        return row
    for key in changed:
        setattr(row, key, values[key])
    if "email" in changed:
        row.email_confirmed_at = row.email_refused_at = None
    lifecycle.touch(row, now=now)
    event = events.PersonEdited(subject_id=row.id, fields=changed)
    outbox.record(session, event, actor=actor, now=now)
    if "email" in changed and row.email:
        outbox.record(session, events.EmailGiven(subject_id=row.id), actor=actor, now=now)
    return row


def disable(session: Session, *, person_id: int, actor: Actor, now: datetime) -> Person:
    """Close an account: its sessions end at once, its tokens open nothing any more.

    :raises RuleRefused: ``no_self_disable``: so that an administrator always stays.
    """
    require(actor, "person.disable")
    if person_id == actor.person_id:
        raise RuleRefused("no_self_disable")
    row = lifecycle.lock(session, Person, person_id)
    if row.disabled_at is not None:
        raise AlreadyDone("disabled")
    row.disabled_at = now
    lifecycle.touch(row, now=now)
    sessions.end_all(session, row.id, cause="disabled", actor=actor, now=now)
    outbox.record(session, events.PersonDisabled(subject_id=row.id), actor=actor, now=now)
    return row


def enable(session: Session, *, person_id: int, actor: Actor, now: datetime) -> Person:
    """Open a closed account again; ended sessions stay ended."""
    require(actor, "person.disable")
    row = lifecycle.lock(session, Person, person_id)
    if row.disabled_at is None:
        raise AlreadyDone("enabled")
    row.disabled_at = None
    lifecycle.touch(row, now=now)
    outbox.record(session, events.PersonEnabled(subject_id=row.id), actor=actor, now=now)
    return row


def _clean(session: Session, row: Person, fields: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    errors = []
    for field, raw in fields.items():
        said = " ".join(str(raw).split()) if raw is not None else None
        if field not in ("name", "email", "locale"):
            errors.append(
                FieldError(field, "unknown_field", {"known": ["name", "email", "locale"]})
            )
        elif field == "name" and not said:
            errors.append(FieldError(field, "required"))
        elif field == "name" and len(said or "") > 80:
            errors.append(FieldError(field, "too_long", {"limit": 80, "found": len(said or "")}))
        elif field == "locale" and said not in LOCALES:
            errors.append(FieldError(field, "unknown_code", {"known": list(LOCALES)}))
        elif field == "email" and said and not (_EMAIL.fullmatch(said) and len(said) <= 254):
            errors.append(FieldError(field, "email", {"example": "name@example.cn"}))
        else:
            values[field] = said.lower() if said and field == "email" else said or None
    if values.get("email"):
        taken = select(Person.id).where(Person.email == values["email"], Person.id != row.id)
        if session.scalar(taken) is not None:
            errors.append(FieldError("email", "taken"))
    if errors:
        raise Invalid(*errors)
    return values
