"""The register of key officers: each makes a pair of keys under a passphrase of his own."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import (
    AlreadyDone,
    FieldError,
    Invalid,
    NotFound,
    NotPermitted,
    RuleRefused,
)
from scenario_market.domain.keys.events import KeyOfficerEnrolled, KeyOfficerRetired
from scenario_market.domain.keys.models import KeyOfficer
from scenario_market.domain.keys.values import NewOfficerKey, OfficerKey
from scenario_market.domain.paging import Page, page
from scenario_market.domain.parties import roles
from scenario_market.domain.parties.models import Person, RoleGrant
from scenario_market.domain.permissions import require, require_session

ROLE = "key_officer"
PASSPHRASE_SIGNS = 16
AT_LEAST = 2
AT_MOST = 10  # each pair of them has a share of every key


def normalised(passphrase: str) -> str:
    """A passphrase in one form (NFKC), however it was typed."""
    return unicodedata.normalize("NFKC", passphrase)


def checked(passphrase: str) -> str:
    """A passphrase for a new key, normalised.

    :raises Invalid: shorter than 16 signs.
    """
    text = normalised(passphrase)
    if len(text.strip()) < PASSPHRASE_SIGNS:
        raise Invalid(FieldError("passphrase", "passphrase_short", {"least": PASSPHRASE_SIGNS}))
    return text


def enrol(session: Session, *, new: NewOfficerKey, actor: Actor, now: datetime) -> KeyOfficer:
    """Enter the pair that the actor has made for himself.

    :raises AlreadyDone: ``key_officer_enrolled``: he has one; it is retired first.
    :raises RuleRefused: ``key_officers_enough``.
    """
    require(actor, "key.enrol")
    require_session(actor)
    person = lifecycle.lock(session, Person, actor.person_id or 0)
    held = active(session, now)
    if any(one.person_id == person.id for one in held):
        raise AlreadyDone("key_officer_enrolled")
    if len(held) >= AT_MOST:
        raise RuleRefused("key_officers_enough", limit=AT_MOST)
    row = KeyOfficer(
        person_id=person.id,
        public_key=new.public_key,
        attestation=new.attestation,
        kept=new.kept,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    event = KeyOfficerEnrolled(subject_id=row.id, person_id=person.id)
    outbox.record(session, event, actor=actor, now=now)
    return row


def retire(
    session: Session, officer_id: int, *, actor: Actor, now: datetime, version: int | None
) -> KeyOfficer:
    """End a key officer's part: by himself, or by the administrator. His halves of keys open nothing any more.

    :raises NotPermitted: ``own_key_only``.
    """
    require(actor, "key.retire")
    row = lifecycle.lock(session, KeyOfficer, officer_id, version=version)
    if row.person_id != actor.person_id and not actor.has_role("administrator"):
        raise NotPermitted("own_key_only")
    if row.retired_at is not None:
        raise AlreadyDone("key_officer_retired")
    row.retired_at, row.retired_by_id = now, actor.person_id
    lifecycle.touch(row, now=now)
    event = KeyOfficerRetired(subject_id=row.id, person_id=row.person_id)
    outbox.record(session, event, actor=actor, now=now)
    return row


def active(session: Session, now: datetime) -> Sequence[KeyOfficer]:
    """Those who hold keys now: enrolled, still in the role, and with an account that is open."""
    holds: Any = roles.live(now).where(
        RoleGrant.role == ROLE, RoleGrant.person_id == KeyOfficer.person_id
    )
    query = (
        select(KeyOfficer)
        .join(Person, Person.id == KeyOfficer.person_id)
        .where(KeyOfficer.retired_at.is_(None), Person.disabled_at.is_(None), holds.exists())
        .order_by(KeyOfficer.id)
    )
    return session.scalars(query).all()


def public_keys(session: Session, now: datetime) -> list[OfficerKey]:
    """Those among whom the key of a new challenge is shared.

    :raises RuleRefused: ``key_officers_missing``: fewer than two.
    """
    held = active(session, now)
    if len(held) < AT_LEAST:
        raise RuleRefused("key_officers_missing", wanted=AT_LEAST, found=len(held))
    return [OfficerKey(one.id, one.person_id, one.public_key, one.attestation) for one in held]


@dataclass(frozen=True)
class Listed:
    """A key officer as the register shows him."""

    id: int
    person_id: int
    name: str
    is_active: bool
    created_at: datetime
    retired_at: datetime | None
    version: int


def listed(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[Listed]:
    """The register, retired ones too, newest first."""
    require(actor, "key.read")
    found = page(session, select(KeyOfficer), KeyOfficer.id, after=after, limit=limit)
    return Page(_shown(session, found.rows, now), found.after)


def officer(session: Session, officer_id: int, *, actor: Actor, now: datetime) -> Listed:
    """One key officer.

    :raises NotFound: there is none.
    """
    require(actor, "key.read")
    row = session.get(KeyOfficer, officer_id)
    if row is None:
        raise NotFound(kind="key_officer")
    return _shown(session, [row], now)[0]


def _shown(session: Session, rows: Sequence[KeyOfficer], now: datetime) -> list[Listed]:
    held = {one.id for one in active(session, now)}
    query = select(Person.id, Person.name).where(Person.id.in_([row.person_id for row in rows]))
    names = {row.id: row.name for row in session.execute(query)}
    return [
        Listed(
            id=row.id,
            person_id=row.person_id,
            name=names[row.person_id],
            is_active=row.id in held,
            created_at=row.created_at,
            retired_at=row.retired_at,
            version=row.version,
        )
        for row in rows
    ]
