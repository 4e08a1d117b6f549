"""How long ``bin/up`` takes to answer on data that are there already, and to stop."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.room import Figure, Given, Goal, percentile, seconds
from scenario_market.runtime.broker import free_port
from scenario_market.runtime.market import port_answers
from scenario_market.runtime.tether import tether
from scenario_market.settings import ROOT

STARTS, SECONDS = 4, 90


def start(data: Path) -> tuple[float, float]:
    """Seconds until the market answers, and until it has stopped. Without the shell's check of the environment."""
    port = free_port()
    command = ("-P", "-m", "scenario_market.runtime.up", "--port", str(port), "--data", str(data))
    began = time.perf_counter()
    with open(data / "up.log", "ab") as log:
        popen = subprocess.Popen(
            (sys.executable, *command),
            cwd=ROOT,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=tether(signal.SIGTERM),
        )
    try:
        while not port_answers(port):
            if popen.poll() is not None or time.perf_counter() - began > SECONDS:
                raise RuntimeError(f"the market does not answer: {(data / 'up.log').read_text()}")
            time.sleep(0.02)
        answered = time.perf_counter() - began
    finally:
        os.kill(popen.pid, signal.SIGINT)
        stopping = seconds(popen.wait)
    return answered, stopping


def run(given: Given) -> Iterator[Figure]:
    """The first start loads the demonstration city; the others find it."""
    os.environ["PYTHONPATH"] = str(ROOT)
    with tempfile.TemporaryDirectory(prefix="sm-benchmark-") as folder:
        first, _ = start(Path(folder))
        yield Figure("first start, with the demonstration city, until it answers", first, "s")
        again = [start(Path(folder)) for _ in range(STARTS - 1)]
        goal = Goal(8, of="value", at_most=True)
        later = percentile([one for one, _ in again], 0.5)
        yield Figure("a later start, until it answers", later, "s", goal=goal)
        yield Figure("stopping", percentile([one for _, one in again], 0.5), "s")
