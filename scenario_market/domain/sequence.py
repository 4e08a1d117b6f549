"""Sequencing: under one lock new events get a gapless position, their link in the chain, and a job per consumer.

A fresh job may be leased in the same transaction, so that it is handed over without being claimed first. What is
committed and then not handed over, because the relay died in between, comes back when that lease ends, as any other.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, exists, select, text, update
from sqlalchemy.orm import Session

from scenario_market.domain import clock
from scenario_market.domain.base import instant
from scenario_market.domain.outbox import GENESIS, ChainHead, EventRecord, link

Routes = Callable[[str], Sequence[str]]

_head: Any = ChainHead.__table__
_event: Any = EventRecord.__table__

# Made once, over tables: putting a statement together and loading entities cost more than the database does.
HEAD = (
    select(_head.c.position, _head.c.public_position, _head.c.hash)
    .where(_head.c.id == 1)
    .with_for_update()
)
MOVE_HEAD = update(_head).where(_head.c.id == 1)
# What ``outbox.stated`` says of an event, with the time written by the database: a third of the reading otherwise.
READ = """
    SELECT id, is_public, kind, subject_kind, subject_id, {instant}, actor_person_id, payload_digest
    FROM event WHERE position IS NULL ORDER BY id LIMIT :limit"""
WAITING = {
    "sqlite": text(
        READ.format(instant="substr(at, 1, 10) || 'T' || substr(at, 12, 12) || '+00:00'")
    ),
    "postgresql": text(
        READ.format(
            instant="""to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24\\:MI\\:SS.MS"+00\\:00"')"""
        )
    ),
}
# Two relays may come to an empty chain at once; the second waits for the first and then finds its row.
BEGIN_CHAIN = text(
    "INSERT INTO chain_head (id, position, public_position, hash) VALUES (1, 0, 0, :hash)"
    " ON CONFLICT DO NOTHING"
)
# Rows of the driver's own for SQLite, whole columns for PostgreSQL: through the ORM both cost five times as much.
# Most events are not public; SQLite writes an index anew for each column that a statement names.
PLACE_ROWS = "UPDATE event SET position = ?, hash = ? WHERE id = ?"
PUBLISH_ROWS = "UPDATE event SET public_position = ? WHERE id = ?"
PLACE = text("""
    UPDATE event SET position = r.position, public_position = r.public_position, hash = r.hash
    FROM unnest(CAST(:c0 AS bigint[]), CAST(:c1 AS bigint[]), string_to_array(:c2, ','), CAST(:c3 AS bigint[]))
         AS r (position, public_position, hash, id)
    WHERE event.id = r.id""")
# One writer alone: the next keys are known, and need not be read back.
LAST_JOB = "SELECT coalesce(max(id), 0) FROM job"
OWE_ROWS = """
    INSERT INTO job (id, event_id, consumer, chunk, attempts, due_at, leased_until)
    VALUES (?, ?, ?, 0, 0, ?, ?)"""
OWE = text("""
    INSERT INTO job (event_id, consumer, chunk, attempts, due_at, leased_until)
    SELECT r.event_id, r.consumer, 0, 0, :now, CASE WHEN r.leased THEN CAST(:until AS timestamptz) END
    FROM unnest(CAST(:c0 AS bigint[]), string_to_array(:c1, ','), CAST(:c2 AS boolean[]))
         AS r (event_id, consumer, leased)
    RETURNING id, consumer, leased_until""")

Place = tuple[int, int | None, str, int]
Owed = tuple[int, str, bool]


@dataclass(frozen=True)
class Leasing:
    """Which fresh jobs the caller hands over himself.

    :param take: asked once for each, by its consumer's name; what it refuses waits to be claimed.
    """

    length: timedelta
    take: Callable[[str], bool]


@dataclass(frozen=True)
class Sequenced:
    """What one batch came to: how many events, and keys and consumers of the jobs that were leased, in order.

    :param now: when; the leases began then.
    """

    count: int
    now: datetime | None = None
    leased: Sequence[tuple[int, str]] = ()

    def __len__(self) -> int:
        return self.count


# Whether an event waits for its position: a look that takes no lock.
UNSEQUENCED = exists().where(_event.c.position.is_(None))
NO_LEASING = Leasing(timedelta(0), lambda consumer: False)


def sequence(
    session: Session, routes: Routes, *, limit: int, leasing: Leasing = NO_LEASING
) -> Sequenced:
    """Put up to ``limit`` new events in order and write their jobs.

    :param routes: names of the consumers of an event kind.
    """
    session.flush()
    connection = session.connection()
    position, public, hash_ = _lock_head(connection)
    events = connection.execute(WAITING[connection.dialect.name], {"limit": limit}).all()
    if not events:
        return Sequenced(0)
    places: list[Place] = []
    owed: list[Owed] = []
    for event_id, is_public, *stated in events:
        position += 1
        public += is_public
        hash_ = link(hash_, position, stated)
        places.append((position, public if is_public else None, hash_, event_id))
        owed += [(event_id, name, leasing.take(name)) for name in routes(stated[0])]
    connection.execute(MOVE_HEAD, {"position": position, "public_position": public, "hash": hash_})
    now = clock.now(session)
    write = _write_rows if connection.dialect.name == "sqlite" else _write_columns
    return Sequenced(len(events), now, write(connection, places, owed, now, now + leasing.length))


def _lock_head(connection: Connection) -> tuple[int, int, str]:
    head = connection.execute(HEAD).one_or_none()
    if head is None:
        connection.execute(BEGIN_CHAIN, {"hash": GENESIS})
        head = connection.execute(HEAD).one()
    return head.position, head.public_position, head.hash


def _write_rows(
    connection: Connection, places: list[Place], owed: list[Owed], now: datetime, until: datetime
) -> list[tuple[int, str]]:
    connection.exec_driver_sql(PLACE_ROWS, [(place, hash_, key) for place, _, hash_, key in places])
    if public := [(place, key) for _, place, _, key in places if place is not None]:
        connection.exec_driver_sql(PUBLISH_ROWS, public)
    if not owed:
        return []
    due, end = instant("sqlite", now), instant("sqlite", until)
    last = connection.exec_driver_sql(LAST_JOB).scalar_one()
    rows = [
        (key, event_id, name, due, end if leased else None)
        for key, (event_id, name, leased) in enumerate(owed, start=last + 1)
    ]
    connection.exec_driver_sql(OWE_ROWS, rows)
    return [(row[0], row[2]) for row in rows if row[4]]


def _write_columns(
    connection: Connection, places: list[Place], owed: list[Owed], now: datetime, until: datetime
) -> list[tuple[int, str]]:
    connection.execute(PLACE, _columns(places))
    if not owed:
        return []
    rows = connection.execute(OWE, _columns(owed) | {"now": now, "until": until})
    return sorted((row.id, row.consumer) for row in rows if row.leased_until is not None)


def _columns(rows: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
    """Rows as columns ``c0``, ``c1`` …; texts as one text: quoting an array of them is slow."""
    return {
        f"c{place}": _joined(column) if isinstance(column[0], str) else list(column)
        for place, column in enumerate(zip(*rows, strict=True))
    }


def _joined(texts: Sequence[str]) -> str:
    """:raises ValueError: a text holds the comma that they are parted by; hashes and names of consumers hold none."""
    joined = ",".join(texts)
    if joined.count(",") != len(texts) - 1:
        raise ValueError(f"{texts} hold commas")
    return joined
