"""Public notices: posting, resting for an objection, ending by the clock. Other slices say what stands in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import PUBLIC, SYSTEM, Actor
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadline, set_deadline
from scenario_market.domain.demands.serials import take
from scenario_market.domain.errors import RuleRefused
from scenario_market.domain.publicity import events, spans
from scenario_market.domain.publicity.models import Objection, PublicNotice
from scenario_market.domain.publicity.states import OPEN

ENDS = "notice_end"
SERIES = "public_notice:{year}"


@dataclass(frozen=True)
class Poster:
    """What a slice posts.

    :param content: what the public may read. :param days: of ``day_kind`` (``working`` or ``calendar``).
    :param answer_days: working days in which an objection is answered.
    """

    kind: str
    subject_id: int
    title: str
    content: Mapping[str, Any]
    days: int
    day_kind: str
    answer_days: int


def receiver(city: City) -> dict[str, Any]:
    """Who receives objections, with the telephone of 纪检: as the city's configuration has them now."""
    office, contact = city.identity["office"], city.identity["contact"]
    shown = ("telephone", "discipline_telephone", "email", "address", "placeholder")
    return {"office": office["name"]} | {name: contact[name] for name in shown if name in contact}


def post(
    session: Session, poster: Poster, *, actor: Actor, now: datetime, city: City
) -> PublicNotice:
    """Put something up in public, from the day after on. The subject is locked and has none that stands."""
    today = city.day(now)
    stands = spans.span(city.calendar, today, days=poster.days, kind=poster.day_kind)
    attempts = select(func.count(PublicNotice.id)).where(*_about(poster.kind, poster.subject_id))
    (serial,) = take(session, SERIES.format(year=today.year))
    row = PublicNotice(
        number=f"GS-{today.year}-{serial:04}",
        subject_kind=poster.kind,
        subject_id=poster.subject_id,
        attempt=(session.scalar(attempts) or 0) + 1,
        title=poster.title,
        content=dict(poster.content),
        receiver=receiver(city),
        day_kind=poster.day_kind,
        days=poster.days,
        answer_days=poster.answer_days,
        posted_at=now,
        posted_by_id=actor.person_id,
        first_on=stands.first,
        last_on=stands.last,
        ends_at=city.end_of(stands.last),
        is_provisional=city.is_provisional(city.end_of(stands.last)),
        version=1,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    set_deadline(session, ENDS, row.id, due_at=row.ends_at)
    return row


def _about(kind: str, subject_id: int) -> tuple[Any, ...]:
    return PublicNotice.subject_kind == kind, PublicNotice.subject_id == subject_id


def standing(session: Session, kind: str, subject_id: int) -> PublicNotice | None:
    """The notice that was not withdrawn, ended or not: the last one. Locked, behind its subject."""
    query = select(PublicNotice).where(
        *_about(kind, subject_id), PublicNotice.withdrawn_at.is_(None)
    )
    last = query.order_by(PublicNotice.attempt.desc()).limit(1).with_for_update()
    return session.scalar(last.execution_options(populate_existing=True))


def is_provisional(session: Session, kind: str, subject_id: int) -> bool:
    """Whether the end of what stands in notice was reckoned into a year whose holidays were not known."""
    query = select(PublicNotice.id).where(
        *_about(kind, subject_id),
        PublicNotice.withdrawn_at.is_(None),
        PublicNotice.ended_at.is_(None),
        PublicNotice.is_provisional,
    )
    return session.scalar(query.limit(1)) is not None


def check_unopposed(session: Session, kind: str, subject_id: int) -> None:
    """Nothing goes on while somebody waits for the answer to his objection.

    :raises RuleRefused: ``objection_open``, with how many.
    """
    query = select(func.count(Objection.id)).where(
        Objection.subject_kind == kind,
        Objection.subject_id == subject_id,
        Objection.state.in_(sorted(OPEN)),
    )
    count = session.scalar(query)
    if count:
        raise RuleRefused("objection_open", count=count)


def settle(
    session: Session, kind: str, subject_id: int, *, now: datetime, city: City
) -> PublicNotice:
    """The notice of a locked subject, whose days are over and against which nothing is open: nobody objects any more.

    An objection whose filer looked at the clock in time but waited for this lock comes too late, and is told so.

    :raises RuleRefused: ``objection_open``; ``notice_standing``: until which day it still stands; ``notice_missing``.
    """
    row = standing(session, kind, subject_id)
    check_unopposed(session, kind, subject_id)
    if row is None:
        raise RuleRefused("notice_missing")
    if now < row.ends_at:
        raise RuleRefused("notice_standing", until=row.last_on.isoformat())
    _end(session, row, now)
    return row


def _end(session: Session, row: PublicNotice, now: datetime) -> None:
    if row.ended_at is not None:
        return
    row.ended_at = now
    lifecycle.touch(row, now=now)
    fact = events.NoticeEnded(subject_id=row.id, of_kind=row.subject_kind, of_id=row.subject_id)
    outbox.record(session, fact, actor=SYSTEM, now=now)


def rest(session: Session, row: PublicNotice, *, now: datetime, city: City) -> None:
    """Stop the clock of a locked notice. Who made it stop is told to nobody."""
    if row.rested_on is not None:
        return
    row.rested_on = city.day(now)
    lifecycle.touch(row, now=now)
    drop_deadline(session, ENDS, row.id)
    fact = events.NoticeRested(subject_id=row.id, of_kind=row.subject_kind, of_id=row.subject_id)
    outbox.record(session, fact, actor=PUBLIC, now=now)


def resume(session: Session, row: PublicNotice, *, now: datetime, city: City) -> None:
    """Let the clock of a locked notice run again, where no objection against it is open."""
    session.flush()
    query = select(Objection.id).where(
        Objection.notice_id == row.id, Objection.state.in_(sorted(OPEN))
    )
    if row.withdrawn_at is not None or row.rested_on is None:
        return
    if session.scalar(query.limit(1)) is not None:
        return
    stood = spans.Span(row.first_on, row.last_on)
    new = spans.resumed(city.calendar, stood, row.rested_on, city.day(now), kind=row.day_kind)
    row.last_on, row.ends_at, row.rested_on = new.last, city.end_of(new.last), None
    row.is_provisional = city.is_provisional(row.ends_at)
    lifecycle.touch(row, now=now)
    set_deadline(session, ENDS, row.id, due_at=row.ends_at)
    fact = events.NoticeResumed(
        subject_id=row.id,
        of_kind=row.subject_kind,
        of_id=row.subject_id,
        ends_on=row.last_on.isoformat(),
    )
    outbox.record(session, fact, actor=SYSTEM, now=now)


def withdraw(session: Session, kind: str, subject_id: int, *, actor: Actor, now: datetime) -> None:
    """Take a notice down whose subject was sent back or has ended; one that is not there stays so."""
    row = standing(session, kind, subject_id)
    if row is None:
        return
    row.withdrawn_at, row.rested_on = now, None
    lifecycle.touch(row, now=now)
    drop_deadline(session, ENDS, row.id)
    fact = events.NoticeWithdrawn(subject_id=row.id, of_kind=kind, of_id=subject_id)
    outbox.record(session, fact, actor=actor, now=now)


def end_due(session: Session, notice_id: int, *, now: datetime, city: City) -> None:
    """The days of a notice have passed: an event tells who goes on from here. By the clock."""
    row = session.get(PublicNotice, notice_id, with_for_update=True, populate_existing=True)
    if row is None or row.withdrawn_at or row.rested_on or row.ends_at > now:
        return
    _end(session, row, now)
