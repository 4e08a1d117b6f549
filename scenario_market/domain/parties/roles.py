"""Roles of the city's people: granted and taken back by the administrator, for a place where the role has one."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import SYSTEM, Actor
from scenario_market.domain.city import City
from scenario_market.domain.errors import AlreadyDone, FieldError, Invalid, NotFound, RuleRefused
from scenario_market.domain.parties import events
from scenario_market.domain.parties.models import Person, RoleGrant
from scenario_market.domain.permissions import GRANTED, WATCH, require

# role → the code list that its place is from; the others have none.
PLACES = {"district_officer": "districts", "node_officer": "nodes"}
# Nobody names these alone: one asks, who holds the role confirms (``keys/naming.py``).
BY_TWO = frozenset({"key_officer"})


def grant(
    session: Session,
    *,
    person_id: int,
    role: str,
    place: str | None = None,
    expires_at: datetime | None = None,
    actor: Actor,
    now: datetime,
    city: City,
) -> RoleGrant:
    """Grant a role.

    :raises RuleRefused: ``no_self_grant``; ``named_by_two``: a role of ``BY_TWO``; or as :func:`check_fits`.
    :raises AlreadyDone: he has it, for that place.
    """
    require(actor, "role.grant")
    code = _check(role, place, expires_at, now=now, city=city)
    if person_id == actor.person_id:
        raise RuleRefused("no_self_grant")
    if role in BY_TWO:
        raise RuleRefused("named_by_two")
    check_fits(session, person_id, role, code, now=now)
    return write(session, person_id, role, code, expires_at, actor=actor, now=now)


def check_fits(
    session: Session, person_id: int, role: str, code: str | None, *, now: datetime
) -> None:
    """Lock a person, who may hold a role besides what he holds.

    :raises RuleRefused: ``separation_of_duties``: who watches (discipline observer, auditor) does nothing that is
        watched, so these two go with no other granted role; and whoever may know the machines, the administrator,
        holds no half of a key. :raises AlreadyDone: he has it, for that place.
    """
    lifecycle.lock(session, Person, person_id)
    held = session.scalars(live(now).where(RoleGrant.person_id == person_id)).all()
    if any(row.role == role and row.place == code for row in held):
        raise AlreadyDone("role_held", role=role)
    against = sorted({row.role for row in held if _exclude(row.role, role)})
    if against:
        raise RuleRefused("separation_of_duties", role=role, against=against)


def _exclude(one: str, other: str) -> bool:
    return (one in WATCH) != (other in WATCH) or {one, other} == {"administrator", "key_officer"}


def revoke(
    session: Session, *, grant_id: int, version: int | None, actor: Actor, now: datetime
) -> RoleGrant:
    """Take a role back, at once.

    :raises RuleRefused: ``no_self_revoke``: so that at least one administrator always stays.
    :raises StaleVersion: it was changed since ``version`` was read.
    """
    require(actor, "role.grant")
    row = lifecycle.lock(session, RoleGrant, grant_id, version=version)
    if row.person_id == actor.person_id:
        raise RuleRefused("no_self_revoke")
    if row.ended_at is not None:
        raise AlreadyDone("role_ended")
    row.ended_at, row.version = now, row.version + 1
    event = events.RoleRevoked(subject_id=row.person_id, role=row.role, place=row.place)
    outbox.record(session, event, actor=actor, now=now)
    return row


def install_administrator(session: Session, *, person_id: int, now: datetime) -> RoleGrant:
    """Make the first administrator, from the machine's own command line.

    :raises RuleRefused: ``has_administrator``: there is one, and he grants.
    """
    query = (
        live(now)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.role == "administrator", Person.disabled_at.is_(None))
    )
    if session.scalar(query.limit(1)) is not None:
        raise RuleRefused("has_administrator")
    if session.get(Person, person_id) is None:
        raise NotFound(kind="person")
    return write(session, person_id, "administrator", None, None, actor=SYSTEM, now=now)


def live(now: datetime):
    """Grants in force at the instant."""
    return select(RoleGrant).where(
        RoleGrant.ended_at.is_(None),
        RoleGrant.starts_at <= now,
        or_(RoleGrant.expires_at.is_(None), RoleGrant.expires_at > now),
    )


def _check(
    role: str, place: str | None, expires_at: datetime | None, *, now: datetime, city: City
) -> str | None:
    """The code of the place. :raises Invalid: names role, place and expiry where they are wrong."""
    if role not in GRANTED:
        raise Invalid(FieldError("role", "unknown_code", {"known": sorted(GRANTED)}))
    errors = []
    entry = None
    if role not in PLACES and place is not None:
        errors.append(FieldError("place", "must_be_empty", {"role": role}))
    elif role in PLACES:
        entry = city.codes[PLACES[role]].get(place or "")
        if entry is None:
            rule = "unknown_code" if place else "required"
            errors.append(FieldError("place", rule, {"list": PLACES[role], "value": place}))
    if expires_at is not None and expires_at <= now:
        errors.append(FieldError("expires_at", "after", {"after": now}))
    if errors:
        raise Invalid(*errors)
    return entry.code if entry else None


def write(
    session: Session,
    person_id: int,
    role: str,
    place: str | None,
    expires_at: datetime | None,
    *,
    actor: Actor,
    now: datetime,
) -> RoleGrant:
    """Write the grant of a role to a person whom it fits, with its event."""
    row = RoleGrant(
        person_id=person_id,
        role=role,
        place=place,
        granted_by_id=actor.person_id,
        starts_at=now,
        expires_at=expires_at,
    )
    session.add(row)
    session.flush()
    event = events.RoleGranted(subject_id=person_id, role=role, place=place)
    outbox.record(session, event, actor=actor, now=now)
    return row
