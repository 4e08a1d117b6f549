"""Writes on people: joining, their own data, closing and reopening an account."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.errors import AlreadyDone, FieldError, Invalid, NotSignedIn, RuleRefused
from scenario_market.domain.parties import email, events, sessions, tokens
from scenario_market.domain.parties.models import Person
from scenario_market.domain.permissions import require, require_session

LOCALES = ("zh", "en")


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
    session: Session,
    *,
    version: int | None,
    fields: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    city: City,
) -> Person:
    """Change one's own ``name``, ``email`` (None empties it) or ``locale``. A new address is to be confirmed.

    Whether another account has the address is not told: only who reads its mail finds out.

    :raises Invalid: all wrong fields at once.
    :raises NotPermitted: ``needs_session``: an API token changes no address.
    :raises TooMany: see :func:`email.owe`.
    """
    require(actor, "account.use")
    if actor.person_id is None:
        raise NotSignedIn()
    if "email" in fields:
        require_session(actor)
    row = lifecycle.lock(session, Person, actor.person_id, version=version)
    values = _clean(fields)
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
        email.owe(session, row, actor=actor, now=now, city=city)
    return row


def disable(
    session: Session, *, person_id: int, version: int | None, actor: Actor, now: datetime
) -> Person:
    """Close an account: its sessions end at once and its tokens are revoked; opened again, it has neither.

    :raises RuleRefused: ``no_self_disable``: so that an administrator always stays.
    :raises StaleVersion: the person was changed since ``version`` was read.
    """
    require(actor, "person.disable")
    if person_id == actor.person_id:
        raise RuleRefused("no_self_disable")
    row = lifecycle.lock(session, Person, person_id, version=version)
    if row.disabled_at is not None:
        raise AlreadyDone("disabled")
    row.disabled_at = now
    lifecycle.touch(row, now=now)
    sessions.end_all(session, row.id, cause="disabled", actor=actor, now=now)
    tokens.revoke_all(session, row.id, cause="disabled", actor=actor, now=now)
    outbox.record(session, events.PersonDisabled(subject_id=row.id), actor=actor, now=now)
    return row


def enable(
    session: Session, *, person_id: int, version: int | None, actor: Actor, now: datetime
) -> Person:
    """Open a closed account again; ended sessions and revoked tokens stay so."""
    require(actor, "person.disable")
    row = lifecycle.lock(session, Person, person_id, version=version)
    if row.disabled_at is None:
        raise AlreadyDone("enabled")
    row.disabled_at = None
    lifecycle.touch(row, now=now)
    outbox.record(session, events.PersonEnabled(subject_id=row.id), actor=actor, now=now)
    return row


def _clean(fields: Mapping[str, Any]) -> dict[str, Any]:
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
        elif field == "email" and said and not email.is_address(said):
            errors.append(FieldError(field, "email", {"example": "name@example.cn"}))
        else:
            values[field] = said.lower() if said and field == "email" else said or None
    if errors:
        raise Invalid(*errors)
    return values
