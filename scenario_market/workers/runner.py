"""Running one job: begin (counts the attempt), prepare (reads), apply and complete (one transaction), or fail.

While work goes on its lease is renewed by a thread; when the process dies the lease runs out and a relay hands the
row over again. Whoever lost its lease meanwhile finds another holder in the row and writes nothing.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import structlog

from scenario_market.domain import clock, jobs
from scenario_market.domain.jobs import Job
from scenario_market.domain.outbox import EventRecord
from scenario_market.workers import routing
from scenario_market.workers.machine import Machine, Work

log = structlog.get_logger("worker")
RUNNING_LEASE = timedelta(seconds=8)
RENEW_SECONDS = 2.5


class Leases:
    """The rows this process is at; one thread renews them all."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.rows: set[tuple[type[Any], int]] = set()
        self.lock = threading.Lock()

    @contextmanager
    def keep(self, model: type[Any], row_id: int) -> Iterator[None]:
        """Renew the lease of a row as long as the block runs."""
        with self.lock:
            self.rows.add((model, row_id))
        try:
            yield
        finally:
            with self.lock:
                self.rows.discard((model, row_id))

    def run(self, stopped: threading.Event) -> None:
        """Renew until stopped; meant for a thread of its own."""
        while not stopped.wait(RENEW_SECONDS):
            with self.lock:
                rows = list(self.rows)
            try:
                self._renew(rows)
            except Exception:
                log.exception("renewal_failed")

    def _renew(self, rows: list[tuple[type[Any], int]]) -> None:
        if not rows:
            return
        with self.machine.database.unit_of_work() as session:
            until = clock.now(session) + RUNNING_LEASE
            for model in {model for model, _ in rows}:
                ids = [row_id for kind, row_id in rows if kind is model]
                jobs.renew(session, model, ids, holder=self.machine.name, until=until)


def backoff(attempts: int) -> timedelta:
    """The pause before the next attempt: 1, 2, 4 … seconds, ten minutes at most."""
    return timedelta(seconds=min(2 ** (attempts - 1), 600))


def handle(machine: Machine, leases: Leases, job_id: int) -> None:
    """Run one job by its key. A crash repeats at most what was not committed; a done job does nothing."""
    limit = machine.settings.job_attempts_limit
    with machine.database.unit_of_work() as session:
        job = jobs.begin(
            session,
            Job,
            job_id,
            holder=machine.name,
            now=clock.now(session),
            lease=RUNNING_LEASE,
            limit=limit,
        )
        event = session.get(EventRecord, job.event_id) if job else None
    if job is None or event is None:
        return
    context = {"event_id": event.id, "request_id": event.request_id, "consumer": job.consumer}
    with structlog.contextvars.bound_contextvars(**context), leases.keep(Job, job_id):
        try:
            _run(machine, job, event)
        except Exception as error:
            log.exception("job_failed", job_id=job_id, attempts=job.attempts)
            _note_failure(machine, Job, job_id, error)


def _run(machine: Machine, job: Job, event: EventRecord) -> None:
    consumer = routing.CONSUMERS[job.consumer]
    prepared = None
    if consumer.prepare is not None:
        with machine.database.reading() as session:
            work = Work(machine, session, job, event, clock.now(session))
            prepared = consumer.prepare(work)
    with machine.database.unit_of_work(request_id=event.request_id) as session:
        held = jobs.held(session, Job, job.id, holder=machine.name)
        if held is None:
            log.info("job_taken_over", job_id=job.id)
            return
        now = clock.now(session)
        consumer.apply(Work(machine, session, held, event, now), prepared)
        jobs.complete(held, now=now)
    log.info("job_done", job_id=job.id)


def _note_failure(machine: Machine, model: type[Any], row_id: int, error: Exception) -> None:
    with machine.database.unit_of_work() as session:
        row: Any = jobs.held(session, model, row_id, holder=machine.name)
        if row is not None:
            jobs.fail(
                row,
                now=clock.now(session),
                error=f"{type(error).__name__}: {error}",
                limit=machine.settings.job_attempts_limit,
                backoff=backoff(row.attempts),
            )
