"""Jobs: one row per event and consumer, done only when the consumer's own transaction says so.

Redis may lose or repeat what it was handed; these rows may not. A lease keeps two workers from the same row; when it
runs out the relay dispatches the row again. Attempts are counted here, and a poison row is set aside.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    and_,
    case,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from scenario_market.domain.base import Base, key

UNDONE = "done_at IS NULL AND parked_at IS NULL"
LOST = "its worker died"


class Leased:
    """Columns of a row that waits for a worker.

    ``leased_until`` with a ``holder``: that worker is at it. Without: a message about it lies in Redis.
    ``attempts`` counts how often a worker began, so that a row which kills its worker is counted too.
    """

    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    holder: Mapped[str | None] = mapped_column(String(40))
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


@dataclass(frozen=True)
class Due:
    """Which rows are to be handed to Redis.

    :param consumers: only jobs of these; None: all rows.
    :param redispatch: whether a row whose lease has run out is handed over again.
    :param lost_until: a row that waits in Redis counts as lost only if its lease ran out before.
    """

    now: datetime
    consumers: Collection[str] | None = None
    redispatch: bool = True
    lost_until: datetime | None = None

    def rows(self, table: Any) -> tuple[ColumnElement[bool], ...]:
        """The conditions."""
        free = [table.leased_until.is_(None)]
        if self.redispatch:
            over = table.leased_until <= self.now
            if self.lost_until is not None:
                over = and_(
                    over, or_(table.holder.is_not(None), table.leased_until < self.lost_until)
                )
            free.append(over)
        mine = [] if self.consumers is None else [table.consumer.in_(sorted(self.consumers))]
        return (
            table.done_at.is_(None),
            table.parked_at.is_(None),
            table.due_at <= self.now,
            or_(*free),
            *mine,
        )


@dataclass(frozen=True)
class Claimed:
    """A row to be handed over. ``suspect``: the worker that was at it last died, perhaps of it."""

    id: int
    suspect: bool


def claim(
    session: Session, model: type[Waiting], due: Due, *, limit: int, lease: timedelta
) -> list[Claimed]:
    """Lease up to ``limit`` due rows, to be handed to Redis; rows that another relay holds are skipped.

    :returns: what was due first at the head.
    """
    table: Any = model
    rows = session.execute(
        select(table.id, table.holder, table.error)
        .where(*due.rows(table))
        .order_by(table.due_at, table.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    if rows:
        session.execute(
            update(table)
            .where(table.id.in_([row.id for row in rows]))
            .values(
                leased_until=due.now + lease,
                holder=None,
                error=case((table.holder.is_not(None), LOST), else_=table.error),
            )
            .execution_options(synchronize_session=False)
        )
    return [Claimed(row.id, row.holder is not None or row.error == LOST) for row in rows]


def any_due(session: Session, model: type[Waiting], due: Due) -> bool:
    """Whether there is something to claim: a look that takes no lock."""
    table: Any = model
    return session.scalar(select(table.id).where(*due.rows(table)).limit(1)) is not None


def hand_back(
    session: Session, model: type[Waiting], ids: Collection[int], *, holder: str | None
) -> None:
    """Free rows that are not worked on after all: Redis did not take them (no holder), or their worker ends."""
    table: Any = model
    session.execute(
        update(table)
        .where(table.id.in_(ids), _is(table.holder, holder), table.done_at.is_(None))
        .values(leased_until=None, holder=None)
        .execution_options(synchronize_session=False)
    )


def _is(column: Any, value: str | None) -> ColumnElement[bool]:
    return column.is_(None) if value is None else column == value


def release_queued(session: Session, model: type[Waiting]) -> int:
    """Redis lost what it held: whatever no worker has begun is free to be handed over again."""
    table: Any = model
    result: Any = session.execute(
        update(table)
        .where(
            table.done_at.is_(None),
            table.parked_at.is_(None),
            table.holder.is_(None),
            table.leased_until.is_not(None),
        )
        .values(leased_until=None)
        .execution_options(synchronize_session=False)
    )
    return result.rowcount


def begin(
    session: Session,
    model: type[Waiting],
    row_id: int,
    *,
    holder: str,
    now: datetime,
    lease: timedelta,
    limit: int,
) -> Waiting | None:
    """Take a row for a worker and count the attempt; None when there is nothing (more) to do about it.

    A row that has used up its attempts, because each killed its worker, is set aside here.
    """
    row: Any = session.get(model, row_id, with_for_update=True, populate_existing=True)
    if row is None or row.done_at or row.parked_at or row.due_at > now:
        return None  # not due: a repeated message must not cut a back-off short
    if row.holder and row.leased_until and row.leased_until > now:
        return None
    if row.attempts >= limit:
        row.parked_at, row.leased_until, row.holder = now, None, None
        row.error = row.error or "killed its worker each time"
        return None
    row.attempts += 1
    row.holder, row.leased_until = holder, now + lease
    return row


def renew(
    session: Session, model: type[Waiting], ids: Sequence[int], *, holder: str, until: datetime
) -> None:
    """Hold what a worker is still at.

    A row that is locked is being completed: waiting for it would let the leases of the others run out.
    """
    table: Any = model
    mine = (
        select(table.id)
        .where(table.id.in_(ids), table.holder == holder, table.done_at.is_(None))
        .with_for_update(skip_locked=True)
    )
    session.execute(
        update(table)
        .where(table.id.in_(mine))
        .values(leased_until=until)
        .execution_options(synchronize_session=False)
    )


def held(session: Session, model: type[Waiting], row_id: int, *, holder: str) -> Waiting | None:
    """Lock a row for its effect; None if another worker took it over meanwhile, or it is done."""
    row: Any = session.get(model, row_id, with_for_update=True, populate_existing=True)
    if row is None or row.done_at or row.parked_at or row.holder != holder:
        return None
    return row


def complete(row: Leased, *, now: datetime) -> None:
    """Mark done, in the transaction that holds the effect."""
    row.done_at, row.leased_until, row.holder, row.error = now, None, None, None


def fail(row: Leased, *, now: datetime, error: str, limit: int, backoff: timedelta) -> None:
    """Note a failure: due again after the back-off, or set aside once ``limit`` attempts are used up."""
    row.error = error[:2000]
    row.leased_until, row.holder = None, None
    if row.attempts >= limit:
        row.parked_at = now
    else:
        row.due_at = now + backoff


def replay(session: Session, model: type[Waiting], row_id: int, *, now: datetime) -> bool:
    """Take a row that was set aside up again, with its attempts counted anew."""
    row: Any = session.get(model, row_id, with_for_update=True, populate_existing=True)
    if row is None or row.parked_at is None:
        return False
    row.parked_at, row.leased_until, row.holder, row.attempts, row.due_at = None, None, None, 0, now
    return True
