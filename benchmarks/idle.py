"""What the processes cost while nothing happens: per cent of one core, over some seconds."""

import time
from collections.abc import Iterator

from benchmarks.processes import running
from benchmarks.room import Figure, Given
from benchmarks.servers import place

SETTLING_SECONDS, SECONDS = 6, 15


def run(given: Given) -> Iterator[Figure]:
    """On embedded defaults: SQLite."""
    with place("sqlite") as here, running(here) as market:
        time.sleep(SETTLING_SECONDS)
        before = {name: market.cpu_seconds(name) for name in market.popen}
        time.sleep(SECONDS)
        for name, spent in before.items():
            share = 100 * (market.cpu_seconds(name) - spent) / SECONDS
            yield Figure(f"{name}: idle", share, "% of a core")
