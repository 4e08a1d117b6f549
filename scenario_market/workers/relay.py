"""The relay: puts new events in order, and hands jobs and deliveries that are due to Redis.

Several relays may run: the chain's head is locked, and rows that another relay claims are skipped. Redis is told
nothing that the database does not say again if Redis forgets it.
"""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import dramatiq
import redis
import structlog

from scenario_market.channels.wake import WAKE_KEY
from scenario_market.domain import clock, jobs, sequence
from scenario_market.domain.jobs import Claimed, Due, Job
from scenario_market.domain.notices.models import Delivery
from scenario_market.persistence.database import Database
from scenario_market.settings import Settings
from scenario_market.workers import routing
from scenario_market.workers.broker import QUEUES, Backlog, MarketBroker

log = structlog.get_logger("relay")


class Relay:
    """One relay. ``step`` does what is to be done now; ``run`` goes on until stopped."""

    def __init__(self, settings: Settings, database: Database, broker: MarketBroker) -> None:
        self.settings, self.database, self.broker = settings, database, broker
        self.lease = timedelta(seconds=settings.job_lease_seconds)

    def step(self) -> int:
        """Sequence and hand over one batch of each; returns how much was done."""
        done = self.sequence()  # needs no Redis: the feed and the chain go on while it is away
        self.watch_redis()
        return done + sum(self.dispatch(queue) for queue in QUEUES)

    def sequence(self) -> int:
        """Give new events their position and jobs."""
        with self.database.reading() as session:
            if not sequence.unsequenced(session):
                return 0
        with self.database.unit_of_work() as session:
            return sequence.sequence(session, routing.consumers_of, limit=self.settings.relay_batch)

    def dispatch(self, queue: str) -> int:
        """Claim the due rows of a queue and put a message about each into Redis."""
        model: type[Any] = Delivery if queue == "deliver" else Job
        with self.database.reading() as session:
            if not jobs.any_due(session, model, self._due(queue, clock.now(session))):
                return 0
        backlog = self.broker.backlog(queue)
        room = min(self.settings.relay_batch, self.settings.backlog_limit - backlog.count)
        if room <= 0:
            log.warning("backlog_full", queue=queue, waiting=backlog.count)
            return 0
        with self.database.unit_of_work() as session:
            due = self._due(queue, clock.now(session), backlog)
            rows = jobs.claim(session, model, due, limit=room, lease=self.lease)
        if rows:
            self._hand_over(model, queue, rows, due.now)
        return len(rows)

    def _due(self, queue: str, now: datetime, backlog: Backlog | None = None) -> Due:
        """What was handed over since the queue's first message was is not lost, however long it waits."""
        since = backlog.since if backlog else None
        return Due(
            now,
            consumers=None if queue == "deliver" else routing.consumers_in(queue),
            redispatch=self.settings.redispatch,
            lost_until=since + self.lease if since else None,
        )

    def _hand_over(
        self, model: type[Any], queue: str, rows: Sequence[Claimed], now: datetime
    ) -> None:
        actor = "deliver" if model is Delivery else "handle"
        try:
            self.broker.enqueue_many(_message(actor, queue, row, now) for row in rows)
        except (
            redis.RedisError
        ):  # it may have got them all the same; a repeated message is harmless
            with self.database.unit_of_work() as session:
                jobs.hand_back(session, model, [row.id for row in rows], holder=None)
            raise

    def watch_redis(self) -> None:
        """When Redis comes back empty, free what lay in it, so that nothing waits for its lease to run out."""
        if not self.broker.lost_everything() or not self.settings.redispatch:
            return
        with self.database.unit_of_work() as session:
            freed = jobs.release_queued(session, Job) + jobs.release_queued(session, Delivery)
        if freed:
            log.warning("redis_lost_messages", freed=freed)

    def run(self, stopped: threading.Event) -> None:
        """Work until stopped; a fault of Redis or the database is logged and outlasted."""
        while not stopped.is_set():
            try:
                if self.step() == 0:
                    self.broker.client.blpop([WAKE_KEY], timeout=self.settings.poll_seconds)
            except redis.RedisError as error:
                log.warning("redis_unavailable", error=str(error))
                stopped.wait(0.5)
            except Exception:
                log.exception("relay_failed")
                stopped.wait(1)


def _message(actor: str, queue: str, row: Claimed, now: datetime) -> dramatiq.Message:
    return dramatiq.Message(
        queue_name=queue,
        actor_name=f"{actor}_{queue}",
        args=(row.id, row.suspect),
        kwargs={},
        options={},
        message_timestamp=int(now.timestamp() * 1000),  # the database's time, like the lease
    )
