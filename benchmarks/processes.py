"""The market's processes as ``bin/up`` starts them, on a place of the benchmark's own."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator

import psutil

from benchmarks.servers import Place
from scenario_market.runtime.broker import free_port
from scenario_market.runtime.market import port_answers
from scenario_market.runtime.tether import end_group, tether
from scenario_market.runtime.up import services
from scenario_market.settings import find_config

START_SECONDS = 60


class Running:
    """Processes by name, and the port of the web process."""

    def __init__(self, port: int, folder: object) -> None:
        self.port, self.folder = port, folder
        self.popen: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def all_of(self, name: str) -> list[psutil.Process]:
        """A process and what it forked."""
        first = psutil.Process(self.popen[name].pid)
        return [first, *first.children(recursive=True)]

    def cpu_seconds(self, name: str) -> float:
        """User and system time of a process and what it forked, so far."""
        times = [process.cpu_times() for process in self.all_of(name)]
        return sum(one.user + one.system for one in times)


@contextlib.contextmanager
def running(place: Place, *names: str, web: tuple[str, ...] | None = None) -> Iterator[Running]:
    """Run these processes (all by default), and end them.

    :param web: another command line for the web process.
    """
    made = Running(free_port(), place.folder)
    environ = {**os.environ, **place.environ, "PORT": str(made.port)}
    try:
        for process in services(find_config(os.environ)):
            if names and process.name not in names:
                continue
            argv = web if web and process.name == "web" else process.argv
            with open(place.folder / f"{process.name}.log", "ab") as log:
                made.popen[process.name] = subprocess.Popen(
                    argv,
                    env=environ,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    preexec_fn=tether(signal.SIGTERM),
                )
        _await(made)
        yield made
    finally:
        for popen in made.popen.values():
            popen.terminate()
        for popen in made.popen.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                popen.wait(15)
            end_group(popen.pid)
            popen.wait()


def _await(made: Running) -> None:
    deadline = time.monotonic() + START_SECONDS
    while "web" in made.popen and not port_answers(made.port):
        if time.monotonic() > deadline or made.popen["web"].poll() is not None:
            raise RuntimeError("the web process does not answer; see web.log")
        time.sleep(0.05)
