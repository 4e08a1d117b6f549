"""The broker: Dramatiq on Redis, with the settings without which it strands messages.

``socket_timeout``: redis-py's own 5 s would cut a worker's fetch and strand what it was handed.
``heartbeat_timeout``: a dead worker's messages are taken over after 15 s; ``maintenance_chance`` is per 1,000,000.
"""

import contextlib
import os
import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import dramatiq
import redis
from dramatiq.brokers.redis import RedisBroker, _RedisConsumer
from dramatiq.middleware import ShutdownNotifications
from redis.backoff import NoBackoff
from redis.retry import Retry

NAMESPACE = "dramatiq"
EPOCH_KEY = f"{NAMESPACE}:epoch"  # in the namespace, so that one script may look at all
HANDED = "relay:handed"
# Most urgent first; a worker takes from all, so that a flood in one does not hold up the others.
QUEUES = ("urgent", "match", "deliver", "bulk", "opening")
# Taken up by workers that hold the opening key of sealed bids; elsewhere its messages would only fail.
GUARDED = "opening"
# A message as Dramatiq writes it. It gives each try of a message a key of its own; ours are tried once.
MESSAGE = (
    '{{"queue_name":"{queue}","actor_name":"{actor}","args":[%d,%s],"kwargs":{{}},'
    '"options":{{"redis_message_id":"%s"}},"message_id":"%s","message_timestamp":{stamp}}}'
)
# In one step, so that the first message is not taken between the look at its key and the look at its text. The first
# key is the mark that is gone when Redis comes back empty; it is set again.
LOOK = """
local found = {redis.call('set', KEYS[1], ARGV[1], 'NX') and 1 or 0}
for place = 2, #KEYS do
    local first = redis.call('lindex', KEYS[place], 0)
    found[#found + 1] = redis.call('llen', KEYS[place])
    found[#found + 1] = first and redis.call('hget', KEYS[place] .. '.msgs', first)
end
return found
"""


@dataclass(frozen=True)
class Backlog:
    """What waits in one queue: how many messages, and when the first of them was handed over."""

    count: int
    since: datetime | None


@dataclass(frozen=True)
class Waiting:
    """What a look at Redis finds. ``emptied``: it has lost everything since the look before."""

    emptied: bool
    backlog: dict[str, Backlog]


@dataclass(frozen=True)
class Handing:
    """Rows of one queue to be handed over: their keys, and for each whether it is to run alone.

    :param now: the database's time, like the lease.
    """

    queue: str
    actor: str
    rows: Sequence[tuple[int, bool]]
    now: datetime


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

    def hand_over(self, handings: Iterable[Handing]) -> None:
        """Put messages into their queues in one MULTI: what Dramatiq's script does for one at a time."""
        pipeline = self.client.pipeline(transaction=True)
        for handing in handings:
            keys, pairs = _messages(handing)
            name = f"{NAMESPACE}:{handing.queue}"
            pipeline.execute_command("HSET", f"{name}.msgs", *pairs)
            pipeline.execute_command("RPUSH", name, *keys)
            pipeline.publish(HANDED, handing.queue)
        pipeline.execute()

    def waiting(self) -> Waiting:
        """Look at all queues. They are first in, first out: what was handed over later still waits as well."""
        keys = [EPOCH_KEY, *(f"{NAMESPACE}:{queue}" for queue in QUEUES)]
        emptied, *found = self.look(keys=keys, args=[os.urandom(8).hex()])
        backlog = map(_backlog, found[::2], found[1::2])
        return Waiting(bool(emptied), dict(zip(QUEUES, backlog, strict=True)))


def _backlog(count: int, first: bytes | None) -> Backlog:
    if not count:
        return Backlog(0, None)
    stamp = dramatiq.Message.decode(first).message_timestamp if first else 0
    return Backlog(count, datetime.fromtimestamp(stamp / 1000, UTC))


def _messages(handing: Handing) -> tuple[list[bytes], list[bytes]]:
    """Keys of new messages, and the same with each one's text behind it."""
    stamp = int(handing.now.timestamp() * 1000)
    form = MESSAGE.format(queue=handing.queue, actor=handing.actor, stamp=stamp)
    chance = os.urandom(16 * len(handing.rows)).hex()
    keys: list[bytes] = []
    pairs: list[bytes] = []
    for place, (row_id, alone) in enumerate(handing.rows):
        key = chance[32 * place : 32 * place + 32]
        keys.append(key.encode())
        pairs += (keys[-1], (form % (row_id, "true" if alone else "false", key, key)).encode())
    return keys, pairs


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
