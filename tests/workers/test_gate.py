"""The gate of a worker process: together or alone, and nobody waits there for longer than his row's lease."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain import clock, jobs
from scenario_market.domain.jobs import LOST, Due, Job
from scenario_market.domain.outbox import EventRecord
from scenario_market.workers import attempts
from scenario_market.workers.gate import Gate
from scenario_market.workers.machine import make_machine
from tests.waiting import PATIENCE_SECONDS
from tests.workers.test_relay import record


def test_a_suspect_does_not_pass_beside_another_and_leaves_when_its_patience_ends():
    gate = Gate()
    with gate.passing(alone=False) as first:
        with gate.passing(alone=True, patience_seconds=0) as suspect:
            assert (first, suspect) == (True, False)
        with gate.passing(alone=False, patience_seconds=0) as beside:
            assert beside  # who gave up stands in nobody's way
    with gate.passing(alone=True, patience_seconds=0) as suspect:
        assert suspect
        for alone in (True, False):
            with gate.passing(alone=alone, patience_seconds=0) as beside:
                assert not beside
    assert (gate.inside, gate.wanting_alone, gate.closed) == (0, 0, False)


def test_who_waits_behind_a_suspect_goes_on_when_it_gives_up():
    gate, gone = Gate(), threading.Event()

    def suspect():
        with gate.passing(alone=True, patience_seconds=0.2):
            pass

    def innocent():
        with gate.passing(alone=False) as inside:
            if inside:
                gone.set()

    with gate.passing(alone=False):
        threads = [threading.Thread(target=one, daemon=True) for one in (suspect, innocent)]
        for thread in threads:
            thread.start()
        assert gone.wait(PATIENCE_SECONDS)  # while the long work is still inside
    for thread in threads:
        thread.join(PATIENCE_SECONDS)


def owed_job(session, *, error=None):
    """A job that waits in Redis for a worker, and its key."""
    now = clock.now(session)
    row = Job(
        event_id=session.scalars(select(EventRecord.id)).first(),
        consumer="tell",
        due_at=now,
        leased_until=now + timedelta(seconds=10),
        error=error,
    )
    session.add(row)
    session.flush()
    return row.id


@pytest.fixture
def machine(settings):
    made = make_machine(replace(settings, job_lease_seconds=0.2))
    yield made
    made.database.close()


@pytest.mark.parametrize("error", [LOST, None])
def test_a_row_whose_turn_does_not_come_is_left_for_later_and_stays_what_it_was(
    machine, database, error
):
    record(database, 1)
    with database.unit_of_work() as session:
        now = clock.now(session)
        key = owed_job(session, error=error)
    with (
        machine.gate.passing(alone=not error),
        attempts.turn(machine, Job, key, alone=bool(error)) as inside,
    ):
        assert not inside
    with database.unit_of_work() as session:
        row = session.get_one(Job, key)
        assert (row.leased_until, row.holder, row.attempts) == (None, None, 0)
        assert row.due_at > now
        assert jobs.suspect(row) == bool(error)
        due = Due(row.due_at, row.due_at)
        (claimed,) = jobs.claim(session, Job, due, limit=9, lease=row.due_at - now)
        assert claimed == (key, bool(error))


def test_what_another_has_begun_meanwhile_is_not_taken_from_him(machine, database):
    record(database, 1)
    with database.unit_of_work() as session:
        key = owed_job(session)
        row = session.get_one(Job, key)
        row.holder, until = "another", row.leased_until
    with machine.gate.passing(alone=False), attempts.turn(machine, Job, key, alone=True) as inside:
        assert not inside
    with database.reading() as session:
        row = session.get_one(Job, key)
        assert (row.holder, row.leased_until) == ("another", until)
