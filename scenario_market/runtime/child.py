"""One supervised process: its start, its output, its death and when it may start again."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scenario_market.runtime.logs import LineLog
from scenario_market.runtime.tether import end_group, signal_group, tether

FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 10.0
HEALTHY_SECONDS = 30.0
DEATHS_COUNTED = 10  # more make the pause no longer


@dataclass(frozen=True)
class Process:
    """A row of the process table.

    :ivar environ: variables beside those that the supervisor itself has.
    """

    name: str
    argv: tuple[str, ...]
    environ: Mapping[str, str] = field(default_factory=dict)


class Child:
    """The running side of a :class:`Process`. Times are of the monotonic clock, in seconds."""

    def __init__(self, process: Process, log_folder: Path, *, verbose: bool = False) -> None:
        self.process = process
        self.log = LineLog(process.name, log_folder, verbose=verbose)
        self.popen: subprocess.Popen[bytes] | None = None
        self.deaths_in_a_row = 0
        self.started_at = 0.0
        self.may_start_at = 0.0

    @property
    def running(self) -> bool:
        """Whether it was started and its death has not been noticed."""
        return self.popen is not None

    def start(self, environ: Mapping[str, str]) -> int:
        """Start it as leader of a session of its own, so that Ctrl-C reaches the supervisor alone.

        :returns: its pid.
        """
        self.started_at = time.monotonic()
        self.popen = subprocess.Popen(
            self.process.argv,
            env={**os.environ, **environ, **self.process.environ},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=tether(signal.SIGTERM),
        )
        os.set_blocking(self.stream, False)
        return self.popen.pid

    @property
    def stream(self) -> int:
        """File descriptor of its output."""
        assert self.popen is not None
        assert self.popen.stdout is not None
        return self.popen.stdout.fileno()

    def read(self) -> bool:
        """Copy some output to the log; false where there is none now, or no more ever."""
        try:
            chunk = os.read(self.stream, 65536)
        except BlockingIOError:
            return False
        self.log.feed(chunk)
        return bool(chunk)

    def reap(self) -> int | None:
        """Return the exit status if it died, once, and set when it may start again.

        What it forked dies with it: a worker without its master serves nobody.
        """
        if self.popen is None or self.popen.poll() is None:
            return None
        status, pid = self.popen.returncode, self.popen.pid
        end_group(pid)
        while self.read():
            pass
        self._close()
        self.popen = None
        self.count_death()
        return status

    def count_death(self) -> None:
        """Set when it may start again; the pause grows while it keeps dying young."""
        now = time.monotonic()
        if now - self.started_at > HEALTHY_SECONDS:
            self.deaths_in_a_row = 0
        pause = min(FIRST_PAUSE_SECONDS * 2**self.deaths_in_a_row, LONGEST_PAUSE_SECONDS)
        self.deaths_in_a_row = min(self.deaths_in_a_row + 1, DEATHS_COUNTED)
        self.may_start_at = now + pause

    def _close(self) -> None:
        assert self.popen is not None
        assert self.popen.stdout is not None
        self.popen.stdout.close()

    def signal(self, signal_number: int) -> None:
        """Signal it and, for SIGKILL, all that it forked."""
        if self.popen is None:
            return
        if signal_number == signal.SIGKILL:
            signal_group(self.popen.pid, signal_number)
        self.popen.send_signal(signal_number)
