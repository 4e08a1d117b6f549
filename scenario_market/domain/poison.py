"""What was set aside after too many attempts: to be looked at, mended, and taken up again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import deadlines, jobs, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.errors import NotFound
from scenario_market.domain.jobs import Job
from scenario_market.domain.notices.models import Delivery
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parking import what_of
from scenario_market.domain.permissions import require
from scenario_market.domain.poison_events import TAKEN_UP

KINDS: dict[str, type[Any]] = {"job": Job, "delivery": Delivery, "deadline": Deadline}


@dataclass(frozen=True)
class Poison:
    """One row that was set aside. ``what``: consumer and event, channel and template, or the deadline's kind."""

    kind: str
    id: int
    what: str
    attempts: int
    parked_at: datetime
    error: str | None


def parked(session: Session, kind: str, *, actor: Actor, limit: int = 100) -> Sequence[Poison]:
    """Rows of one kind that were set aside, newest first."""
    require(actor, "job.read")
    table = KINDS[kind]
    query = select(table).where(table.parked_at.is_not(None))
    rows = session.scalars(query.order_by(table.parked_at.desc(), table.id.desc()).limit(limit))
    found = rows.all()
    names = _events(session, [row.event_id for row in found]) if kind == "job" else {}
    return [
        Poison(kind, row.id, _what(row, names), row.attempts, row.parked_at, row.error)
        for row in found
    ]


def _events(session: Session, ids: Sequence[int]) -> dict[int, str]:
    rows = session.execute(
        select(EventRecord.id, EventRecord.kind, EventRecord.subject_id).where(
            EventRecord.id.in_(ids)
        )
    )
    return {row.id: f"{row.kind} #{row.subject_id}" for row in rows}


def _what(row: Any, events: dict[int, str]) -> str:
    if isinstance(row, Job):
        return f"{row.consumer} of {events.get(row.event_id, row.event_id)}, chunk {row.chunk}"
    if isinstance(row, Delivery):
        return f"{row.channel} {row.template}"
    return f"{row.kind} of #{row.subject_id}"


def replay(session: Session, kind: str, row_id: int, *, actor: Actor, now: datetime) -> None:
    """Take a row up again, with its attempts counted anew; who did is on record.

    :raises NotFound: there is none that was set aside.
    """
    require(actor, "job.replay")
    row = session.get(KINDS[kind], row_id, with_for_update=True, populate_existing=True)
    if row is None or row.parked_at is None:
        raise NotFound(kind=kind)
    (deadlines if kind == "deadline" else jobs).take_up(row, now=now)
    fact = TAKEN_UP[kind](subject_id=row.id, what=what_of(row))
    outbox.record(session, fact, actor=actor, now=now)  # the commit wakes the relay
