"""The relay: puts new events in order, and hands jobs and deliveries that are due to Redis.

Several relays may run: the chain's head is locked, and rows that another relay claims are skipped. Redis is told
nothing that the database does not say again if Redis forgets it.
"""

import threading
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import dramatiq
import redis
import structlog

from scenario_market.channels.wake import WAKE_KEY
from scenario_market.domain import clock, jobs, sequence
from scenario_market.domain.jobs import Job
from scenario_market.domain.notices.models import Delivery
from scenario_market.persistence.database import Database
from scenario_market.settings import Settings
from scenario_market.workers import routing
from scenario_market.workers.broker import MarketBroker

log = structlog.get_logger("relay")
# A message that lies in Redis may wait for the ones before it: its lease grows with the backlog.
BACKLOG_A_SECOND = 200


class Relay:
    """One relay. ``step`` does what is to be done now; ``run`` goes on until stopped."""

    def __init__(self, settings: Settings, database: Database, broker: MarketBroker) -> None:
        self.settings, self.database, self.broker = settings, database, broker

    def step(self) -> int:
        """Sequence and hand over one batch of each; returns how much was done."""
        return self.sequence() + self.dispatch(Job) + self.dispatch(Delivery)

    def sequence(self) -> int:
        """Give new events their position and jobs."""
        with self.database.reading() as session:
            if not sequence.unsequenced(session):
                return 0
        with self.database.unit_of_work() as session:
            return sequence.sequence(session, routing.consumers_of, limit=self.settings.relay_batch)

    def dispatch(self, model: type[Any]) -> int:
        """Claim due rows and put a message about each into Redis."""
        with self.database.reading() as session:
            if not jobs.any_due(session, model, now=clock.now(session)):
                return 0
        waiting = self.broker.backlog()
        room = min(self.settings.relay_batch, self.settings.backlog_limit - waiting)
        if room <= 0:
            log.warning("backlog_full", waiting=waiting, limit=self.settings.backlog_limit)
            return 0
        lease = timedelta(
            seconds=self.settings.job_lease_seconds + waiting / BACKLOG_A_SECOND
            if self.settings.redispatch
            else 10**8
        )
        with self.database.unit_of_work() as session:
            now = clock.now(session)
            rows = jobs.claim(session, model, now=now, limit=room, lease=lease)
        if rows:
            self.broker.enqueue_many(self._messages(model, rows))
        return len(rows)

    def _messages(self, model: type[Any], rows: Sequence[Any]) -> list[dramatiq.Message]:
        if model is Delivery:
            return [_message("deliver", "deliver", row.id) for row in rows]
        return [
            _message("handle", routing.CONSUMERS[row.consumer].queue, row.id)
            for row in rows
            if row.consumer in routing.CONSUMERS
        ]

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
                self.watch_redis()
                if self.step() == 0:
                    self.broker.client.blpop([WAKE_KEY], timeout=self.settings.poll_seconds)
            except redis.RedisError as error:
                log.warning("redis_unavailable", error=str(error))
                stopped.wait(0.5)
            except Exception:
                log.exception("relay_failed")
                stopped.wait(1)


def _message(actor: str, queue: str, row_id: int) -> dramatiq.Message:
    return dramatiq.Message(
        queue_name=queue, actor_name=f"{actor}_{queue}", args=(row_id,), kwargs={}, options={}
    )
