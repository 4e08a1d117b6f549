"""授权书: who may act for an organisation, within which scopes, until when; replaced, handed over, ended.

Every write locks the organisation first, so that two managers cannot take each other's authority at once and leave
nobody. To-dos belong to the organisation: after a handover whoever holds the scope finds them.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.errors import AlreadyDone, FieldError, Invalid, NotFound, RuleRefused
from scenario_market.domain.moves import Reason
from scenario_market.domain.parties import events
from scenario_market.domain.parties.authority import check_scopes, managing_mandates, require_scope
from scenario_market.domain.parties.models import Mandate, Organisation, Person
from scenario_market.domain.parties.tenure import (
    Ending,
    arm,
    check_expiry,
    end_mandate,
    live_mandate,
    open_mandate,
)
from scenario_market.domain.permissions import require


def grant(
    session: Session,
    *,
    organisation_id: int,
    person_id: int,
    scopes: Iterable[str],
    expires_at: datetime | None = None,
    actor: Actor,
    now: datetime,
    city: City,
) -> Mandate:
    """Give a mandate to somebody who had one before; everybody else is invited and must accept.

    :raises NotFound: he never acted for the organisation, so its manager does not know him.
    :raises AlreadyDone: he holds a live mandate; replace it to change its scopes.
    """
    _lock_managed(session, organisation_id, actor)
    wanted, until = check_scopes(scopes), check_expiry(expires_at, now=now, city=city)
    if _colleague_mandate(session, organisation_id, person_id, now=now, city=city) is not None:
        raise AlreadyDone("mandate_live")
    return open_mandate(
        session,
        organisation_id=organisation_id,
        person_id=person_id,
        scopes=wanted,
        expires_at=until,
        actor=actor,
        now=now,
        city=city,
    )


def replace(
    session: Session,
    *,
    mandate_id: int,
    version: int | None = None,
    scopes: Iterable[str],
    expires_at: datetime | None = None,
    reason: Reason | None,
    actor: Actor,
    now: datetime,
    city: City,
) -> Mandate:
    """Change scopes or term: the old mandate ends with a reason, a new one begins; both stay on record."""
    old = _lock_live(session, mandate_id, version, actor)
    wanted, until = check_scopes(scopes), check_expiry(expires_at, now=now, city=city)
    if "manage" not in wanted:
        _refuse_last_manager(session, old, now=now)
    end_mandate(session, old, Ending("replace", reason), actor=actor, now=now, city=city)
    new = open_mandate(
        session,
        organisation_id=old.organisation_id,
        person_id=old.person_id,
        scopes=wanted,
        expires_at=until,
        actor=actor,
        now=now,
        city=city,
    )
    old.successor_id = new.id
    return new


def renew(
    session: Session,
    *,
    mandate_id: int,
    version: int | None = None,
    expires_at: datetime | None = None,
    actor: Actor,
    now: datetime,
    city: City,
) -> Mandate:
    """Give a live mandate more time; its reminders are set anew."""
    row = _lock_live(session, mandate_id, version, actor)
    if row.expires_at <= now:
        raise RuleRefused("mandate_expired")
    row.expires_at = check_expiry(expires_at, now=now, city=city)
    lifecycle.touch(row, now=now)
    arm(session, row, now=now, city=city)
    event = events.MandateRenewed(
        subject_id=row.organisation_id, mandate_id=row.id, person_id=row.person_id
    )
    outbox.record(session, event, actor=actor, now=now)
    return row


def revoke(
    session: Session,
    *,
    mandate_id: int,
    version: int | None = None,
    reason: Reason | None,
    actor: Actor,
    now: datetime,
    city: City,
) -> Mandate:
    """End a mandate with a reason of the list ``reasons_mandate``.

    :raises RuleRefused: ``last_manager``: it is the last that covers ``manage``; hand it over instead.
    """
    row = _lock_live(session, mandate_id, version, actor)
    _refuse_last_manager(session, row, now=now)
    end_mandate(session, row, Ending("revoke", reason), actor=actor, now=now, city=city)
    return row


def hand_over(
    session: Session,
    *,
    mandate_id: int,
    version: int | None = None,
    successor_person_id: int,
    actor: Actor,
    now: datetime,
    city: City,
) -> Mandate:
    """Pass a mandate on: the successor gets its scopes besides his own, until the later of the two ends.

    :raises NotFound: the successor never acted for the organisation; invite him first.
    """
    row = _lock_live(session, mandate_id, version, actor)
    if successor_person_id == row.person_id:
        raise Invalid(FieldError("successor_person_id", "other_person"))
    if row.expires_at <= now:
        raise RuleRefused("mandate_expired")
    held = _colleague_mandate(session, row.organisation_id, successor_person_id, now=now, city=city)
    scopes, until = set(row.scopes), row.expires_at
    if held is not None:
        scopes, until = scopes | set(held.scopes), max(until, held.expires_at)
    ended = [row] if held is None else [row, held]
    for mandate in ended:
        end_mandate(session, mandate, Ending("hand_over"), actor=actor, now=now, city=city)
    new = open_mandate(
        session,
        organisation_id=row.organisation_id,
        person_id=successor_person_id,
        scopes=check_scopes(scopes),
        expires_at=until,
        actor=actor,
        now=now,
        city=city,
    )
    for mandate in ended:
        mandate.successor_id = new.id
    return new


def _lock_managed(session: Session, organisation_id: int, actor: Actor) -> Organisation:
    require(actor, "mandate.manage")
    require_scope(actor, organisation_id, "manage")
    return lifecycle.lock(session, Organisation, organisation_id)


def _lock_live(session: Session, mandate_id: int, version: int | None, actor: Actor) -> Mandate:
    """The live mandate of an organisation that the actor manages.

    :raises NotFound: it is another organisation's.
    :raises StaleVersion: it was changed since ``version`` was read.
    :raises RuleRefused: it has ended.
    """
    require(actor, "mandate.manage")
    found = session.get(Mandate, mandate_id)
    if found is None or found.organisation_id not in actor.mandates:
        raise NotFound(kind="mandate")
    _lock_managed(session, found.organisation_id, actor)
    row = lifecycle.lock(session, Mandate, mandate_id, version=version)
    if row.ended_at is not None:
        raise RuleRefused("mandate_ended")
    return row


def _refuse_last_manager(session: Session, row: Mandate, *, now: datetime) -> None:
    managing = managing_mandates(session, row.organisation_id, now=now)
    if [mandate.id for mandate in managing] == [row.id]:
        raise RuleRefused("last_manager")


def _colleague_mandate(
    session: Session, organisation_id: int, person_id: int, *, now: datetime, city: City
) -> Mandate | None:
    """The live mandate of a present colleague, None for a former one.

    :raises NotFound: he is neither, or his account is closed.
    """
    known = session.scalar(
        select(Mandate.id)
        .join(Person, Person.id == Mandate.person_id)
        .where(
            Mandate.organisation_id == organisation_id,
            Mandate.person_id == person_id,
            Person.disabled_at.is_(None),
        )
        .limit(1)
    )
    if known is None:
        raise NotFound(kind="person")
    return live_mandate(session, organisation_id, person_id, now=now, city=city)
