"""The public feed: what is public of what happened, in a sequence of its own without holes."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.outbox import EventRecord


def public_events(session: Session, *, after: int, limit: int) -> Sequence[EventRecord]:
    """Public events after a public position, in order."""
    return session.scalars(
        select(EventRecord)
        .where(EventRecord.public_position > after)
        .order_by(EventRecord.public_position)
        .limit(limit)
    ).all()
