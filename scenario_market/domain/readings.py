"""Who read bids and score sheets: each reading leaves a row and an event; those who watch list them.

A reading is written in the transaction that answers it: what could not be put on record is not shown. Its event
stands in the hash chain and says the same as the row, so that a row that was removed or changed shows (``faults``).
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from scenario_market.domain import outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.base import Base, key
from scenario_market.domain.events import Event
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.paging import Page, page
from scenario_market.domain.permissions import require

BATCH = 2_000


class ReadingMade(Event):
    """Somebody read a bid, a sheet, a list of them, or a case.

    :param challenge_id: of which call, if of one. :param of_kind, of_id: what was read. :param part: which part of it.
    """

    kind = "reading.made"
    subject_kind = "reading"
    challenge_id: int | None
    of_kind: str
    of_id: int
    part: str


class Reading(Base):
    """One person read one thing. ``part``: ``blind``, ``open``, ``whole``, ``file`` or a list (``list``)."""

    __tablename__ = "reading"
    __table_args__ = (
        Index("ix_reading_subject", "subject_kind", "subject_id", "id"),
        Index("ix_reading_challenge", "challenge_id", "id"),
        Index("ix_reading_person", "person_id", "id"),
    )

    id: Mapped[key]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    challenge_id: Mapped[int | None] = mapped_column(ForeignKey("challenge.id"))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    part: Mapped[str] = mapped_column(String(20))
    request_id: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), unique=True)


def record(
    session: Session,
    subject_kind: str,
    subject_id: int,
    *,
    challenge_id: int | None,
    part: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Put a reading on record, in the caller's writing transaction."""
    event = ReadingMade(
        subject_id=subject_id,
        challenge_id=challenge_id,
        of_kind=subject_kind,
        of_id=subject_id,
        part=part,
    )
    made = outbox.record(session, event, actor=actor, now=now)
    session.flush()
    session.add(
        Reading(
            person_id=actor.person_id,
            challenge_id=challenge_id,
            subject_kind=subject_kind,
            subject_id=subject_id,
            part=part,
            request_id=made.request_id,
            at=made.at,
            event_id=made.id,
        )
    )
    session.flush()


def faults(session: Session) -> Iterator[tuple[int, str]]:
    """Keys of events of readings whose row is ``missing`` or ``changed``, and of rows that are of no such event
    (``without_event``). The chain itself is checked by ``audit.verify``.
    """
    query = (
        select(EventRecord, Reading)
        .outerjoin(Reading, Reading.event_id == EventRecord.id)
        .where(EventRecord.kind == ReadingMade.kind)
        .order_by(EventRecord.id)
        .execution_options(yield_per=BATCH)
    )
    for event, row in session.execute(query):
        if row is None:
            yield event.id, "missing"
        elif event.payload is not None and _said(event) != _kept(row):
            yield event.id, "changed"
    strange = (
        select(Reading.id)
        .join(EventRecord, EventRecord.id == Reading.event_id)
        .where(EventRecord.kind != ReadingMade.kind)
    )
    for row_id in session.scalars(strange):
        yield row_id, "without_event"


def _said(event: EventRecord) -> list[Any]:
    stated = event.payload or {}
    facts = [stated.get(name) for name in ("challenge_id", "of_kind", "of_id", "part")]
    return [event.actor_person_id, event.at, *facts]


def _kept(row: Reading) -> list[Any]:
    return [row.person_id, row.at, row.challenge_id, row.subject_kind, row.subject_id, row.part]


def readings(
    session: Session,
    *,
    actor: Actor,
    challenge_id: int | None = None,
    subject_kind: str | None = None,
    subject_id: int | None = None,
    person_id: int | None = None,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[Reading]:
    """Readings, newest first, of one call, thing or person where asked; for those who watch."""
    require(actor, "reading.list")
    query = select(Reading)
    for column, value in (
        (Reading.challenge_id, challenge_id),
        (Reading.subject_kind, subject_kind),
        (Reading.subject_id, subject_id),
        (Reading.person_id, person_id),
    ):
        if value is not None:
            query = query.where(column == value)
    return page(session, query, Reading.id, after=after, limit=limit)
