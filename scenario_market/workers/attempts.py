"""One attempt at a leased row, the same for jobs and deliveries: begin (counts it), hold, then complete or fail.

While work goes on its lease is renewed by a thread; when the process dies the lease runs out and a relay hands the
row over again. Whoever lost its lease meanwhile finds another holder in the row and writes nothing.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.orm import Session

from scenario_market.domain import clock, jobs
from scenario_market.workers.machine import Machine

log = structlog.get_logger("worker")
RUNNING_LEASE = timedelta(seconds=8)
RENEW_SECONDS = 2.5
Backoff = Callable[[int], timedelta]


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

    def hand_back(self) -> None:
        """The process ends: what its threads have not finished in time is free for others."""
        with self.lock:
            rows = list(self.rows)
        if not rows:
            return
        with self.machine.database.unit_of_work() as session:
            for model, ids in _by_model(rows):
                jobs.hand_back(session, model, ids, holder=self.machine.name)

    def _renew(self, rows: list[tuple[type[Any], int]]) -> None:
        if not rows:
            return
        with self.machine.database.unit_of_work() as session:
            until = clock.now(session) + RUNNING_LEASE
            for model, ids in _by_model(rows):
                jobs.renew(session, model, ids, holder=self.machine.name, until=until)


def _by_model(rows: list[tuple[type[Any], int]]) -> list[tuple[type[Any], list[int]]]:
    return [
        (model, [row_id for kind, row_id in rows if kind is model])
        for model in {model for model, _ in rows}
    ]


def begin(
    machine: Machine,
    model: type[Any],
    row_id: int,
    load: Callable[[Session, Any], Any] = lambda session, row: None,
    *,
    alone: bool = False,
) -> tuple[Any, Any]:
    """Take a row and count the attempt; (None, None) when there is nothing to do about it.

    :param load: reads what belongs to the row in the same transaction; its result is returned beside it.
    :param alone: whether nothing runs beside it in this process.
    """
    with machine.database.unit_of_work() as session:
        row = jobs.begin(
            session,
            model,
            row_id,
            holder=machine.name,
            now=clock.now(session),
            lease=RUNNING_LEASE,
            limit=machine.settings.job_attempts_limit,
            alone=alone,
        )
        return (row, load(session, row)) if row is not None else (None, None)


@contextmanager
def turn(machine: Machine, model: type[Any], row_id: int, *, alone: bool) -> Iterator[bool]:
    """Pass the gate with a row that is not begun yet; whether one is inside for the length of the block.

    Beside a long piece of work the turn may not come before the row's lease in Redis has run out, and the relay would
    hand it over again and again, each copy waiting in a thread of its own. So one waits for half of that lease, and
    then the row is left for later, or for another process.
    """
    lease_seconds = machine.settings.job_lease_seconds
    with machine.gate.passing(alone=alone, patience_seconds=lease_seconds / 2) as inside:
        if not inside:
            with machine.database.unit_of_work() as session:
                until = clock.now(session) + timedelta(seconds=lease_seconds)
                jobs.put_off(session, model, row_id, until=until)
            log.info("put_off", row=f"{model.__tablename__}:{row_id}")
        yield inside


@contextmanager
def attempt(machine: Machine, leases: Leases, row: Any, *, backoff: Backoff) -> Iterator[None]:
    """Hold a begun row during the block; an error in it is logged and noted in the row, and ends here."""
    model = type(row)
    with leases.keep(model, row.id):
        try:
            yield
        except Exception as error:
            log.exception("attempt_failed", row=f"{model.__tablename__}:{row.id}")
            _note_failure(machine, row, error, backoff)


@contextmanager
def completing(
    machine: Machine, row: Any, *, request_id: str | None = None, **outcome: str
) -> Iterator[tuple[Session, bool, datetime]]:
    """One transaction for the word "done" and the effect: session, whether the row is ours still, the time.

    It is not when another worker took it over: then nothing is to be written.

    :param outcome: further columns of the row to set.
    """
    with machine.database.unit_of_work(request_id=request_id) as session:
        now = clock.now(session)
        ours = jobs.complete(
            session, type(row), row.id, holder=machine.name, now=now, outcome=outcome
        )
        yield session, ours, now
        if not ours:
            log.info("taken_over", row=f"{type(row).__tablename__}:{row.id}")


def _note_failure(machine: Machine, row: Any, error: Exception, backoff: Backoff) -> None:
    with machine.database.unit_of_work() as session:
        held: Any = jobs.held(session, type(row), row.id, holder=machine.name)
        if held is not None:
            jobs.fail(
                session,
                held,
                now=clock.now(session),
                error=f"{type(error).__name__}: {error}",
                limit=machine.settings.job_attempts_limit,
                backoff=backoff(held.attempts),
            )
