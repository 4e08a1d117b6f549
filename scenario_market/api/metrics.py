"""Requests counted and timed, per route and status, over all processes of one web server.

Each process writes to memory-mapped files in the folder that ``PROMETHEUS_MULTIPROC_DIR`` names
(``config/gunicorn.conf.py`` sets it before this is imported); whichever process is asked adds them up. Without the
folder a process counts for itself.

Labels are rules of routes, methods and statuses: never an address, a key or anything that a caller chose.
"""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.mmap_dict import MmapedDict
from prometheus_client.multiprocess import MultiProcessCollector

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BUCKETS_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
FOLDED = ("counter", "histogram")
CONVERTER = re.compile(r"<[^<>:]*:(\w+)>")

_own = CollectorRegistry()
REQUESTS = Counter(
    "market_http_requests",
    "Requests answered.",
    ("method", "route", "status"),
    registry=_own,
)
SECONDS = Histogram(
    "market_http_request_seconds",
    "Time from a request's arrival in the application to its answer.",
    ("method", "route"),
    buckets=BUCKETS_SECONDS,
    registry=_own,
)


def observe(method: str, rule: str | None, status: int, seconds: float) -> None:
    """Count one answered request. :param rule: the URL rule that matched, None where none did."""
    known = method if method in METHODS else "OTHER"
    route = CONVERTER.sub(r"<\1>", rule) if rule else "-"
    REQUESTS.labels(known, route, str(status)).inc()
    SECONDS.labels(known, route).observe(seconds)


def exposition() -> str:
    """The counters of all processes in Prometheus' text format."""
    folder = os.environ.get(FOLDER)
    if not folder:
        return generate_latest(_own).decode()
    registry = CollectorRegistry()
    MultiProcessCollector(registry, folder)
    with _locked(Path(folder), fcntl.LOCK_SH):
        return generate_latest(registry).decode()


def fold(pid: int) -> None:
    """Add what a dead process counted to the account of the dead and remove its files, so that they do not pile up.

    A reader waits meanwhile: seen half-way a counter would seem to fall, which Prometheus takes for a restart.
    """
    folder = Path(os.environ[FOLDER])
    with _locked(folder, fcntl.LOCK_EX):
        for kind in FOLDED:
            left = folder / f"{kind}_{pid}.db"
            if not left.exists():
                continue
            total = MmapedDict(str(folder / f"{kind}_dead.db"))
            for name, value, timestamp, _ in MmapedDict.read_all_values_from_file(str(left)):
                total.write_value(name, total.read_value(name)[0] + value, timestamp)
            total.close()
            left.unlink()


@contextmanager
def _locked(folder: Path, how: int) -> Iterator[None]:
    with (folder / "lock").open("a") as file:
        fcntl.flock(file, how)
        yield
