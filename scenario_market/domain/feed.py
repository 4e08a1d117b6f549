"""The public feed: what is public of what happened, in a sequence of its own without holes."""

from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.rows import rows_of

NAMES = ("public_position", "kind", "subject_kind", "subject_id", "at", "payload")
# Columns of the table, in a statement made once: a feed is asked again and again, and entities cost half of an answer.
_EVENT = EventRecord.__table__.c
_PUBLIC = (
    select(*(_EVENT[name] for name in NAMES))
    .where(_EVENT.public_position > bindparam("after"))
    .order_by(_EVENT.public_position)
    .limit(bindparam("limit"))
)


def public_events(session: Session, *, after: int, limit: int) -> list[dict[str, Any]]:
    """Public events after a public position, in order: position, kind, subject, instant and payload."""
    rows = rows_of(session, _PUBLIC, {"after": after, "limit": limit})
    return [dict(zip(NAMES, row, strict=True)) for row in rows]
