"""Finds and ends what an earlier run of the market left behind when it was killed."""

import contextlib
import json
import os
import uuid
from pathlib import Path

import psutil

RUN_VARIABLE = "SM_RUN_ID"  # every process of a run carries it, grandchildren too
SAME_START_SECONDS = 1.0
GRACE_SECONDS = 2.0  # they lose nothing when killed, and somebody waits for the start


class ProcessRecord:
    """The pid file of one run: who was started, so that the next run can sweep.

    A pid alone may by now belong to somebody else, so each child's start time stands beside it,
    and their descendants are known by the run's random id in their environment.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.run_id = uuid.uuid4().hex
        self.children: dict[str, dict[str, float]] = {}

    def open(self) -> None:
        """Begin the record, before any child is started."""
        self._write()

    def add(self, name: str, pid: int) -> None:
        """Note a child that has just been started."""
        with contextlib.suppress(psutil.NoSuchProcess):  # dead already: nothing to find later
            self.children[name] = {"pid": pid, "started_at": psutil.Process(pid).create_time()}
            self._write()

    def close(self) -> None:
        """Forget the run: all its processes have ended."""
        self.path.unlink(missing_ok=True)

    def _write(self) -> None:
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps({"run_id": self.run_id, "children": self.children}))
        os.replace(fresh, self.path)


def sweep(path: Path) -> list[int]:
    """End every process that the record at ``path`` names, and return their pids.

    They get SIGTERM first, and SIGKILL after :data:`GRACE_SECONDS`. The caller holds the lock of
    the data directory, so no market is running on it.
    """
    try:
        record = json.loads(path.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return []
    found = [process for process in psutil.process_iter() if _belongs(process, record)]
    for process in found:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    _, stubborn = psutil.wait_procs(found, timeout=GRACE_SECONDS)
    for process in stubborn:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(stubborn, timeout=GRACE_SECONDS)
    path.unlink(missing_ok=True)
    return [process.pid for process in found]


def _belongs(process: psutil.Process, record: dict) -> bool:
    try:
        for child in record["children"].values():
            if process.pid == child["pid"]:
                return abs(process.create_time() - child["started_at"]) < SAME_START_SECONDS
        return process.environ().get(RUN_VARIABLE) == record["run_id"]
    except (psutil.Error, OSError):
        return False
