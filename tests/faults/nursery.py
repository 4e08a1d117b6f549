"""Forks the processes of the line: ``python -m tests.faults.nursery``.

Loading the product takes longer than most of them live before they are killed, so it is loaded once, here; what is
forked runs as ``python -m <module> <kind>`` would, as a process of its own that dies with the tests. One line of JSON
on standard input starts one process; the answer is its number.
"""

import gc
import json
import os
import runpy
import signal
import subprocess
import sys
from pathlib import Path

import psycopg  # noqa: F401  # the drivers are loaded late by those who need them
import sqlalchemy.dialects.postgresql.psycopg  # noqa: F401

import scenario_market.cli.processes  # noqa: F401
from scenario_market.runtime.tether import tether
from scenario_market.workers import actors, clock, machine, relay, runner  # noqa: F401  # each kind loads its own late

ROOT = Path(__file__).parents[2]
# Dramatiq looks for a lost Redis every three seconds by itself; read as it is loaded.
PATIENCE = {"dramatiq_restart_delay": "200"}


class Nursery:
    """The program below, seen by the tests. Started from the main thread, so that none outlives the tests."""

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            env=os.environ | {"PYTHONPATH": str(ROOT)} | PATIENCE,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=tether(signal.SIGKILL),
        )

    def start(self, module, kind, environ, log):
        """The number of a new process, whose output is added to ``log``."""
        environ = dict(os.environ) | environ
        asked = {"module": module, "kind": kind, "environ": environ, "log": str(log)}
        self.process.stdin.write(json.dumps(asked).encode() + b"\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def main():
    """Fork what is asked for, until nobody asks any more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries the dead
    in_child = tether(signal.SIGKILL) or (lambda: None)
    gc.freeze()  # what is loaded stays, and need not be looked through in every process
    while line := sys.stdin.readline():
        asked = json.loads(line)
        pid = os.fork()
        if not pid:
            in_child()
            return be(**asked)
        print(pid, flush=True)
    return None


def be(module, kind, environ, log):
    """Become what was asked for."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDONLY)
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for number, place in enumerate((nowhere, out, out)):
        os.dup2(place, number)
    os.environ.clear()
    os.environ.update(environ)
    sys.argv = [module, kind]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
