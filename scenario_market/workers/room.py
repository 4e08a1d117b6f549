"""How much room the queues in Redis still have, during one step of the relay."""

from collections.abc import Mapping

from scenario_market.workers import routing
from scenario_market.workers.broker import Backlog


class Room:
    """Counts down, per queue, the messages that may still be put into it. ``refused``: whether a fresh job was."""

    def __init__(self, limit: int, backlog: Mapping[str, Backlog]) -> None:
        self.backlog = backlog
        self.free = {queue: limit - one.count for queue, one in backlog.items()}
        self.refused = False

    @classmethod
    def none(cls) -> "Room":
        """For when Redis cannot be asked."""
        return cls(0, {})

    def left(self, queue: str) -> int:
        """How many more messages the queue takes."""
        return self.free.get(queue, 0)

    def take(self, queue: str, count: int) -> None:
        """So many have been claimed for it."""
        self.free[queue] -= count

    def close(self, queue: str) -> None:
        """Nothing fresh goes into a queue that older rows wait for."""
        self.free[queue] = 0

    def take_for(self, consumer: str) -> bool:
        """Whether a fresh job of this consumer may be handed over; counts it if so."""
        queue = routing.QUEUE_OF[consumer]
        free = self.free.get(queue, 0)
        if free <= 0:
            self.refused = True
            return False
        self.free[queue] = free - 1
        return True
