"""Fixtures that every folder shares: a migrated database of each kind, a session in a unit of work, the city."""

import os
import shutil
import sys
from pathlib import Path

import pytest
import structlog

from scenario_market.domain import city as city_module
from scenario_market.persistence import migrate
from scenario_market.persistence.database import Database, begin_writing

ROOT = Path(__file__).parent.parent
# Workers and hundreds of processes load the product and the tests: compiled once, whatever the environment is used to.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

pytest_plugins = ["tests.cores", "tests.suite", "tests.servers", "tests.moves", "tests.emptied"]


def pytest_configure(config):
    # By default structlog draws each error with all its variables, which takes half a second.
    lines = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], lines])


@pytest.fixture(scope="session")
def city():
    """Wuhan, as configured."""
    return city_module.load(ROOT / "config" / "wuhan")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "market.sqlite3"
    migrate.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_database_url(request, tmp_path):
    """Address of a migrated database of this test alone, on both: for tests that leave processes or connections."""
    if request.param == "postgresql":
        return request.getfixturevalue("fresh_postgres_url")
    path = tmp_path / "market.sqlite3"
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    return f"sqlite:///{path}"


@pytest.fixture
def database(database_url):
    """An empty database."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def shared_database(request, tmp_path_factory):
    """A migrated database that nothing is ever committed to: a copy for each test would cost more than the tests."""
    if request.param == "postgresql":
        from tests.servers import postgres_database  # a plugin is imported by pytest first

        server, template = map(request.getfixturevalue, ("postgres_url", "postgres_template"))
        with postgres_database(server, template=template) as url:
            database = Database(url)
            yield database
            database.close()
        return
    path = tmp_path_factory.mktemp("shared") / "market.sqlite3"
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture
def session(shared_database):
    """A writing session; what it flushed is thrown away at the end. A test that commits uses ``database``."""
    with shared_database.sessions() as session:
        begin_writing(session)
        yield session
        session.rollback()
