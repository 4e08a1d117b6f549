"""The supervisor, with stand-in processes that are real ones: killed, stopped and started twice."""

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
import redis

from scenario_market.runtime.broker import free_port
from scenario_market.runtime.leftovers import RUN_VARIABLE, ProcessRecord, sweep
from tests.waiting import PATIENCE_SECONDS, until

DUMMY = Path(__file__).with_name("dummy_market.py")
ROOT = DUMMY.parents[2]
BROKER = "-server 127.0.0.1:"  # how Redis and Valkey call themselves


class Market:
    """A running ``dummy_market.py``."""

    def __init__(self, data: Path, *extras: str, port: int | None = None) -> None:
        self.data = data
        self.port = port or free_port()
        self.output = data.with_name(f"{data.name}-{self.port}.txt")
        environ = {k: v for k, v in os.environ.items() if k != "REDIS_URL"}
        with open(self.output, "w") as output:
            self.popen = subprocess.Popen(
                [sys.executable, str(DUMMY), str(data), str(self.port), *extras],
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**environ, "PYTHONPATH": str(ROOT)},
            )

    @property
    def text(self) -> str:
        return self.output.read_text()

    def killed(self, part: str) -> psutil.Process:
        """Its child after SIGKILL, once the supervisor has said so."""
        said, victim = self.text.count("ended by SIGKILL"), self.child(part)
        victim.kill()
        self.until(lambda: self.text.count("ended by SIGKILL") > said)
        return victim

    def until(self, condition):
        return until(condition, tell=lambda: self.text)

    def ready(self) -> "Market":
        self.until(lambda: "ready" in self.text and self.text.count("beating") == 2)
        return self

    def tree(self) -> list[psutil.Process]:
        return psutil.Process(self.popen.pid).children(recursive=True)

    def child(self, part: str) -> psutil.Process:
        """The child of the supervisor whose command line has ``part`` in it, once it is there."""

        def found():
            children = alive(psutil.Process(self.popen.pid).children())
            return next((c for c in children if part in command(c)), None)

        return self.until(found)

    def stop(self, number: int = signal.SIGINT) -> int:
        self.popen.send_signal(number)
        return self.end()

    def end(self) -> int:
        """Its exit status, once it has ended."""
        return self.popen.wait(timeout=PATIENCE_SECONDS)


@contextmanager
def markets(folder: Path) -> Iterator[Callable[..., Market]]:
    """Starts markets, by default on one data directory; all are ended with the block."""
    started = []

    def start(*extras: str, data: Path = folder / "data", port: int | None = None) -> Market:
        started.append(Market(data, *extras, port=port))
        return started[-1]

    yield start
    for each in started:
        each.popen.kill()
        each.popen.wait()
        if each.data.is_relative_to(folder):  # not what another one's market runs on
            sweep(each.data / "run" / "processes.json")


@pytest.fixture
def market(tmp_path):
    with markets(tmp_path) as start:
        yield start


@pytest.fixture(scope="module")
def lasting(tmp_path_factory):
    """One for the tests that leave it running."""
    with markets(tmp_path_factory.mktemp("lasting")) as start:
        yield start().ready()


@pytest.fixture
def running(lasting):
    """It, with all its processes."""
    lasting.until(lambda: len(alive(lasting.tree())) == 4)
    return lasting


def is_alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    return [p for p in processes if is_alive(p)]


def command(process: psutil.Process) -> str:
    """Its command line; nothing if it died while being looked at."""
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_signal_leaves_no_process_not_even_a_zombie(market, number):
    running = market().ready()
    processes = running.tree()
    assert len(processes) == 4  # broker, web, worker and what the worker forked: it has said so
    assert running.stop(number) == 0
    assert [p for p in processes if p.is_running()] == []
    assert not (running.data / "run" / "processes.json").exists()


def test_under_nohup_a_closed_terminal_does_not_stop_it(market):
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does; the child inherits it
    try:
        running = market().ready()
    finally:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
    running.popen.send_signal(signal.SIGHUP)
    running.child("http.server").kill()
    running.until(lambda: "ended by SIGKILL" in running.text)
    assert "stopping" not in running.text


@pytest.mark.parametrize("part", ["http.server", "os.fork()", BROKER])
def test_a_killed_child_is_started_again(running, part):
    victim = running.killed(part)
    running.until(lambda: running.child(part).pid != victim.pid)
    running.until(lambda: len(alive(running.tree())) == 4)


