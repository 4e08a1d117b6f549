"""The gate of a worker process: pieces of work pass together, a suspect one alone.

A piece of work that kills its process takes with it what runs beside it, and these count an attempt as well. So a
row whose worker died runs alone from then on: the innocent get through, and only the guilty is set aside in the end.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """Lets any number through together, or one alone; who wants to be alone is not overtaken."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.inside = 0
        self.wanting_alone = 0
        self.closed = False

    @contextmanager
    def passing(self, *, alone: bool) -> Iterator[None]:
        """Wait for one's turn, and stay inside as long as the block runs."""
        with self.changed:
            if alone:
                self.wanting_alone += 1
                self.changed.wait_for(lambda: not self.inside)
                self.wanting_alone -= 1
            else:
                self.changed.wait_for(lambda: not self.closed and not self.wanting_alone)
            self.closed = alone
            self.inside += 1
        try:
            yield
        finally:
            with self.changed:
                self.inside -= 1
                self.closed = False
                self.changed.notify_all()
