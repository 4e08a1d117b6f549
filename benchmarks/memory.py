"""What each process holds after 500 publications at a pool of 500, in PSS: shared pages count in parts."""

import time
from collections.abc import Iterator

from benchmarks.http_load import Connection
from benchmarks.inbox_latency import Publisher
from benchmarks.lists import PATHS
from benchmarks.processes import running
from benchmarks.room import Figure, Given, Goal
from benchmarks.servers import place

PUBLICATIONS, SECONDS, REQUESTS = 500, 120, 50


def run(given: Given) -> Iterator[Figure]:
    """On embedded defaults: SQLite."""
    with place("sqlite") as here:
        publisher = Publisher(here)
        keys = publisher.approve(PUBLICATIONS)
        done = 0
        with running(here) as market:
            until = time.perf_counter() + SECONDS
            for key in keys:
                publisher.publish(key)
                done += 1
                if time.perf_counter() > until:
                    break
            for path in PATHS.values():
                for _ in range(REQUESTS):
                    Connection(market.port).get(path)
            for name in market.popen:
                for place_, process in enumerate(market.all_of(name)):
                    pss = process.memory_full_info().pss / 2**20
                    title = f"{name}, process {place_}, after {done} publications"
                    yield Figure(title, pss, "MB", goal=Goal(150, of="value", at_most=True))
        publisher.database.close()
