"""Deadlines are rows. The clock process flips the due ones, each in one transaction with the event of its command.

Who sets, moves or drops a deadline has locked its subject, or what the subject belongs to, before; the clock too
(``workers/roots.py``).
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Index, String, UniqueConstraint, delete, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from scenario_market.domain.base import Base, key
from scenario_market.domain.parking import set_aside

PARKED = "parked_at IS NOT NULL"
OPEN = "fired_at IS NULL AND parked_at IS NULL"


class Deadline(Base):
    """One thing that the clock owes: run the command called ``kind`` on the subject at ``due_at``."""

    __tablename__ = "deadline"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id"),
        Index("ix_deadline_open", "due_at", postgresql_where=text(OPEN), sqlite_where=text(OPEN)),
        Index(
            "ix_deadline_parked",
            "parked_at",
            postgresql_where=text(PARKED),
            sqlite_where=text(PARKED),
        ),
    )

    id: Mapped[key]
    kind: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[int]
    due_at: Mapped[datetime]
    fired_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    parked_at: Mapped[datetime | None]
    error: Mapped[str | None]


def set_deadline(session: Session, kind: str, subject_id: int, *, due_at: datetime) -> Deadline:
    """Set, move or re-arm the deadline of a subject; there is one of a kind for each."""
    row = session.scalar(
        select(Deadline).where(Deadline.kind == kind, Deadline.subject_id == subject_id)
    )
    if row is None:
        row = Deadline(kind=kind, subject_id=subject_id, due_at=due_at, attempts=0)
        session.add(row)
    row.due_at, row.fired_at, row.parked_at, row.attempts, row.error = due_at, None, None, 0, None
    return row


def set_deadlines(session: Session, kind: str, due: Mapping[int, datetime]) -> None:
    """Set, move or re-arm the deadlines of many subjects (key → instant) with one read and one flush."""
    query = select(Deadline).where(Deadline.kind == kind, Deadline.subject_id.in_(due))
    rows = {row.subject_id: row for row in session.scalars(query)}
    for subject_id, due_at in due.items():
        row = rows.get(subject_id)
        if row is None:
            session.add(Deadline(kind=kind, subject_id=subject_id, due_at=due_at, attempts=0))
            continue
        row.due_at, row.fired_at, row.parked_at = due_at, None, None
        row.attempts, row.error = 0, None


def drop_deadlines(session: Session, kind: str, subject_ids: Collection[int]) -> None:
    """What is no longer owed by many subjects is not kept."""
    session.execute(
        delete(Deadline).where(Deadline.kind == kind, Deadline.subject_id.in_(subject_ids))
    )


def drop_deadline(session: Session, kind: str, subject_id: int) -> None:
    """What is no longer owed is not kept: the subject went another way."""
    row = session.scalar(
        select(Deadline).where(Deadline.kind == kind, Deadline.subject_id == subject_id)
    )
    if row is not None:
        session.delete(row)


class Due(NamedTuple):
    """A deadline that has passed, and what it is about."""

    id: int
    kind: str
    subject_id: int


def due(session: Session, *, now: datetime, limit: int) -> list[Due]:
    """The deadlines that have passed and were not fired, oldest first."""
    query = (
        select(Deadline.id, Deadline.kind, Deadline.subject_id)
        .where(Deadline.fired_at.is_(None), Deadline.parked_at.is_(None), Deadline.due_at <= now)
        .order_by(Deadline.due_at, Deadline.id)
        .limit(limit)
    )
    return [Due(*row) for row in session.execute(query)]


def open_for_firing(session: Session, deadline_id: int, *, now: datetime) -> Deadline | None:
    """Lock a deadline that is still owed; None where another clock has it or had it."""
    query: Any = (
        select(Deadline)
        .where(Deadline.id == deadline_id, Deadline.fired_at.is_(None), Deadline.due_at <= now)
        .with_for_update(skip_locked=True)
    )
    return session.scalar(query.execution_options(populate_existing=True))


def postpone(session: Session, row: Deadline, *, now: datetime, error: str, limit: int) -> None:
    """A firing failed: try again with growing pauses, set aside after ``limit`` attempts."""
    row.attempts += 1
    row.error = error[:2000]
    if row.attempts >= limit:
        set_aside(session, row, now=now)
    else:
        row.due_at = now + timedelta(seconds=min(2**row.attempts, 600))


def take_up(row: Deadline, *, now: datetime) -> None:
    """Make a locked deadline that was set aside due again, with its attempts counted anew."""
    row.parked_at, row.attempts, row.due_at = None, 0, now
