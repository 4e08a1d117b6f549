"""The broker: Dramatiq on Redis, with the settings without which it strands messages.

``socket_timeout``: redis-py's own 5 s would cut a worker's fetch and strand what it was handed.
``heartbeat_timeout``: a dead worker's messages are taken over after 15 s; ``maintenance_chance`` is per 1,000,000.
"""

import contextlib
import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import dramatiq
import redis
from dramatiq.brokers.redis import RedisBroker, _RedisConsumer
from dramatiq.middleware import ShutdownNotifications
from redis.backoff import NoBackoff
from redis.retry import Retry

NAMESPACE = "dramatiq"
EPOCH_KEY = "relay:epoch"
HANDED = "relay:handed"
# Most urgent first; a worker takes from all, so that a flood in one does not hold up the others.
QUEUES = ("urgent", "match", "deliver", "bulk")
# In one step, so that the first message is not taken between the look at its key and the look at its text.
LOOK = """
local first = redis.call('lindex', KEYS[1], 0)
return {redis.call('llen', KEYS[1]), first and redis.call('hget', KEYS[1] .. '.msgs', first)}
"""


@dataclass(frozen=True)
class Backlog:
    """What waits in one queue: how many messages, and when the first of them was handed over."""

    count: int
    since: datetime | None


class WokenConsumer(_RedisConsumer):
    """Waits for the relay's word instead of sleeping: an idle worker starts within a millisecond or two.

    Words may be lost; then the worker looks by itself after ``timeout`` milliseconds.
    """

    def __init__(
        self, broker: "MarketBroker", queue_name: str, prefetch: int, timeout: int
    ) -> None:
        super().__init__(broker, queue_name, prefetch, 1)  # its own sleep after a miss: 1 ms
        self.idle_seconds = timeout / 1000
        self.woken = broker.woken[queue_name]

    def __next__(self) -> Any:
        self.woken.clear()  # before the look, so that a word that comes during it is not lost
        message = super().__next__()
        if message is None:
            self.woken.wait(self.idle_seconds)
        return message

    def ack(self, message: Any) -> None:
        super().ack(message)
        self.woken.set()  # there is room to fetch again

    def close(self) -> None:
        """Put back what was fetched and not begun, so that nobody waits for its lease to run out."""
        fetched = [dramatiq.Message.decode(data) for data in self.message_cache if data]
        self.message_cache = []
        with contextlib.suppress(redis.RedisError):
            self.requeue(fetched)


class MarketBroker(RedisBroker):
    """Dramatiq's Redis broker with batches on the way in, and consumers that are woken."""

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.woken: defaultdict[str, threading.Event] = defaultdict(threading.Event)
        self.look = self.client.register_script(LOOK)

    @property
    def consumer_class(self) -> type[WokenConsumer]:
        return WokenConsumer

    def listen(self, stopped: threading.Event) -> None:
        """Pass the relay's words on to this process's consumers until stopped; meant for a thread of its own."""
        while not stopped.is_set():
            with contextlib.suppress(redis.RedisError):
                pubsub = self.client.pubsub(ignore_subscribe_messages=True)
                pubsub.subscribe(HANDED)
                while not stopped.is_set():
                    word = pubsub.get_message(timeout=1.0)
                    if word is not None:
                        self.woken[word["data"].decode()].set()
            stopped.wait(0.2)

    def enqueue_many(self, messages: Iterable[dramatiq.Message]) -> None:
        """Put messages into their queues in one MULTI: what Dramatiq's script does for one at a time."""
        bodies: defaultdict[str, dict[Any, Any]] = defaultdict(dict)
        for message in messages:
            redis_id = uuid4().hex
            message.options["redis_message_id"] = redis_id
            bodies[message.queue_name][redis_id] = message.encode()
        pipeline = self.client.pipeline(transaction=True)
        for name, waiting in bodies.items():
            pipeline.hset(f"{NAMESPACE}:{name}.msgs", mapping=waiting)
            pipeline.rpush(f"{NAMESPACE}:{name}", *waiting)
            pipeline.publish(HANDED, name)
        pipeline.execute()

    def backlog(self, queue: str) -> Backlog:
        """What waits in a queue. Queues are first in, first out: what was handed over later still waits as well."""
        count, first = self.look(keys=[f"{NAMESPACE}:{queue}"])
        if not count:
            return Backlog(0, None)
        stamp = dramatiq.Message.decode(first).message_timestamp if first else 0
        return Backlog(count, datetime.fromtimestamp(stamp / 1000, UTC))

    def lost_everything(self) -> bool:
        """Whether Redis came back empty: its epoch mark is gone. The mark is set again."""
        return bool(self.client.set(EPOCH_KEY, uuid4().hex, nx=True))


def make_broker(redis_url: str, *, timeout_seconds: float = 60) -> MarketBroker:
    """A broker on the given Redis; retries are rows in the database, so Dramatiq makes none.

    One retry at once mends a connection that broke while it lay idle. redis-py's own three with growing pauses
    would keep everybody asleep for seconds after Redis is back.
    """
    client = redis.Redis.from_url(
        redis_url,
        socket_timeout=timeout_seconds,
        socket_connect_timeout=5,
        health_check_interval=30,
        retry=Retry(NoBackoff(), 1),
    )
    broker = MarketBroker(
        client=client,
        namespace=NAMESPACE,
        heartbeat_timeout=15_000,
        maintenance_chance=100_000,
        middleware=[ShutdownNotifications()],
    )
    for queue in QUEUES:
        broker.declare_queue(queue)
    return broker
