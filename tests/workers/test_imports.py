"""Files through relay, broker and worker: checked when handed in, taken in when asked for, and once whoever dies."""

import io
import threading

import pytest
from sqlalchemy import func, select

from scenario_market.documents.files import Directory
from scenario_market.domain import clock
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.imports import intake
from scenario_market.domain.imports.models import Import
from scenario_market.domain.jobs import Job
from scenario_market.domain.notices.models import Notice
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.providers.models import Provider
from scenario_market.workers import imports
from tests import factories
from tests.domain.demands.test_importing import LIST
from tests.domain.providers.pool_file import GOOD, SECOND, workbook
from tests.waiting import PATIENCE_SECONDS
from tests.workers.lines import database_url  # noqa: F401

POOL = workbook(GOOD, SECOND)
# kind → content, mode, what it becomes, how many of them
FILES = {
    "pool": (POOL, "all", Provider, 2),
    "demands": (LIST, "good", Demand, 2),
}


@pytest.fixture
def desk(settings, database):
    """Hands a file in; asks for its commit once it is checked."""
    with database.unit_of_work() as session:
        person = factories.person(session)
    lead = factories.officer(person, "office_lead")
    files = Directory(settings.data_dir / "files")

    class Desk:
        person_id = person.id

        def hand_in(self, kind):
            content = io.BytesIO(FILES[kind][0])
            context = {"kind": kind, "list_title": "清单", "limit_bytes": 10**7}
            return imports.hand_in(database, files, content, "a.xlsx", actor=lead, **context)

        def ask(self, key, mode):
            with database.unit_of_work() as session:
                now = clock.now(session)
                intake.ask_commit(session, key, mode=mode, version=None, actor=lead, now=now)

    return Desk()


def read(database, query):
    with database.reading() as session:
        return session.scalars(query).all()


def state(database, key):
    return read(database, select(Import.state).where(Import.id == key))[0]


@pytest.mark.parametrize("kind", FILES)
def test_a_file_is_checked_and_taken_in_by_workers_and_its_officer_is_told(
    line, database, desk, kind
):
    _, mode, model, expected = FILES[kind]
    key = desk.hand_in(kind)
    with line.running("relay", "work"):
        line.settle()
        assert state(database, key) == "checked"
        desk.ask(key, mode)
        line.settle()
    assert state(database, key) == "committed"
    assert len(read(database, select(model.id))) == expected
    told = select(Notice.kind).where(Notice.person_id == desk.person_id).order_by(Notice.id)
    assert read(database, told) == ["import_checked", f"import_{kind}_done"]


def test_matching_hears_of_a_pool_that_was_taken_in(line, database, desk):
    key = desk.hand_in("pool")
    with line.running("relay", "work"):
        line.settle()
        desk.ask(key, "all")
        line.settle()
    query = select(Job.consumer).join(EventRecord).where(EventRecord.kind == "pool.imported")
    assert "match_imported" in read(database, query)


@pytest.mark.parametrize("kind", FILES)
def test_a_worker_that_dies_in_the_middle_of_an_import_loses_and_doubles_nothing(
    line, database, desk, kind, monkeypatch
):
    _, mode, model, expected = FILES[kind]
    key = desk.hand_in(kind)
    with line.running("relay", "work"):
        line.settle()
    desk.ask(key, mode)
    begun, released = threading.Event(), threading.Event()
    entries, calls = imports.Import.entries, []

    def held(one, session):
        """The first who reads the file for the commit holds still in mid-work, then goes on as a ghost."""
        found = entries(one, session)
        calls.append(one)
        if len(calls) == 1:
            begun.set()
            assert released.wait(PATIENCE_SECONDS)
        return found

    monkeypatch.setattr(imports.Import, "entries", held)
    taking = select(Job).where(Job.consumer == "take_in_import")
    with line.running("relay", "work"):
        assert begun.wait(PATIENCE_SECONDS)
        with database.unit_of_work() as session:
            job = session.scalars(taking).one()
            assert (job.done_at, job.attempts) == (None, 1)  # in mid-work: begun and undone
            # What a killed worker leaves behind: a lease of a holder that nobody is any more.
            job.holder, job.leased_until = "dead", clock.now(session)
        released.set()  # the ghost goes on, finds another holder in its row, and writes nothing
        line.settle()
    (job,) = read(database, taking)
    assert (job.done_at is not None, job.attempts) == (True, 2)
    assert len(calls) == 2
    assert read(database, select(func.count()).select_from(model)) == [expected]
    finished = {"pool": "pool.imported", "demands": "demands.imported"}[kind]
    assert len(read(database, select(EventRecord.id).where(EventRecord.kind == finished))) == 1
