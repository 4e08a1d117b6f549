"""Setting work aside, in one place for jobs, deliveries and deadlines: the row is marked and the event recorded."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.poison_events import SET_ASIDE


def what_of(row: Any) -> str:
    """A code for what a row is: the consumer of a job, the channel of a delivery, the kind of a deadline."""
    return next(
        getattr(row, name) for name in ("consumer", "channel", "kind") if hasattr(row, name)
    )


def set_aside(session: Session, row: Any, *, now: datetime) -> None:
    """Mark a **locked** row as set aside; nobody works on it until somebody takes it up again."""
    row.parked_at = now
    event = SET_ASIDE[row.__tablename__]
    fact = event(subject_id=row.id, what=what_of(row), attempts=row.attempts)
    outbox.record(session, fact, actor=SYSTEM, now=now)
