"""The audit trail: every event and every move, for those who watch and those who run the machine."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.checkpoints import Checkpoint
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.paging import Page, page
from scenario_market.domain.permissions import require


def events(
    session: Session,
    *,
    actor: Actor,
    after: tuple[Any, ...] | None = None,
    limit: int = 20,
    kind: str | None = None,
    subject_kind: str | None = None,
    subject_id: int | None = None,
) -> Page[EventRecord]:
    """All events, newest first, of one kind or about one object where asked."""
    require(actor, "audit.read")
    query = select(EventRecord)
    for column, value in (
        (EventRecord.kind, kind),
        (EventRecord.subject_kind, subject_kind),
        (EventRecord.subject_id, subject_id),
    ):
        if value is not None:
            query = query.where(column == value)
    return page(session, query, EventRecord.id, after=after, limit=limit)


def changes(
    session: Session,
    *,
    actor: Actor,
    subject_kind: str,
    subject_id: int,
    after: tuple[Any, ...] | None = None,
    limit: int = 20,
) -> Page[StateChange]:
    """The moves of one object with reasons and who made them, newest first."""
    require(actor, "audit.read")
    query = select(StateChange).where(
        StateChange.subject_kind == subject_kind, StateChange.subject_id == subject_id
    )
    return page(session, query, StateChange.id, after=after, limit=limit)


def checkpoints(
    session: Session, *, after: tuple[Any, ...] | None = None, limit: int = 20
) -> Page[Checkpoint]:
    """Signed heads, newest first; public, so that anybody can keep them."""
    return page(session, select(Checkpoint), Checkpoint.position, after=after, limit=limit)
