"""The processes of the line as real processes, to be killed at any point and started again as a supervisor would."""

import psutil

from tests.waiting import PATIENCE_SECONDS


class Crew:
    """Processes ``python -m <module> worker|relay|clock`` with one environment; their logs stay in ``folder``."""

    def __init__(self, nursery, environ, folder, module="scenario_market"):
        self.nursery, self.environ, self.folder, self.module = nursery, environ, folder, module
        self.members = []

    def start(self, *kinds):
        """Start one process of each kind named; returns the last."""
        for kind in kinds:
            log = self.folder / f"{kind}.log"
            process = psutil.Process(self.nursery.start(self.module, kind, self.environ, log))
            process.kind = kind
            self.members.append(process)
        return self.members[-1]

    def of(self, kind):
        """The living members of a kind."""
        return [one for one in self.members if one.kind == kind and one.is_running()]

    def kill(self, process):
        """SIGKILL, and a new one in its place."""
        process.kill()
        process.wait(PATIENCE_SECONDS)
        self.members.remove(process)
        return self.start(process.kind)

    def dead(self):
        """Who ended by itself."""
        return [one for one in self.members if not one.is_running()]

    def restart_dead(self):
        """Start again what ended by itself."""
        for one in self.dead():
            self.members.remove(one)
            self.start(one.kind)

    def log(self, kind):
        """What the processes of a kind have written."""
        path = self.folder / f"{kind}.log"
        return path.read_text("utf-8") if path.exists() else ""

    def end(self):
        for one in self.members:
            if one.is_running():
                one.kill()
        psutil.wait_procs(self.members, PATIENCE_SECONDS)
