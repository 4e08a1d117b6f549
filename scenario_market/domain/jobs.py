"""Jobs: one row per event and consumer, done only when the consumer's own transaction says so.

Redis may lose or repeat what it was handed; these rows may not. A lease keeps two workers from the same row; when it
runs out the relay dispatches the row again. Attempts are counted here, and a poison row is set aside.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, or_, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from scenario_market.domain.base import Base, key

UNDONE = "done_at IS NULL AND parked_at IS NULL"


class Leased:
    """Columns of a row that waits for a worker."""

    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    parked_at: Mapped[datetime | None]
    error: Mapped[str | None]


class Job(Leased, Base):
    """Work that one consumer owes to one event; ``chunk`` cuts what is too large for one transaction."""

    __tablename__ = "job"
    __table_args__ = (
        UniqueConstraint("event_id", "consumer", "chunk"),
        Index("ix_job_undone", "due_at", postgresql_where=text(UNDONE), sqlite_where=text(UNDONE)),
        Index(
            "ix_job_parked",
            "parked_at",
            postgresql_where=text("parked_at IS NOT NULL"),
            sqlite_where=text("parked_at IS NOT NULL"),
        ),
    )

    id: Mapped[key]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    consumer: Mapped[str] = mapped_column(String(40))
    chunk: Mapped[int] = mapped_column(default=0)
    arguments: Mapped[dict[str, Any] | None]


Waiting = TypeVar("Waiting", bound=Leased)


def claim(
    session: Session, model: type[Waiting], *, now: datetime, limit: int, lease: timedelta
) -> Sequence[Any]:
    """Lease up to ``limit`` due rows to whoever they will be handed to; rows that another relay holds are skipped.

    The attempt is counted here, so that a row which kills its worker is counted too.
    :returns: the claimed rows' (id, attempts), and for jobs the consumer.
    """
    table: Any = model
    free = or_(table.leased_until.is_(None), table.leased_until <= now)
    due = (
        select(table.id)
        .where(table.done_at.is_(None), table.parked_at.is_(None), table.due_at <= now, free)
        .order_by(table.due_at, table.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    columns = [table.id, table.attempts]
    if hasattr(table, "consumer"):
        columns.append(table.consumer)
    ids = session.scalars(due).all()
    if not ids:
        return []
    return session.execute(
        update(table)
        .where(table.id.in_(ids))
        .values(leased_until=now + lease, attempts=table.attempts + 1)
        .returning(*columns)
        .execution_options(synchronize_session=False)
    ).all()


def open_for_work(session: Session, model: type[Waiting], row_id: int) -> Waiting | None:
    """Lock a row that is still owed; None when it is done or set aside, so that a repeated message does nothing."""
    row = session.get(model, row_id, with_for_update=True, populate_existing=True)
    return row if row is not None and row.done_at is None and row.parked_at is None else None


def complete(row: Leased, *, now: datetime) -> None:
    """Mark done, in the transaction that holds the effect."""
    row.done_at, row.leased_until, row.error = now, None, None


def fail(row: Leased, *, now: datetime, error: str, limit: int, backoff: timedelta) -> None:
    """Note a failure: due again after the back-off, or set aside once ``limit`` attempts are used up."""
    row.error = error[:2000]
    row.leased_until = None
    if row.attempts >= limit:
        row.parked_at = now
    else:
        row.due_at = now + backoff


def replay(session: Session, model: type[Waiting], row_id: int, *, now: datetime) -> bool:
    """Take a row that was set aside up again, with its attempts counted anew."""
    row = session.get(model, row_id, with_for_update=True, populate_existing=True)
    if row is None or row.parked_at is None:
        return False
    row.parked_at, row.leased_until, row.attempts, row.due_at = None, None, 0, now
    return True
