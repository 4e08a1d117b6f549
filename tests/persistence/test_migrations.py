"""Migrations on both databases, up and down, with data; two at once; and that they end at the models' schema."""

import multiprocessing
import shutil

import psutil
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, select

from scenario_market.demo import people
from scenario_market.domain import models
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parties.models import Mandate, Organisation, Person
from scenario_market.persistence import engine as engine_module
from scenario_market.persistence import migrate
from scenario_market.persistence.database import Database
from scenario_market.persistence.engine import make_engine
from tests.domain.demands import cases
from tests.factories import NOW
from tests.persistence.conftest import catalogue
from tests.waiting import PATIENCE_SECONDS, until

COUNTED = (Person, Organisation, Mandate, Demand, EventRecord)


def load(url, city):
    """The demonstration's people and owners, and a published demand, by the commands; returns rows per table."""
    database = Database(url)
    with database.unit_of_work() as session:
        made = people.make_people(session, now=NOW, city=city)
        people.make_organisations(session, made, now=NOW, city=city)
        cases.cast(session, city).listed()
    database.close()
    return counts(url)


def counts(url):
    """Rows per table of those that are looked at."""
    database = Database(url)
    with database.reading() as session:
        found = {m.__tablename__: session.scalar(select(func.count(m.id))) for m in COUNTED}
    database.close()
    return found


def test_an_empty_database_comes_up_to_exactly_the_models(new_url):
    url, wanted = new_url("migrated"), new_url("modelled")
    migrate.upgrade(url)
    engine = make_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, models.metadata) == []
    engine.dispose()
    engine = make_engine(wanted)
    models.metadata.create_all(engine)
    engine.dispose()
    assert catalogue(url) == catalogue(wanted)


def test_a_database_with_data_goes_down_to_nothing_and_comes_up_again(new_url, city):
    url = new_url()
    migrate.upgrade(url)
    before, first = catalogue(url), load(url, city)
    assert min(first.values()) > 0
    migrate.downgrade(url, "base")
    assert catalogue(url) == {}
    migrate.upgrade(url)
    assert catalogue(url) == before
    assert set(counts(url).values()) == {0}
    assert load(url, city) == first


@pytest.fixture
def next_schema(tmp_path, monkeypatch):
    """A schema of tomorrow, with the folder of migrations copied so that ``revise`` may write into it.

    A parent with many children is rebuilt (a wider column), a column is added to a table with a partial index and one
    with checks, and there is a new table.
    """
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.MIGRATIONS, folder)
    monkeypatch.setattr(migrate, "MIGRATIONS", folder)
    altered = sa.MetaData(naming_convention=models.metadata.naming_convention)
    for table in models.metadata.sorted_tables:
        table.to_metadata(altered)
    altered.tables["organisation"].c.name.type = sa.String(260)
    altered.tables["mandate"].append_column(
        sa.Column("note", sa.String(40), nullable=False, server_default="none")
    )
    altered.tables["demand"].c.number.type = sa.String(50)
    sa.Table(
        "seal",
        altered,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("organisation_id", sa.ForeignKey("organisation.id"), nullable=False),
    )
    monkeypatch.setattr(models, "metadata", altered)
    return altered


def test_a_later_migration_keeps_the_data_up_and_down(new_url, city, next_schema, tmp_path):
    url, wanted = new_url("migrated"), new_url("modelled")
    scratch = f"sqlite:///{tmp_path / 'scratch.sqlite3'}"
    migrate.upgrade(scratch)
    migrate.revise(scratch, "a seal")
    newest = max((tmp_path / "migrations" / "versions").glob("[0-9]*.py")).name
    assert newest.endswith("_a_seal.py")
    before = str(int(newest[:4]) - 1).zfill(4)
    migrate.upgrade(url, before)
    schema, rows = catalogue(url), load(url, city)
    migrate.upgrade(url)
    assert counts(url) == rows
    assert notes(url) == {"none"}
    engine = make_engine(wanted)
    next_schema.create_all(engine)
    engine.dispose()
    assert catalogue(url) == catalogue(wanted)
    assert broken_references(url) == []
    migrate.downgrade(url, before)
    assert counts(url) == rows
    assert catalogue(url) == schema
    assert broken_references(url) == []


