"""The relay: puts new events in order, and hands jobs and deliveries that are due to Redis.

Several relays may run: the chain's head is locked, and rows that another relay claims are skipped. Redis is told
nothing that the database does not say again if Redis forgets it.

Fresh jobs are leased as they are written and handed over after the commit, as far as their queue has room and nothing
older waits for it; what is due otherwise is claimed first.
"""

import threading
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import redis
import structlog
from sqlalchemy import bindparam, select

from scenario_market.channels.wake import WAKE_KEY
from scenario_market.domain import clock, jobs, sequence
from scenario_market.domain.jobs import Due, Job
from scenario_market.domain.notices.models import Delivery
from scenario_market.persistence.database import Database
from scenario_market.settings import Settings
from scenario_market.workers import routing
from scenario_market.workers.broker import QUEUES, Backlog, Handing, MarketBroker
from scenario_market.workers.room import Room

log = structlog.get_logger("relay")


def model_of(queue: str) -> type[Any]:
    """Whose rows a queue's messages are about."""
    return Delivery if queue == "deliver" else Job


class Relay:
    """One relay. ``step`` does what is to be done now; ``run`` goes on until stopped."""

    def __init__(self, settings: Settings, database: Database, broker: MarketBroker) -> None:
        self.settings, self.database, self.broker = settings, database, broker
        self.lease = timedelta(seconds=settings.job_lease_seconds)
        self.looking = self._looking()
        self.more = False  # whether the last step left something undone that could be done at once

    def step(self) -> int:
        """Hand over one batch of what is due, then sequence one and hand over its jobs; returns how much was done."""
        self.more = False
        try:
            waiting = self.broker.waiting()
            if waiting.emptied:
                self._free_lost()
            found = self._look(waiting.backlog)
            room = Room(self.settings.backlog_limit, waiting.backlog)
            done = sum(self._dispatch(queue, room) for queue in QUEUES if found[queue])
        except redis.RedisError:
            self._sequence(Room.none())  # the feed and the chain go on while Redis is away
            raise
        return done + (self._sequence(room) if found["events"] else 0)

    def _due(self, queue: str, now: Any, lost_until: Any) -> Due:
        return Due(
            now,
            lost_until,
            consumers=None if queue == "deliver" else routing.consumers_in(queue),
            redispatch=self.settings.redispatch,
        )

    def _lost_until(self, backlog: Backlog, now: datetime) -> datetime:
        """What was handed over since the queue's first message was is not lost, however long it waits."""
        return (backlog.since or now) + self.lease

    def _looking(self) -> Any:
        """One statement that takes no lock: whether there are new events, and what is due in each queue."""
        due = {
            queue: self._due(queue, bindparam("now"), bindparam(f"lost_{queue}"))
            for queue in QUEUES
        }
        return select(
            sequence.UNSEQUENCED.label("events"),
            *(due[queue].any(model_of(queue)).label(queue) for queue in QUEUES),
        )

    def _look(self, backlog: dict[str, Backlog]) -> Any:
        with self.database.reading() as session:
            now = clock.now(session)
            lost = {f"lost_{queue}": self._lost_until(backlog[queue], now) for queue in QUEUES}
            found = session.connection().execute(self.looking, {"now": now, **lost})
            return found.mappings().one()

    def _dispatch(self, queue: str, room: Room) -> int:
        """Claim the due rows of a queue and put a message about each into Redis."""
        limit = min(self.settings.relay_batch, room.left(queue))
        if limit <= 0:
            log.warning("backlog_full", queue=queue, waiting=room.backlog[queue].count)
            return 0
        model = model_of(queue)
        with self.database.unit_of_work() as session:
            now = clock.now(session)
            due = self._due(queue, now, self._lost_until(room.backlog[queue], now))
            rows = jobs.claim(session, model, due, limit=limit, lease=self.lease)
        room.take(queue, len(rows))
        if len(rows) == limit:
            self.more = True
            room.close(queue)  # what is left there is older than any fresh job
        self._hand_over({queue: rows}, now)
        return len(rows)

    def _sequence(self, room: Room) -> int:
        """Give new events their position and jobs, and hand over those that there is room for."""
        with self.database.unit_of_work() as session:
            done = sequence.sequence(
                session,
                routing.consumers_of,
                limit=self.settings.relay_batch,
                leasing=sequence.Leasing(self.lease, room.take_for),
            )
        if len(done) == self.settings.relay_batch or room.refused:
            self.more = True
        fresh: dict[str, list[tuple[int, bool]]] = {queue: [] for queue in QUEUES}
        for job_id, consumer in done.leased:
            fresh[routing.QUEUE_OF[consumer]].append((job_id, False))
        if done.now is not None:
            self._hand_over(fresh, done.now)
        return len(done)

    def _hand_over(self, rows: Mapping[str, Sequence[tuple[int, bool]]], now: datetime) -> None:
        """Put messages into Redis. It may have got them even if it says no; a repeated message is harmless."""
        try:
            self.broker.hand_over(
                Handing(
                    queue, f"{'deliver' if queue == 'deliver' else 'handle'}_{queue}", some, now
                )
                for queue, some in rows.items()
                if some
            )
        except redis.RedisError:
            with self.database.unit_of_work() as session:
                for queue, some in rows.items():
                    ids = [row_id for row_id, _ in some]
                    jobs.hand_back(session, model_of(queue), ids, holder=None)
            raise

    def _free_lost(self) -> None:
        """Redis came back empty: free what lay in it, so that nothing waits for its lease to run out."""
        if not self.settings.redispatch:
            return
        with self.database.unit_of_work() as session:
            freed = jobs.release_queued(session, Job) + jobs.release_queued(session, Delivery)
        if freed:
            log.warning("redis_lost_messages", freed=freed)

    def run(self, stopped: threading.Event) -> None:
        """Work until stopped; a fault of Redis or the database is logged and outlasted."""
        while not stopped.is_set():
            try:
                self.step()
                if not self.more:  # what comes meanwhile sends a word
                    self.broker.client.blpop([WAKE_KEY], timeout=self.settings.poll_seconds)
            except redis.RedisError as error:
                log.warning("redis_unavailable", error=str(error))
                stopped.wait(0.5)
            except Exception:
                log.exception("relay_failed")
                stopped.wait(1)
