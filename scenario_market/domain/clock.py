"""The one clock: the database's time plus a stored offset.

All processes on all machines agree on it. The offset lets a demonstration and tests travel; production mode refuses it.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Float, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from scenario_market.domain.base import Base

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


def move(session: Session, *, by: timedelta, production: bool) -> None:
    """Set the clock ahead (or back) by ``by``, added to what it was moved before.

    :raises PermissionError: in production mode the clock stays what it is.
    """
    if production:
        raise PermissionError("production mode refuses a moved clock")
    row = session.get(ClockOffset, 1, with_for_update=True)
    if row is None:
        session.add(ClockOffset(id=1, seconds=by.total_seconds()))
    else:
        row.seconds += by.total_seconds()
