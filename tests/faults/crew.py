"""The processes of the line as real processes, to be killed at any point and started again as a supervisor would."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from scenario_market.runtime.tether import tether

ROOT = Path(__file__).parents[2]


class Crew:
    """Child processes ``python -m <module> worker|relay|clock`` with one environment; their logs stay in ``folder``.

    Started from the main thread, so that none outlives the tests.
    """

    def __init__(self, environ, folder, module="scenario_market"):
        self.environ, self.folder, self.module = environ, folder, module
        self.members = []

    def start(self, *kinds):
        """Start one process of each kind named; returns the last."""
        for kind in kinds:
            with open(self.folder / f"{kind}.log", "ab") as log:
                process = subprocess.Popen(
                    [sys.executable, "-m", self.module, kind],
                    env=os.environ | {"PYTHONPATH": str(ROOT)} | self.environ,
                    cwd=ROOT,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    preexec_fn=tether(signal.SIGKILL),
                )
            process.kind = kind
            self.members.append(process)
        return self.members[-1]

    def of(self, kind):
        """The living members of a kind."""
        return [one for one in self.members if one.kind == kind and one.poll() is None]

    def kill(self, process):
        """SIGKILL, and a new one in its place."""
        process.kill()
        process.wait()
        self.members.remove(process)
        return self.start(process.kind)

    def restart_dead(self):
        """Start again what ended by itself; returns how many did."""
        dead = [one for one in self.members if one.poll() is not None]
        for one in dead:
            self.members.remove(one)
            self.start(one.kind)
        return len(dead)

    def log(self, kind):
        """What the processes of a kind have written."""
        path = self.folder / f"{kind}.log"
        return path.read_text("utf-8") if path.exists() else ""

    def end(self):
        for one in self.members:
            one.kill()
        for one in self.members:
            one.wait()
