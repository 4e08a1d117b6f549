"""The engine's settings and the unit of work: nothing lost, nobody blocked, one meaning of an instant, one word."""

import contextlib
import random
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from scenario_market.channels.wake import Waker
from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parties.events import PersonJoined
from scenario_market.domain.parties.models import Person
from scenario_market.persistence.database import Database
from tests import factories
from tests.factories import NOW
from tests.waiting import until

THREADS, ROUNDS = 40, 5


@pytest.fixture
def person_id(database):
    with database.unit_of_work() as session:
        return factories.person(session).id


def count_up(database, read):
    """Read a number, think a moment, write it back one higher; from forty threads at once."""

    def work(seed):
        for _ in range(ROUNDS):
            with database.unit_of_work() as session:
                row = read(session)
                seen = row.password_failures
                time.sleep(random.Random(seed).random() / 2000)
                row.password_failures = seen + 1

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, range(THREADS)))


def counted(database, person_id):
    with database.reading() as session:
        return session.get(Person, person_id).password_failures


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_update_is_lost_on_sqlite_though_nobody_locks_a_row(database, person_id):
    count_up(database, lambda session: session.get(Person, person_id))
    assert counted(database, person_id) == THREADS * ROUNDS


def test_no_update_of_a_locked_row_is_lost(database, person_id):
    count_up(database, lambda session: lifecycle.lock(session, Person, person_id))
    assert counted(database, person_id) == THREADS * ROUNDS


def test_readers_do_not_wait_for_a_bulk_writer(database):
    written, release = threading.Event(), threading.Event()

    def write():
        with database.unit_of_work() as session:
            rows = [
                {"mobile": f"1{n:010}", "name": "多", "created_at": NOW, "updated_at": NOW}
                for n in range(20_000)
            ]
            session.execute(sa.insert(Person), rows)
            written.set()
            release.wait(60)

    with database.unit_of_work() as session:
        factories.person(session)
    writer = threading.Thread(target=write)
    writer.start()
    seen = set()
    try:
        while not written.wait(0.005):
            seen.add(people_seen(database))
        # Who waited for the writer would wait for ever: it is let go after these.
        seen.add(people_seen(database))
    finally:
        release.set()
        writer.join()
    assert seen == {1}
    assert people_seen(database) == 20_001


def people_seen(database):
    with database.reading() as session:
        return session.scalar(select(sa.func.count(Person.id)))


def test_a_naive_instant_is_refused(session):
    with pytest.raises(StatementError, match="naive datetime"):
        factories.person(session, disabled_at=NOW.replace(tzinfo=None))


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2026, 3, 2, 1, 30, 0, 123456, tzinfo=UTC),
        datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai")),
        datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=ZoneInfo("America/New_York")),
        datetime(
            1999, 12, 31, 23, 59, 59, 999999, tzinfo=timezone(timedelta(hours=-11, minutes=-30))
        ),
    ],
    ids=str,
)
def test_an_instant_comes_back_the_same_and_in_utc(database, instant):
    with database.unit_of_work() as session:
        key = factories.person(session, disabled_at=instant).id
    with database.reading() as session:
        kept = session.get(Person, key).disabled_at
        found = session.scalar(select(Person.id).where(Person.disabled_at == instant))
    assert kept == instant.astimezone(UTC)  # an instant with fold equals none of another zone
    assert kept.utcoffset() == timedelta(0)
    assert found == key


class Words:
    """Counts the words to the relay, and what of the transaction others saw when each came."""

    def __init__(self, url):
        self.other, self.seen = Database(url), []

    def __call__(self):
        with self.other.reading() as session:
            self.seen.append(session.scalar(select(sa.func.count(EventRecord.id))))


@pytest.fixture
def watched(database_url):
    words = Words(database_url)
    database = Database(database_url, wake=words)
    yield database, words
    database.close()
    words.other.close()


def join(session):
    row = factories.person(session)
    outbox.record(session, PersonJoined(subject_id=row.id), actor=SYSTEM, now=NOW)
    return row


def test_the_relay_is_woken_once_and_only_after_a_commit_that_recorded_events(watched):
    database, words = watched
    with database.unit_of_work() as session:
        factories.person(session)
    assert words.seen == []
    with database.unit_of_work() as session:
        join(session)
        join(session)
        session.flush()
        assert words.seen == []
    assert words.seen == [2]  # both were there for another connection when the word came


def fail_in_the_middle(database, error):
    with database.unit_of_work() as session:
        join(session)
        session.flush()
        raise error


def test_an_error_leaves_neither_rows_nor_events_nor_a_word(watched):
    database, words = watched
    for error in (RuntimeError, KeyboardInterrupt):
        with pytest.raises(error):
            fail_in_the_middle(database, error)
    with database.reading() as session:
        assert session.scalar(select(sa.func.count(Person.id))) == 0
        assert session.scalar(select(sa.func.count(EventRecord.id))) == 0
    assert words.seen == []


def test_what_is_changed_while_reading_is_thrown_away(database, person_id):
    with database.reading() as session:
        session.get(Person, person_id).name = "谁也不是"
        session.flush()
    with database.reading() as session:
        assert session.get(Person, person_id).name != "谁也不是"


@pytest.fixture
def stalled_redis():
    """A server that takes connections and never says a word."""
    listener = socket.create_server(("127.0.0.1", 0))
    taken = []

    def serve():
        with contextlib.suppress(OSError):
            while True:
                taken.append(listener.accept()[0])

    threading.Thread(target=serve, daemon=True).start()
    yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0", taken
    listener.close()
    for connection in taken:
        connection.close()


def test_a_stalled_redis_does_not_hold_a_commit(database_url, stalled_redis):
    url, taken = stalled_redis
    database = Database(database_url, wake=Waker(url))
    with database.unit_of_work() as session:
        factories.person(session)  # without an event: opens the connection, wakes nobody
    assert taken == []
    for _ in range(3):
        with database.unit_of_work() as session:
            join(session)
    # Nobody ever answers: each commit gave up by itself, and tried once. For how long: tests/faults/test_redis.py.
    until(lambda: len(taken) >= 3)
    assert len(taken) == 3
    with database.reading() as session:
        assert session.scalar(select(sa.func.count(EventRecord.id))) == 3
    database.close()