def notes(url):
    engine = make_engine(url)
    with engine.connect() as connection:
        found = set(connection.scalars(sa.text("SELECT note FROM mandate")))
    engine.dispose()
    return found


def broken_references(url):
    """Children without their parent: only SQLite can have any, while it rebuilds tables."""
    engine = make_engine(url)
    with engine.connect() as connection:
        sqlite = engine.dialect.name == "sqlite"
        found = connection.execute(sa.text("PRAGMA foreign_key_check")).all() if sqlite else []
    engine.dispose()
    return found


def test_a_migration_that_would_leave_children_without_parents_is_undone(tmp_path, monkeypatch):
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.MIGRATIONS, folder)
    monkeypatch.setattr(migrate, "MIGRATIONS", folder)
    url = f"sqlite:///{tmp_path / 'market.sqlite3'}"
    migrate.upgrade(url)
    newest = max((folder / "versions").glob("[0-9]*.py")).name[:4]
    (folder / "versions" / "9999_careless.py").write_text(
        f'revision = "9999"\ndown_revision = "{newest}"\n'
        "from alembic import op\n\n\n"
        "def upgrade():\n"
        '    op.execute("INSERT INTO sign_in (token_hash, person_id, created_at, expires_at, way)"\n'
        "               \" VALUES ('x', 404, '2026-01-01', '2026-01-01', 'test')\")\n",
        "utf-8",
    )
    with pytest.raises(migrate.BrokenReferences, match="sign_in"):
        migrate.upgrade(url)
    engine = make_engine(url)
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT version_num FROM alembic_version")) == newest
        assert connection.scalar(sa.text("SELECT count(*) FROM sign_in")) == 0
    engine.dispose()


def migrate_in_a_process(url, ready):
    """What ``release`` does, once everybody is ready."""
    ready.wait()
    migrate.upgrade(url)


def wait_for_their_turn(engine, processes):
    """Whether all of them wait: for the lock, by the server's own word; on SQLite they have come to the file."""
    if engine.dialect.name == "postgresql":
        waiting = sa.text(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = :lock AND NOT granted"
        )
        with engine.connect() as watcher:
            return watcher.scalar(waiting, {"lock": migrate.LOCK}) == len(processes)
    return all(
        any(file.path == engine.url.database for file in psutil.Process(one.pid).open_files())
        for one in processes
    )


def test_who_migrates_first_takes_the_one_place_for_a_writer(new_url, monkeypatch):
    url = new_url()
    engine = make_engine(url)
    with engine.execution_options(writing=True).connect() as holder, holder.begin():
        if engine.dialect.name == "postgresql":
            holder.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": migrate.LOCK})
            url = f"{url}{'&' if '?' in url else '?'}options=-clock_timeout%3D1"
        else:
            monkeypatch.setattr(engine_module, "BUSY_TIMEOUT_MS", 0)
        with pytest.raises(sa.exc.OperationalError, match="lock"):
            migrate.upgrade(url)
        assert sa.inspect(holder).get_table_names() == []
    engine.dispose()


def test_two_that_migrate_at_once_wait_for_each_other_and_both_end_well(new_url):
    url = new_url()
    spawning = multiprocessing.get_context("spawn")
    ready = spawning.Barrier(3)
    engine = make_engine(url)
    with engine.execution_options(writing=True).connect() as holder, holder.begin():
        if engine.dialect.name == "postgresql":
            holder.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": migrate.LOCK})
        processes = [
            spawning.Process(target=migrate_in_a_process, args=(url, ready)) for _ in range(2)
        ]
        for process in processes:
            process.start()
        ready.wait(PATIENCE_SECONDS)
        until(lambda: wait_for_their_turn(engine, processes))
        assert [process.is_alive() for process in processes] == [True, True]
    for process in processes:
        process.join(PATIENCE_SECONDS)
    engine.dispose()
    assert [process.exitcode for process in processes] == [0, 0]
    assert "organisation" in catalogue(url)
