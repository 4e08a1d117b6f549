"""Sequencing: under one lock new events get a gapless position, their link in the chain, and a job per consumer."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from scenario_market.domain import clock
from scenario_market.domain.outbox import GENESIS, ChainHead, EventRecord, link

Routes = Callable[[str], Sequence[str]]

# Rows of the driver's own for SQLite, whole columns for PostgreSQL: through the ORM both cost five times as much.
PLACE = {
    "sqlite": "UPDATE event SET position = ?, public_position = ?, hash = ? WHERE id = ?",
    "postgresql": """
        UPDATE event SET position = r.position, public_position = r.public_position, hash = r.hash
        FROM unnest(CAST(:c0 AS bigint[]), CAST(:c1 AS bigint[]), string_to_array(:c2, ','), CAST(:c3 AS bigint[]))
             AS r (position, public_position, hash, id)
        WHERE event.id = r.id""",
}
OWE = {
    "sqlite": "INSERT INTO job (event_id, consumer, chunk, attempts, due_at) VALUES (?, ?, 0, 0, ?)",
    "postgresql": """
        INSERT INTO job (event_id, consumer, chunk, attempts, due_at)
        SELECT r.event_id, r.consumer, 0, 0, :now
        FROM unnest(CAST(:c0 AS bigint[]), string_to_array(:c1, ',')) AS r (event_id, consumer)""",
}


# Two relays may come to an empty chain at once; the second waits for the first and then finds its row.
BEGIN_CHAIN = """
    INSERT INTO chain_head (id, position, public_position, hash) VALUES (1, 0, 0, :hash) ON CONFLICT DO NOTHING"""


def _lock_head(session: Session) -> ChainHead:
    head = session.get(ChainHead, 1, with_for_update=True, populate_existing=True)
    if head is None:
        session.execute(text(BEGIN_CHAIN), {"hash": GENESIS})
        head = session.get_one(ChainHead, 1, with_for_update=True, populate_existing=True)
    return head


def unsequenced(session: Session) -> bool:
    """Whether an event waits for its position: a look that takes no lock."""
    waiting = select(EventRecord.id).where(EventRecord.position.is_(None)).limit(1)
    return session.scalar(waiting) is not None


def sequence(session: Session, routes: Routes, *, limit: int) -> int:
    """Put up to ``limit`` new events in order and write their jobs; returns how many.

    :param routes: names of the consumers of an event kind.
    """
    head = _lock_head(session)
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
    places: list[tuple[Any, ...]] = []
    owed: list[tuple[int, str]] = []
    for event in events:
        head.position += 1
        head.hash = link(head.hash, head.position, event)
        if event.is_public:
            head.public_position += 1
        public = head.public_position if event.is_public else None
        places.append((head.position, public, head.hash, event.id))
        owed += [(event.id, name) for name in routes(event.kind)]
    _write(session, places, owed)
    session.flush()
    return len(events)


def _write(session: Session, places: list[tuple[Any, ...]], owed: list[tuple[int, str]]) -> None:
    now = clock.now(session)
    if session.get_bind().dialect.name == "sqlite":
        connection = session.connection()
        connection.exec_driver_sql(PLACE["sqlite"], places)
        if owed:
            stamp = now.strftime("%Y-%m-%d %H:%M:%S.%f")  # as SQLAlchemy writes it there
            connection.exec_driver_sql(OWE["sqlite"], [(*one, stamp) for one in owed])
        return
    session.execute(text(PLACE["postgresql"]), _columns(places))
    if owed:
        session.execute(text(OWE["postgresql"]), _columns(owed) | {"now": now})


def _columns(rows: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
    """Rows as columns ``c0``, ``c1`` …; texts, which hold no comma, as one text: quoting an array of them is slow."""
    return {
        f"c{place}": ",".join(column) if isinstance(column[0], str) else list(column)
        for place, column in enumerate(zip(*rows, strict=True))
    }