def test_a_killed_child_takes_what_it_forked_with_it(running):
    worker = running.child("os.fork()")
    (forked,) = worker.children()
    worker.kill()
    running.until(lambda: not forked.is_running())


def test_a_broker_that_lost_everything_comes_back_at_the_same_address(running):
    running.killed(BROKER)
    environ = running.child("os.fork()").environ()
    client = redis.Redis.from_url(environ["REDIS_URL"])
    running.until(lambda: reaches(client))
    before = int(client.get("beats"))
    running.until(lambda: int(client.get("beats")) > before)


def reaches(client) -> bool:
    try:
        return client.get("beats") is not None
    except redis.RedisError:
        return False


def test_a_child_that_keeps_dying_is_started_with_growing_pauses(market):
    running = market("crash").ready()
    running.until(lambda: running.text.count("crash ended with status 3") >= 4)
    pauses = [
        line.split("again in ")[1] for line in running.text.splitlines() if "crash ended" in line
    ]
    assert pauses[:4] == ["0.1 s", "0.2 s", "0.4 s", "0.8 s"]
    assert urllib.request.urlopen(f"http://127.0.0.1:{running.port}/").status == 200


def test_a_deaf_child_is_killed_within_the_grace_by_a_second_signal(market):
    running = market("stubborn", "patient").ready()  # its grace outlasts this test's patience
    running.until(lambda: "deaf" in running.text)
    processes = running.tree()
    running.popen.send_signal(signal.SIGINT)
    running.until(lambda: "stopping" in running.text)
    running.popen.send_signal(signal.SIGINT)
    assert running.end() == 0
    assert [p for p in processes if p.is_running()] == []


def test_a_killed_supervisor_takes_its_children_with_it(market):
    running = market().ready()
    processes = running.tree()
    running.stop(signal.SIGKILL)
    running.until(lambda: alive(processes) == [])


def test_what_a_killed_supervisor_left_is_ended_by_the_next_start(market):
    running = market("stubborn").ready()
    running.until(lambda: "deaf" in running.text)
    deaf = running.child("SIG_IGN")
    running.stop(signal.SIGKILL)
    assert alive([deaf])
    again = market(port=running.port)
    again.until(lambda: "ready" in again.text)
    assert f"ended process {deaf.pid}" in again.text
    assert not alive([deaf])


def test_a_pid_that_now_belongs_to_somebody_else_is_left_alone(tmp_path):
    record = ProcessRecord(tmp_path / "processes.json")
    with subprocess.Popen(["sleep", "60"]) as stranger:
        record.add("web", stranger.pid)
        record.children["web"]["started_at"] -= 30
        record.open()
        assert sweep(record.path) == []
        assert stranger.poll() is None
        stranger.kill()


def test_a_forgotten_grandchild_is_known_by_the_run_in_its_environment(tmp_path):
    record = ProcessRecord(tmp_path / "processes.json")
    record.open()
    environ = {**os.environ, RUN_VARIABLE: record.run_id}
    with subprocess.Popen(["sleep", "60"], env=environ) as grandchild:
        assert sweep(record.path) == [grandchild.pid]
        assert not psutil.pid_exists(grandchild.pid)


def test_a_second_market_on_the_same_data_says_so_and_ends(running, market):
    second = market(data=running.data)
    assert second.end() == 1
    assert f"already running on {running.data} (process {running.popen.pid})" in second.text
    assert len(alive(running.tree())) == 4


def test_a_port_in_use_is_named(running, market):
    second = market(port=running.port)
    assert second.end() == 1
    assert f"Port {running.port} of 127.0.0.1 cannot be used" in second.text


def test_a_preparation_that_fails_ends_the_start_and_leaves_nothing(market):
    failed = market("fail")
    assert failed.end() == 1
    assert "status 7" in failed.text
    assert "http.server" not in failed.text
    assert not (failed.data / "run" / "processes.json").exists()


def test_a_program_that_is_not_there_is_tried_again_and_again(market):
    running = market("missing").ready()
    running.until(lambda: running.text.count("missing cannot be started") >= 3)
    assert running.stop() == 0


def test_what_a_child_says_stands_in_its_own_log(market):
    running = market("crash").ready()
    running.until(lambda: "crash  | going down" in running.text)
    running.stop()
    assert (running.data / "logs" / "migrate.log").read_text() == "prepared\n"
