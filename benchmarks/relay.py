"""The relay: events put in order and jobs handed to a real broker, next to a bare claim-and-mark loop.

The bare loop claims and marks the same rows of the same tables in batches of the same size, each batch a transaction,
the way a relay must: it locks what waits, in order, by the same index; gives each event a number of its own, without
gaps; and leases the jobs. It does nothing else: no hash, no new row, no broker. An event is counted once it has its
position and its job lies in Redis.
"""

import time
from collections.abc import Iterator

from sqlalchemy import delete, func, select, update

from benchmarks.pools import demand, write
from benchmarks.room import Figure, Given, Goal, turns
from benchmarks.servers import Place, place
from scenario_market.domain import clock, outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.demands.events import MatchRequested
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.jobs import Job
from scenario_market.domain.outbox import EventRecord
from scenario_market.workers.broker import make_broker
from scenario_market.workers.relay import Relay

EVENTS, ROUNDS, SECONDS = 5_000, 5, 60
CLAIM = "SELECT id FROM {rows} LIMIT {limit}"
WAITING = {
    "event": "event WHERE position IS NULL ORDER BY id",
    "job": "job WHERE done_at IS NULL AND parked_at IS NULL AND leased_until IS NULL ORDER BY due_at, id",
}
MARK = {
    "event": "UPDATE event SET position = v.column1 FROM (VALUES {places}) AS v WHERE event.id = v.column2",
    "job": "UPDATE job SET leased_until = due_at WHERE id IN ({ids})",
}


class Bench:
    """A relay on a database with events that wait."""

    def __init__(self, here: Place) -> None:
        self.settings = here.settings
        self.database = here.database()
        self.relay = Relay(self.settings, self.database, make_broker(here.redis_url))
        self.skip = "" if self.database.is_sqlite else " FOR UPDATE SKIP LOCKED"
        with self.database.unit_of_work() as session:
            write(session, Demand, [demand(1, "标题", "正文")])

    def record(self) -> None:
        """Events that nobody has looked at; what lay in Redis before is gone."""
        self.relay.broker.client.flushdb()
        with self.database.unit_of_work() as session:
            session.execute(delete(Job))
            now = clock.now(session)
            for number in range(EVENTS):
                outbox.record(
                    session, MatchRequested(subject_id=1, number=number), actor=SYSTEM, now=now
                )

    def own(self) -> float:
        """Seconds of the relay for all events."""
        self.record()
        began = time.perf_counter()
        while self.relay.step():
            pass
        spent = time.perf_counter() - began
        with self.database.reading() as session:
            waiting = session.scalar(select(func.count()).where(EventRecord.position.is_(None)))
        assert (waiting, self.relay.broker.waiting().backlog["match"].count) == (0, EVENTS)
        return spent

    def bare(self) -> float:
        """Seconds of the bare loop for the events and jobs that the relay has just worked on."""
        with self.database.unit_of_work() as session:
            last = session.scalar(select(func.max(EventRecord.id))) or 0
            fresh = EventRecord.id > last - EVENTS
            session.execute(update(EventRecord).where(fresh).values(position=None))
            session.execute(update(Job).values(leased_until=None))
            base = session.scalar(select(func.max(EventRecord.position))) or 0
        spent = 0.0
        for table in WAITING:
            began, done = time.perf_counter(), base
            while more := self._batch(table, done):
                done += more
            spent += time.perf_counter() - began
        return spent

    def _batch(self, table: str, done: int) -> int:
        claim = CLAIM.format(rows=WAITING[table], limit=self.settings.relay_batch)
        with self.database.unit_of_work() as session:
            connection = session.connection()
            ids = connection.exec_driver_sql(claim + self.skip).scalars().all()
            if ids:
                places = ",".join(
                    f"({place},{key})" for place, key in enumerate(ids, start=done + 1)
                )
                among = ",".join(map(str, ids))
                connection.exec_driver_sql(MARK[table].format(places=places, ids=among))
        return len(ids)


def run(given: Given) -> Iterator[Figure]:
    """On each database."""
    for kind in given.databases:
        with place(kind) as here:
            bench = Bench(here)
            bench.own()
            found = turns(
                {"own": bench.own, "bare": bench.bare}, rounds=ROUNDS, at_most_seconds=SECONDS
            )
            yield Figure(
                f"{here.kind}: events sequenced and their jobs handed over",
                EVENTS / found["own"],
                "1/s",
                EVENTS / found["bare"],
                goal=Goal(0.5),
            )
            bench.database.close()
