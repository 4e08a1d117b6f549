"""The one clock: the database's time plus a stored offset.

All processes on all machines agree on it. The offset lets a demonstration and tests travel; production mode refuses it.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Float, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from scenario_market.domain import outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.base import Base
from scenario_market.domain.clock_events import ClockMoved
from scenario_market.domain.errors import RuleRefused
from scenario_market.domain.permissions import require

OFFSET = "(SELECT seconds FROM clock_offset WHERE id = 1)"
SQLITE_NOW = text(f"SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now'), {OFFSET}")
POSTGRESQL_NOW = text(f"SELECT clock_timestamp(), {OFFSET}")


class ClockOffset(Base):
    """The single row by which the clock stands ahead of the database's own time."""

    __tablename__ = "clock_offset"

    id: Mapped[int] = mapped_column(primary_key=True)
    seconds: Mapped[float] = mapped_column(Float)


def now(session: Session) -> datetime:
    """The present instant, aware, in UTC: the database's wall clock plus the stored offset."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        stamp, seconds = connection.execute(SQLITE_NOW).one()
        instant = datetime.fromisoformat(stamp).replace(tzinfo=UTC)
    else:
        instant, seconds = connection.execute(POSTGRESQL_NOW).one()
    return instant.astimezone(UTC) + timedelta(seconds=seconds or 0)


def move(session: Session, *, by: timedelta, actor: Actor, production: bool) -> datetime:
    """Set the clock ahead (or back) by ``by``, added to what it was moved before; returns what time it is then.

    The event is dated by the clock as it stood before.

    :raises RuleRefused: ``production_clock``: in production mode the clock stays what it is.
    """
    require(actor, "clock.move")
    if production:
        raise RuleRefused("production_clock")
    before = now(session)
    row = session.get(ClockOffset, 1, with_for_update=True)
    if row is None:
        row = ClockOffset(id=1, seconds=0.0)
        session.add(row)
    row.seconds += by.total_seconds()
    fact = ClockMoved(
        subject_id=1, by_seconds=round(by.total_seconds()), offset_seconds=round(row.seconds)
    )
    outbox.record(session, fact, actor=actor, now=before)
    session.flush()
    return now(session)
