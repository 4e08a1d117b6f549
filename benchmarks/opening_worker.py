"""A worker that opens the bids of one closed call: ``python -m benchmarks.opening_worker``; prints what it took."""

import json
import resource
import sys
import time

from sqlalchemy import select

from scenario_market import logs
from scenario_market import settings as settings_module
from scenario_market.domain import clock, sequence
from scenario_market.domain.jobs import Job
from scenario_market.workers import routing, runner
from scenario_market.workers.attempts import Leases
from scenario_market.workers.machine import make_machine


def peak_mb() -> float:
    """What this process has held at most, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Open what is closed."""
    logs.configure("warning", "text")
    machine = make_machine(settings_module.load())
    with machine.database.unit_of_work() as session:
        sequence.sequence(session, routing.consumers_of, limit=1000)
    with machine.database.reading() as session:
        clock.now(session)
        wanted = select(Job.id).where(Job.consumer == "open_bids", Job.done_at.is_(None))
        job_id = session.scalars(wanted).one()
    held = peak_mb()
    began = time.perf_counter()
    runner.handle(machine, Leases(machine), job_id)
    seconds = time.perf_counter() - began
    with machine.database.reading() as session:
        job = session.get(Job, job_id)
        if job is None or job.done_at is None:
            sys.exit(f"not opened: {job and job.error}")
    print(json.dumps({"seconds": seconds, "held_mb": held, "peak_mb": peak_mb()}))


if __name__ == "__main__":
    main()
