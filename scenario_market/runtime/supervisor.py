"""Keeps a table of processes running: what dies is started again, and nothing is left at the end.

Why not one from the registry: ``docs/adr/0002-supervisor.md``.
"""

import os
import select
import signal
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from scenario_market.runtime.child import Child, Process
from scenario_market.runtime.leftovers import RUN_VARIABLE, ProcessRecord
from scenario_market.runtime.logs import say
from scenario_market.runtime.tether import adopt_orphans

TURN_SECONDS = 0.5
GRACE_SECONDS = 12.0  # web and worker end by themselves within ten
CANNOT_EXECUTE = 126  # as a shell has it
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked the market to stop while it was still starting."""


class Supervisor:
    """Runs children from one thread: a ``select`` over their output, with signals as wake-ups.

    :param environ: variables for every child.
    :param verbose: show their routine lines on the terminal, too.
    """

    def __init__(
        self,
        log_folder: Path,
        record: ProcessRecord,
        environ: Mapping[str, str] | None = None,
        *,
        verbose: bool = False,
    ) -> None:
        self.log_folder, self.verbose = log_folder, verbose
        self.record = record
        self.environ = {**(environ or {}), RUN_VARIABLE: record.run_id, "PYTHONUNBUFFERED": "1"}
        self.children: list[Child] = []
        self.stopping = False
        self.in_a_hurry = False
        adopt_orphans()
        self._listen_to_signals()

    def start(self, process: Process) -> Child:
        """Start a process and keep it running from now on."""
        child = Child(process, self.log_folder, verbose=self.verbose)
        self.children.append(child)
        self._launch(child)
        return child

    def run(self, process: Process) -> int:
        """Run a process to its end, once.

        :returns: its exit status.
        :raises Stopped: a stop signal came first; the process has been ended.
        """
        child = Child(process, self.log_folder, verbose=self.verbose)
        self._launch(child)
        try:
            while (status := child.reap()) is None:
                if not child.running:
                    return CANNOT_EXECUTE
                if self.stopping:
                    self._end([child])
                    raise Stopped
                self.turn([child])
            return status
        finally:
            child.log.close()

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Turn until ``ready`` says so; false if it has not after ``seconds``.

        :raises Stopped: a stop signal came first.
        """
        deadline = time.monotonic() + seconds
        while not ready():
            if self.stopping:
                raise Stopped
            if time.monotonic() > deadline:
                return False
            self.turn(seconds=0.05)
        return True

    def serve(self) -> None:
        """Supervise until a stop signal comes."""
        while not self.stopping:
            self.turn()

    def stop(self) -> None:
        """End all children, those that were started first (the broker) last."""
        self.stopping = True
        later, first = self.children[:1], self.children[1:]
        self._end(first)
        self._end(later)
        for child in self.children:
            child.log.close()
        self.record.close()

    def turn(self, more: list[Child] | None = None, seconds: float = TURN_SECONDS) -> None:
        """Wait for output, a signal or a restart that is due; deal with what came."""
        watched = {c.stream: c for c in [*self.children, *(more or [])] if c.running}
        due = [c.may_start_at for c in self.children if not c.running and not self.stopping]
        pause = max(0.0, min([seconds, *(at - time.monotonic() for at in due)]))
        readable, _, _ = select.select([self._wake_up, *watched], [], [], pause)
        for descriptor in readable:
            if descriptor == self._wake_up:
                os.read(self._wake_up, 4096)
            elif not watched[descriptor].read():
                time.sleep(0.01)  # it closed its output and will be dead in a moment
        for child in self.children:
            self._look_after(child)

    def _look_after(self, child: Child) -> None:
        status = child.reap()
        if status is not None and not self.stopping:
            pause = child.may_start_at - time.monotonic()
            say(f"up     | {child.process.name} {describe(status)}; again in {pause:.1f} s")
        if not child.running and not self.stopping and time.monotonic() >= child.may_start_at:
            self._launch(child)

    def _launch(self, child: Child) -> None:
        try:
            pid = child.start(self.environ)
        except OSError as problem:  # its program is gone, or no process or file is to be had
            say(f"up     | {child.process.name} cannot be started: {problem}")
            child.count_death()
        else:
            self.record.add(child.process.name, pid)

    def _end(self, children: list[Child]) -> None:
        deadline = time.monotonic() + GRACE_SECONDS
        for child in children:
            child.signal(signal.SIGTERM)
        while any(child.running for child in children):
            if self.in_a_hurry or time.monotonic() > deadline:
                for child in children:
                    child.signal(signal.SIGKILL)
            self.turn(children, seconds=0.1)
            for child in children:
                child.reap()

    def _listen_to_signals(self) -> None:
        self._wake_up, writer = os.pipe()
        os.set_blocking(writer, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in STOP_SIGNALS:
            if number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN:
                continue  # nohup means it
            signal.signal(number, self._on_stop_signal)

    def _on_stop_signal(self, _number: int, _frame: object) -> None:
        self.in_a_hurry = self.stopping  # the second one means it
        self.stopping = True


def describe(status: int) -> str:
    """Say in words how a process ended."""
    if status < 0:
        return f"was ended by {signal.Signals(-status).name}"
    return f"ended with status {status}"
