"""The gate of a worker process: pieces of work pass together, a suspect one alone.

A piece of work that kills its process takes with it what runs beside it, and these count an attempt as well. So a
row whose worker died runs alone from then on: the innocent get through, and only the guilty is set aside in the end.

Nobody waits here for long: a message holds a thread and the lease of its row while it waits.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """Lets any number through together, or one alone; who wants to be alone is not overtaken while he waits."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.inside = 0
        self.wanting_alone = 0
        self.closed = False

    @contextmanager
    def passing(self, *, alone: bool, patience_seconds: float | None = None) -> Iterator[bool]:
        """Wait for one's turn, and stay inside as long as the block runs.

        :param patience_seconds: how long to wait at most; None: until it is one's turn.
        :returns: whether one is inside. If not, the turn did not come in time, and the work is to be left.
        """
        if not self._enter(alone=alone, patience_seconds=patience_seconds):
            yield False
            return
        try:
            yield True
        finally:
            with self.changed:
                self.inside -= 1
                self.closed = False
                self.changed.notify_all()

    def _enter(self, *, alone: bool, patience_seconds: float | None) -> bool:
        with self.changed:
            self.wanting_alone += alone
            try:
                came = self.changed.wait_for(
                    (lambda: not self.inside)
                    if alone
                    else (lambda: not self.closed and not self.wanting_alone),
                    patience_seconds,
                )
            finally:
                self.wanting_alone -= alone
            if not came:
                self.changed.notify_all()  # who waited behind him may go on
                return False
            self.closed = alone
            self.inside += 1
            return True
