"""The public feed: what is public of what happened, in a sequence of its own without holes."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from scenario_market.domain.outbox import EventRecord

# Columns of the table, in a statement made once: a feed is asked again and again, and entities cost half of an answer.
_EVENT = EventRecord.__table__.c
_PUBLIC = (
    select(
        _EVENT.public_position,
        _EVENT.kind,
        _EVENT.subject_kind,
        _EVENT.subject_id,
        _EVENT.at,
        _EVENT.payload,
    )
    .where(_EVENT.public_position > bindparam("after"))
    .order_by(_EVENT.public_position)
    .limit(bindparam("limit"))
)


def public_events(session: Session, *, after: int, limit: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Public events after a public position, in order: position, kind, subject, instant and payload."""
    return session.execute(_PUBLIC, {"after": after, "limit": limit}).all()
