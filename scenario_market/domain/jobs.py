"""Jobs: one row per event and consumer, done only when the consumer's own transaction says so.

Redis may lose or repeat what it was handed; these rows may not. A lease keeps two workers from the same row; when it
runs out the relay dispatches the row again. Attempts are counted here, and a poison row is set aside.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    and_,
    case,
    exists,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from scenario_market.domain.base import Base, key
from scenario_market.domain.parking import set_aside

UNDONE = "done_at IS NULL AND parked_at IS NULL"
# The index of what is undone: what is free stands together, by its time, and what is leased by the end of the lease,
# so that a look at what is due does not read through all that lies in Redis.
BY_LEASE = ("leased_until", "due_at")
PARKED = "parked_at IS NOT NULL"
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
        Index("ix_job_undone", *BY_LEASE, postgresql_where=text(UNDONE), sqlite_where=text(UNDONE)),
        Index(
            "ix_job_parked",
            "parked_at",
            postgresql_where=text(PARKED),
            sqlite_where=text(PARKED),
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

    :param now: an instant, or a parameter that a statement made once is given it by; as is ``lost_until``.
    :param lost_until: a row that waits in Redis counts as lost only if its lease ran out before.
    :param consumers: only jobs of these; None: all rows.
    :param redispatch: whether a row whose lease has run out is handed over again.
    """

    now: Any
    lost_until: Any
    consumers: Collection[str] | None = None
    redispatch: bool = True

    def rows(self, table: Any) -> ColumnElement[bool]:
        """The condition."""
        return and_(*self._open(table), or_(*self._free(table)))

    def any(self, table: Any) -> ColumnElement[bool]:
        """Whether there is such a row: each way of being free is a look of its own into the index."""
        return or_(*(exists().where(*self._open(table), one) for one in self._free(table)))

    def _open(self, table: Any) -> list[ColumnElement[bool]]:
        mine = [] if self.consumers is None else [table.consumer.in_(sorted(self.consumers))]
        return [*_undone(table), table.due_at <= self.now, *mine]

    def _free(self, table: Any) -> list[ColumnElement[bool]]:
        if not self.redispatch:
            return [table.leased_until.is_(None)]
        lost = or_(table.holder.is_not(None), table.leased_until < self.lost_until)
        return [table.leased_until.is_(None), and_(table.leased_until <= self.now, lost)]


class Claimed(NamedTuple):
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
        .where(due.rows(table))
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
    return [Claimed(row.id, suspect(row)) for row in rows]


def suspect(row: Any) -> bool:
    """Whether the worker that was at a row last died, perhaps of it; for a row whose lease has run out."""
    return row.holder is not None or row.error == LOST


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


def put_off(session: Session, model: type[Waiting], row_id: int, *, until: datetime) -> None:
    """Leave a row that no worker has begun: it is free and due again at ``until``; a suspect stays one."""
    row: Any = session.get(model, row_id, with_for_update=True, populate_existing=True)
    if row is not None and row.holder is None and not (row.done_at or row.parked_at):
        row.leased_until, row.due_at = None, until


def _is(column: Any, value: str | None) -> ColumnElement[bool]:
    return column.is_(None) if value is None else column == value


def release_queued(session: Session, model: type[Waiting]) -> int:
    """Redis lost what it held: whatever no worker has begun is free to be handed over again."""
    table: Any = model
    result: Any = session.execute(
        update(table)
        .where(
            *_undone(table),
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
    alone: bool = False,
) -> Waiting | None:
    """Take a row for a worker and count the attempt; None when there is nothing (more) to do about it.

    A row that has used up its attempts, because each killed its worker, is set aside here.

    :param alone: whether nothing runs beside it. A suspect is taken in no other way: Redis repeats the message by which
        a dead worker took it, and that message still takes it for innocent.
    """
    row: Any = session.get(model, row_id, with_for_update=True, populate_existing=True)
    if row is None or row.done_at or row.parked_at or row.due_at > now:
        return None  # not due: a repeated message must not cut a back-off short
    if row.holder and row.leased_until and row.leased_until > now:
        return None
    if not alone and suspect(row):
        return None
    if row.attempts >= limit:
        row.leased_until, row.holder = None, None
        row.error = row.error or "killed its worker each time"
        set_aside(session, row, now=now)
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
    """Lock a row that this worker is at; None if another took it over meanwhile, or it is done."""
    row: Any = session.get(model, row_id, with_for_update=True, populate_existing=True)
    if row is None or row.done_at or row.parked_at or row.holder != holder:
        return None
    return row


def complete(
    session: Session,
    model: type[Waiting],
    row_id: int,
    *,
    holder: str,
    now: datetime,
    outcome: Mapping[str, Any],
) -> bool:
    """Mark done, in the transaction that holds the effect and before it: the row is locked, and undone with it.

    :param outcome: further columns to set.
    :returns: whether it was this worker's still. If not, another has taken it over, and there is nothing to write.
    """
    table: Any = model
    mine = (table.id == row_id, table.holder == holder, *_undone(table))
    done = {"done_at": now, "leased_until": None, "holder": None, "error": None, **outcome}
    result: Any = session.execute(
        update(table).where(*mine).values(done).execution_options(synchronize_session=False)
    )
    return bool(result.rowcount)


def _undone(table: Any) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.done_at.is_(None), table.parked_at.is_(None)


def fail(
    session: Session, row: Leased, *, now: datetime, error: str, limit: int, backoff: timedelta
) -> None:
    """Note a failure: due again after the back-off, or set aside once ``limit`` attempts are used up."""
    row.error = error[:2000]
    row.leased_until, row.holder = None, None
    if row.attempts >= limit:
        set_aside(session, row, now=now)
    else:
        row.due_at = now + backoff


def take_up(row: Leased, *, now: datetime) -> None:
    """Make a locked row that was set aside due again, with its attempts counted anew."""
    row.parked_at, row.leased_until, row.holder, row.attempts, row.due_at = None, None, None, 0, now
