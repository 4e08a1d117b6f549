"""How often something may be asked for: a pause after each, and a number in 24 hours. Counted in the rows it leaves."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

DAY = timedelta(days=1)


def wait_seconds(
    session: Session,
    at: InstrumentedAttribute[Any],
    *about: ColumnElement[bool],
    pause_seconds: int = 0,
    per_day: int,
    now: datetime,
) -> int:
    """How long until one more may be asked for; 0: it may be now.

    Only true for a caller who has locked what the rows are about, or has taken its turn.

    :param at: the column of the rows' instants. :param about: which rows count.
    """
    count, first, last = session.execute(
        select(func.count(), func.min(at), func.max(at)).where(*about, at > now - DAY)
    ).one()
    free_at = now
    if last is not None and pause_seconds:
        free_at = max(free_at, last + timedelta(seconds=pause_seconds))
    if count >= per_day:
        free_at = max(free_at, first + DAY)
    return int((free_at - now).total_seconds()) + 1 if free_at > now else 0
