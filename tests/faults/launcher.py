"""The real processes with consumers that misbehave: ``python -m tests.faults.launcher worker|relay|clock``.

``probe.raise`` always raises, ``probe.die`` ends its worker, ``probe.slow`` does not come to an end; each attempt
leaves a line in the file that ``FAULTS_ATTEMPTS`` names. All behave once ``<FAULTS_ATTEMPTS>.mended`` is there.

``FAULTS_RENEW_SECONDS`` and ``FAULTS_STOP_SECONDS`` say how often leases are renewed, and how long the last jobs are
waited for.
"""

import os
import sys
import time
from pathlib import Path

import dramatiq

from scenario_market.cli import main
from scenario_market.workers import attempts, handling, routing
from tests.faults.still import hold_if_asked

KINDS = ("probe.raise", "probe.die", "probe.slow")
RENEW, STOP = "FAULTS_RENEW_SECONDS", "FAULTS_STOP_SECONDS"


def attempts_file() -> Path:
    return Path(os.environ["FAULTS_ATTEMPTS"])


def mended() -> bool:
    return attempts_file().with_suffix(".mended").exists()


def note(kind: str) -> None:
    with open(attempts_file(), "a") as file:
        file.write(f"{kind}\n")


def misbehave(work):
    kind = work.event.kind
    note(kind)
    if mended():
        return
    if kind == "probe.slow":
        while not mended():
            time.sleep(0.2)
    elif kind == "probe.raise":
        raise ValueError("不能处理")
    else:
        os._exit(9)


def done(work, prepared):
    note(f"{work.event.kind} done")


def hurry_if_asked():
    if RENEW in os.environ:
        attempts.RENEW_SECONDS = float(os.environ[RENEW])
    if STOP in os.environ:
        stop, milliseconds = dramatiq.Worker.stop, float(os.environ[STOP]) * 1000
        dramatiq.Worker.stop = lambda worker, timeout: stop(worker, timeout=milliseconds)


if __name__ == "__main__":
    hold_if_asked()
    hurry_if_asked()
    routing.QUEUE_OF["probe"] = "match"
    handling.HANDLERS["probe"] = handling.Handler(done, misbehave)
    routing.ROUTES.update(dict.fromkeys(KINDS, ("probe",)))
    main(args=sys.argv[1:], prog_name="scenario-market")
