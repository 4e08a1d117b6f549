"""Naming key officers (任用密钥保管人): an administrator asks, a key officer confirms; the first two by the operator.

Two key officers open bids before their time, and an administrator can give anybody an account and any other role. Named
by him alone, two puppets would hold every key of later calls. What confirms is therefore a role that he cannot give:
whoever holds a key already.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import SYSTEM, Actor
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadline, set_deadline
from scenario_market.domain.errors import AlreadyDone, NotFound, RuleRefused
from scenario_market.domain.keys import events, officers
from scenario_market.domain.keys.models import KeyNaming
from scenario_market.domain.keys.officers import ROLE
from scenario_market.domain.paging import Page, page
from scenario_market.domain.parties import roles
from scenario_market.domain.parties.models import Person, RoleGrant
from scenario_market.domain.permissions import require, require_session

PATIENCE = timedelta(days=7)
LAPSES = "key_naming_lapse"
AT_FIRST = 2


def ask(session: Session, *, person_id: int, actor: Actor, now: datetime) -> KeyNaming:
    """Ask for somebody to be named. Everybody sees it; a key officer has seven days to confirm.

    :raises RuleRefused: ``no_self_grant``; ``key_naming_by_operator``: nobody could confirm, so that the
        command line names; ``separation_of_duties``. :raises AlreadyDone: ``role_held``, ``key_naming_asked``.
    """
    require(actor, "key.name")
    require_session(actor)
    if person_id == actor.person_id:
        raise RuleRefused("no_self_grant")
    roles.check_fits(session, person_id, ROLE, None, now=now)
    if not officers.active(session, now):
        raise RuleRefused("key_naming_by_operator")
    waiting = select(KeyNaming.id).where(KeyNaming.person_id == person_id, *_open())
    if session.scalar(waiting) is not None:
        raise AlreadyDone("key_naming_asked")
    row = _row(session, person_id, asked_by_id=actor.person_id, now=now)
    set_deadline(session, LAPSES, row.id, due_at=row.lapses_at)
    _record(session, row, events.KeyNamingAsked, actor, now)
    return row


def confirm(
    session: Session, naming_id: int, *, actor: Actor, now: datetime, version: int | None
) -> KeyNaming:
    """Confirm a naming, as who holds a key: from here on the person has the role, and may make his own key.

    :raises RuleRefused: ``key_officer_missing``: the actor has the role and no key; ``own_naming``; or as :func:`ask`.
    :raises AlreadyDone: ``key_naming_answered``.
    """
    require(actor, "key.confirm")
    require_session(actor)
    row = _locked(session, naming_id, version)
    if all(one.person_id != actor.person_id for one in officers.active(session, now)):
        raise RuleRefused("key_officer_missing")
    if actor.person_id in (row.asked_by_id, row.person_id):
        raise RuleRefused("own_naming")
    if row.lapses_at <= now:
        raise AlreadyDone("key_naming_answered")
    roles.check_fits(session, row.person_id, ROLE, None, now=now)
    row.confirmed_by_id, row.confirmed_at = actor.person_id, now
    _close(session, row, events.KeyNamingConfirmed, actor, now)
    roles.write(session, row.person_id, ROLE, None, None, actor=actor, now=now)
    return row


def withdraw(
    session: Session, naming_id: int, *, actor: Actor, now: datetime, version: int | None
) -> KeyNaming:
    """Take the asking back, or refuse it: an administrator or any key officer may.

    :raises AlreadyDone: ``key_naming_answered``.
    """
    require(actor, "key.refuse")
    require_session(actor)
    row = _locked(session, naming_id, version)
    row.withdrawn_by_id, row.withdrawn_at = actor.person_id, now
    _close(session, row, events.KeyNamingWithdrawn, actor, now)
    return row


def lapse(session: Session, naming_id: int, *, now: datetime, city: City) -> None:
    """By the clock: nobody confirmed in time. Harmless to repeat."""
    row = lifecycle.lock(session, KeyNaming, naming_id)
    if row.confirmed_at is None and row.withdrawn_at is None and row.lapses_at <= now:
        row.withdrawn_at = now
        _close(session, row, events.KeyNamingLapsed, SYSTEM, now)


def install(session: Session, *, person_ids: Collection[int], now: datetime) -> list[KeyNaming]:
    """Name the first two, from the machine's own command line: also where all who held the role are gone.

    :raises RuleRefused: ``key_officers_named``: somebody has the role, who confirms; ``key_officers_first``: it takes
        two people; ``separation_of_duties``. :raises NotFound: no such person.
    """
    held = (
        roles.live(now)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.role == ROLE, Person.disabled_at.is_(None))
    )
    if session.scalar(held.limit(1)) is not None:
        raise RuleRefused("key_officers_named")
    if len(set(person_ids)) != AT_FIRST:
        raise RuleRefused("key_officers_first", wanted=AT_FIRST)
    made = []
    for person_id in person_ids:
        roles.check_fits(session, person_id, ROLE, None, now=now)
        row = _row(session, person_id, asked_by_id=None, now=now)
        row.confirmed_at = now
        _record(session, row, events.KeyOfficerInstalled, SYSTEM, now)
        roles.write(session, person_id, ROLE, None, None, actor=SYSTEM, now=now)
        made.append(row)
    return made


def listed(
    session: Session, *, actor: Actor, after: Sequence[Any] | None = None, limit: int = 20
) -> Page[KeyNaming]:
    """Who was to be named and what became of it, newest first."""
    require(actor, "key.read")
    return page(session, select(KeyNaming), KeyNaming.id, after=after, limit=limit)


def found(session: Session, naming_id: int, *, actor: Actor) -> KeyNaming:
    """One naming. :raises NotFound: there is none."""
    require(actor, "key.read")
    row = session.get(KeyNaming, naming_id)
    if row is None:
        raise NotFound(kind="key_naming")
    return row


def _open() -> tuple[Any, ...]:
    return KeyNaming.confirmed_at.is_(None), KeyNaming.withdrawn_at.is_(None)


def _locked(session: Session, naming_id: int, version: int | None) -> KeyNaming:
    row = lifecycle.lock(session, KeyNaming, naming_id, version=version)
    if row.confirmed_at is not None or row.withdrawn_at is not None:
        raise AlreadyDone("key_naming_answered")
    return row


def _row(session: Session, person_id: int, *, asked_by_id: int | None, now: datetime) -> KeyNaming:
    row = KeyNaming(
        person_id=person_id,
        asked_by_id=asked_by_id,
        asked_at=now,
        lapses_at=now + PATIENCE,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    return row


def _close(
    session: Session,
    row: KeyNaming,
    event: type[events.KeyNamingEvent],
    actor: Actor,
    now: datetime,
) -> None:
    lifecycle.touch(row, now=now)
    drop_deadline(session, LAPSES, row.id)
    _record(session, row, event, actor, now)


def _record(
    session: Session,
    row: KeyNaming,
    event: type[events.KeyNamingEvent],
    actor: Actor,
    now: datetime,
) -> None:
    outbox.record(session, event(subject_id=row.id, person_id=row.person_id), actor=actor, now=now)
