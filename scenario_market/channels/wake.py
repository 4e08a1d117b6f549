"""The word to the relay that there is something new."""

import contextlib

import redis

WAKE_KEY = "relay:wake"


class Waker:
    """Tells the relay that there is something new. A stalled Redis never holds a request for long."""

    def __init__(self, redis_url: str) -> None:
        self.client = redis.Redis.from_url(
            redis_url, socket_timeout=0.1, socket_connect_timeout=0.1, retry=None
        )

    def __call__(self) -> None:
        """Wake one relay; one that is not woken looks by itself every second."""
        with contextlib.suppress(redis.RedisError):
            pipeline = self.client.pipeline(transaction=False)
            pipeline.lpush(WAKE_KEY, 1)
            pipeline.ltrim(WAKE_KEY, 0, 0)
            pipeline.execute()
