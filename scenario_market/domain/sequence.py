"""Sequencing: under one lock new events get a gapless position, their link in the chain, and a job per consumer."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from scenario_market.domain import clock
from scenario_market.domain.jobs import Job
from scenario_market.domain.outbox import GENESIS, ChainHead, EventRecord, link

Routes = Callable[[str], Sequence[str]]


def unsequenced(session: Session) -> bool:
    """Whether an event waits for its position: a look that takes no lock."""
    waiting = select(EventRecord.id).where(EventRecord.position.is_(None)).limit(1)
    return session.scalar(waiting) is not None


def sequence(session: Session, routes: Routes, *, limit: int) -> int:
    """Put up to ``limit`` new events in order and write their jobs; returns how many.

    :param routes: names of the consumers of an event kind.
    """
    head = session.get(ChainHead, 1, with_for_update=True, populate_existing=True)
    if head is None:
        head = ChainHead(id=1, position=0, public_position=0, hash=GENESIS)
        session.add(head)
    columns = (
        EventRecord.id,
        EventRecord.kind,
        EventRecord.subject_kind,
        EventRecord.subject_id,
        EventRecord.at,
        EventRecord.actor_person_id,
        EventRecord.payload_digest,
        EventRecord.is_public,
    )
    waiting = select(*columns).where(EventRecord.position.is_(None))
    events = session.execute(waiting.order_by(EventRecord.id).limit(limit)).all()
    if not events:
        return 0
    now = clock.now(session)
    links: list[dict[str, Any]] = []
    jobs: list[dict[str, Any]] = []
    for event in events:
        head.position += 1
        head.hash = link(head.hash, head.position, event)
        if event.is_public:
            head.public_position += 1
        links.append(
            {
                "id": event.id,
                "position": head.position,
                "public_position": head.public_position if event.is_public else None,
                "hash": head.hash,
            }
        )
        jobs += [
            {"event_id": event.id, "consumer": name, "chunk": 0, "attempts": 0, "due_at": now}
            for name in routes(event.kind)
        ]
    session.execute(update(EventRecord), links)
    if jobs:
        session.execute(insert(Job), jobs)
    session.flush()
    return len(events)
