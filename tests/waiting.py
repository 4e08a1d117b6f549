"""Waiting for what other processes do. How long that takes is no rule: speed is measured by ``benchmarks/``.

A test waits for the very thing that it asserts: what comes before it (an answer, a line in a log) does not imply it.
"""

import time

# So that what never comes ends the test at last: many times what the slowest step takes on a busy machine.
PATIENCE_SECONDS = 240


def until(condition, tell=lambda: "it did not come about", pause=0.05):
    """The first true value of a condition that is looked at again and again.

    :param tell: makes the text of the error.
    :param pause: seconds between two looks.
    :raises TimeoutError: it did not come within :data:`PATIENCE_SECONDS`.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise TimeoutError(tell())
        time.sleep(pause)
    return found
