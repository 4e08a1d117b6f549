"""The broker: Dramatiq on Redis, with the settings without which it strands messages.

``socket_timeout``: redis-py's own 5 s would cut a worker's fetch and strand what it was handed.
``heartbeat_timeout``: a dead worker's messages are taken over after 15 s; ``maintenance_chance`` is per 1,000,000.
"""

import contextlib
import threading
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import dramatiq
import redis
from dramatiq.brokers.redis import RedisBroker, _RedisConsumer
from dramatiq.middleware import ShutdownNotifications

NAMESPACE = "dramatiq"
EPOCH_KEY = "relay:epoch"
HANDED = "relay:handed"
# Most urgent first; a worker takes from all, so that a flood in one does not hold up the others.
QUEUES = ("urgent", "match", "deliver", "bulk")


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


class MarketBroker(RedisBroker):
    """Dramatiq's Redis broker with batches on the way in, and consumers that are woken."""

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.woken: defaultdict[str, threading.Event] = defaultdict(threading.Event)

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

    def backlog(self) -> int:
        """How many messages wait in Redis."""
        pipeline = self.client.pipeline(transaction=False)
        for queue in QUEUES:
            pipeline.llen(f"{NAMESPACE}:{queue}")
        return sum(pipeline.execute())

    def lost_everything(self) -> bool:
        """Whether Redis came back empty: its epoch mark is gone. The mark is set again."""
        return bool(self.client.set(EPOCH_KEY, uuid4().hex, nx=True))


def make_broker(redis_url: str) -> MarketBroker:
    """A broker on the given Redis; retries are rows in the database, so Dramatiq makes none."""
    client = redis.Redis.from_url(
        redis_url, socket_timeout=60, socket_connect_timeout=5, health_check_interval=30
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
