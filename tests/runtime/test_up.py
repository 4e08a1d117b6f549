"""``bin/up`` as a user has it: the market's real processes on embedded defaults."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import psutil
import pytest

from scenario_market.runtime.broker import free_port
from scenario_market.runtime.leftovers import sweep
from tests.waiting import PATIENCE_SECONDS, until

PROCESSES = ("worker", "relay", "clock", "broker", "web")


class Up:
    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.output = data.with_name(f"up-{self.port}.txt")
        embedded = ("REDIS_URL", "DATABASE_URL", "SM_DATA_DIR")
        options = ["--port", str(self.port), "--data", str(data), "--no-demo"]
        with open(self.output, "w") as output:
            self.popen = subprocess.Popen(
                [sys.executable, "-P", "-m", "scenario_market.runtime.up", *options],
                stdout=output,
                stderr=subprocess.STDOUT,
                env={k: v for k, v in os.environ.items() if k not in embedded},
            )

    def until(self, condition):
        return until(condition, tell=lambda: self.output.read_text()[-5000:])

    def answers(self, path: str) -> bool:
        try:
            address = f"http://127.0.0.1:{self.port}{path}"
            return urllib.request.urlopen(address, timeout=2).status == 200
        except OSError:
            return False

    def recorded(self) -> dict:
        return json.loads((self.data / "run" / "processes.json").read_text())["children"]

    def pid(self, name: str) -> int:
        return self.recorded()[name]["pid"]

    def kill_and_see_it_return(self, name: str) -> None:
        victim = self.pid(name)
        os.kill(victim, signal.SIGKILL)
        self.until(lambda: self.pid(name) != victim)

    def tree(self) -> list[psutil.Process]:
        return psutil.Process(self.popen.pid).children(recursive=True)

    def ready(self) -> "Up":
        # The pages answer before the others are started: they have a head start.
        self.until(lambda: self.answers("/readyz") and self.recorded().keys() >= {*PROCESSES})
        return self

    def stop(self, number: int = signal.SIGINT) -> int:
        self.popen.send_signal(number)
        return self.popen.wait(timeout=PATIENCE_SECONDS)


@pytest.fixture
def up(tmp_path):
    started = []

    def start() -> Up:
        started.append(Up(tmp_path / "var"))
        return started[-1]

    yield start
    for each in started:
        each.popen.kill()
        each.popen.wait()
    sweep(tmp_path / "var" / "run" / "processes.json")


def test_the_market_starts_survives_every_kill_and_leaves_no_process(up):
    market = up().ready()
    for name in PROCESSES:
        market.kill_and_see_it_return(name)
    market.until(lambda: market.answers("/readyz"))  # one of two web workers is enough for that
    # broker, worker, relay, clock, and web with two workers of its own
    processes = market.until(lambda: len(found := market.tree()) == 7 and found)
    assert market.stop() == 0
    assert "ended with status" not in market.output.read_text()  # what died was killed by us
    assert [process for process in processes if process.is_running()] == []


def test_a_market_starts_again_on_the_same_data_after_a_stop_and_after_its_supervisor_was_killed(
    up,
):
    assert up().ready().stop() == 0
    market = up().ready()
    before = market.tree()
    market.stop(signal.SIGKILL)
    again = up().ready()
    still_there = [p for p in before if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]
    assert still_there == []
    assert again.stop() == 0
