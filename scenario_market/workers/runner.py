"""Running one job: begin (counts the attempt), prepare (reads), apply and complete (one transaction), or fail."""

from datetime import timedelta

import structlog

from scenario_market.domain import clock
from scenario_market.domain.jobs import Job
from scenario_market.domain.outbox import EventRecord
from scenario_market.workers import attempts, handling
from scenario_market.workers.attempts import Leases
from scenario_market.workers.machine import Machine, Work

log = structlog.get_logger("worker")


def backoff(count: int) -> timedelta:
    """The pause before the next attempt: 1, 2, 4 … seconds, ten minutes at most."""
    return timedelta(seconds=min(2 ** (count - 1), 600))


def handle(machine: Machine, leases: Leases, job_id: int, *, alone: bool = False) -> None:
    """Run one job by its key. A crash repeats at most what was not committed; a done job does nothing."""
    job, event = attempts.begin(
        machine,
        Job,
        job_id,
        lambda session, job: session.get(EventRecord, job.event_id),
        alone=alone,
    )
    if event is None:
        return
    context = {"event_id": event.id, "request_id": event.request_id, "consumer": job.consumer}
    with (
        structlog.contextvars.bound_contextvars(**context),
        attempts.attempt(machine, leases, job, backoff=backoff),
    ):
        _run(machine, job, event)


def _run(machine: Machine, job: Job, event: EventRecord) -> None:
    handler = handling.HANDLERS[job.consumer]
    prepared = None
    if handler.prepare is not None:
        with machine.database.reading() as session:
            work = Work(machine, session, job, event, clock.now(session))
            prepared = handler.prepare(work)
    with attempts.completing(machine, job, request_id=event.request_id) as (session, ours, now):
        if ours:
            handler.apply(Work(machine, session, job, event, now), prepared)
    log.info("job_done", job_id=job.id)
