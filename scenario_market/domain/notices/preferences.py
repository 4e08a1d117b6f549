"""How people want to be told: read, set, and end by a link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import PUBLIC, Actor
from scenario_market.domain.city import City
from scenario_market.domain.errors import FieldError, Invalid, NotFound, StaleVersion
from scenario_market.domain.notices import tokens
from scenario_market.domain.notices.events import PreferenceChanged, Unsubscribed
from scenario_market.domain.notices.models import Preference
from scenario_market.domain.parties.models import Person
from scenario_market.domain.permissions import require


@dataclass(frozen=True)
class Wish:
    """How one person is told of one kind.

    :param is_default: the city's default; the person has not chosen.
    :param has_sms: there is an approved SMS template for the kind.
    :param version: counts the person's choices; 0 before the first.
    """

    kind: str
    mail: bool
    sms: bool
    digest: bool
    is_default: bool
    has_sms: bool
    version: int


def preferences(session: Session, *, actor: Actor, city: City) -> Sequence[Wish]:
    """The actor's wishes for every kind, in the order of the city's policy."""
    require(actor, "notice.read")
    chosen = {
        row.kind: row
        for row in session.scalars(
            select(Preference).where(Preference.person_id == actor.person_id)
        )
    }
    return [_wish(kind, chosen.get(kind), city) for kind in city.policy["notices"]]


def preference(session: Session, kind: str, *, actor: Actor, city: City) -> Wish:
    """The actor's wish for one kind.

    :raises NotFound: there is no such kind.
    """
    require(actor, "notice.read")
    if kind not in city.policy["notices"] or actor.person_id is None:
        raise NotFound(kind="preference")
    return wish_of(session, person_id=actor.person_id, kind=kind, city=city)


def wish_of(session: Session, *, person_id: int, kind: str, city: City) -> Wish:
    """How a person wants one kind now."""
    return _wish(kind, session.get(Preference, (person_id, kind)), city)


def _wish(kind: str, row: Preference | None, city: City) -> Wish:
    default = city.policy["notices"][kind]
    return Wish(
        kind=kind,
        mail=row.mail if row else default["mail"],
        sms=row.sms if row else default["sms"],
        digest=row.digest if row else default["digest"],
        is_default=row is None,
        has_sms=kind in city.policy["sms"]["templates"],
        version=row.version if row else 0,
    )


def set_preference(
    session: Session,
    kind: str,
    *,
    mail: bool,
    sms: bool,
    digest: bool,
    version: int | None,
    actor: Actor,
    now: datetime,
    city: City,
) -> Wish:
    """Choose how to be told of one kind.

    :param version: of the wish that the choice was made from; None where nobody could have read one.
    :raises NotFound: there is no such kind.
    :raises StaleVersion: the person chose otherwise meanwhile.
    :raises Invalid: SMS where no template is approved; a digest without mail, by which it would come.
    """
    require(actor, "notice.read")
    person = _locked(session, actor.person_id, kind, city)
    current = wish_of(session, person_id=person.id, kind=kind, city=city).version
    if version is not None and version != current:
        raise StaleVersion(expected=version, current=current)
    errors = []
    if sms and kind not in city.policy["sms"]["templates"]:
        errors.append(FieldError("sms", "no_template", {"kind": kind}))
    if digest and not mail:
        errors.append(FieldError("digest", "needs_mail"))
    if errors:
        raise Invalid(*errors)
    if _write(session, person.id, kind, mail=mail, sms=sms, digest=digest, city=city):
        fact = PreferenceChanged(
            subject_id=person.id, notice=kind, mail=mail, sms=sms, digest=digest
        )
        outbox.record(session, fact, actor=actor, now=now)
    return wish_of(session, person_id=person.id, kind=kind, city=city)


def unsubscribe(session: Session, token: str, *, key: str, now: datetime, city: City) -> Wish:
    """End the mails of one kind by the signed link of a mail; repeated it changes nothing.

    :raises NotFound: the token was not made here, or person or kind are no more.
    """
    stated = tokens.read(key, token)
    if stated is None:
        raise NotFound(kind="unsubscribe")
    person = _locked(session, stated[0], stated[1], city)
    before = wish_of(session, person_id=person.id, kind=stated[1], city=city)
    if before.mail:
        _write(session, person.id, before.kind, mail=False, sms=before.sms, digest=False, city=city)
        # Whoever holds the link is not signed in; the subject says whose wish it is.
        fact = Unsubscribed(subject_id=person.id, notice=before.kind)
        outbox.record(session, fact, actor=PUBLIC, now=now)
    return wish_of(session, person_id=person.id, kind=before.kind, city=city)


def _locked(session: Session, person_id: int | None, kind: str, city: City) -> Person:
    """The person's row guards his preferences: two requests at once do not both insert."""
    person = session.get(Person, person_id, with_for_update=True) if person_id else None
    if person is None or kind not in city.policy["notices"]:
        raise NotFound(kind="preference")
    return person


def _write(
    session: Session, person_id: int, kind: str, *, mail: bool, sms: bool, digest: bool, city: City
) -> bool:
    row = session.get(Preference, (person_id, kind))
    before = _wish(kind, row, city)
    if row is not None and (before.mail, before.sms, before.digest) == (mail, sms, digest):
        return False
    if row is None:
        row = Preference(person_id=person_id, kind=kind, version=0)
        session.add(row)
    row.version += 1
    row.mail, row.sms, row.digest = mail, sms, digest
    session.flush()
    return True
