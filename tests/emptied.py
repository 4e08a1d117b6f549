"""Databases that tests share one after the other: emptied after each, since that costs a tenth of a new one.

Keys go on counting from test to test, so nothing that was cached under one can be taken for another.
"""

import shutil

import pytest
from sqlalchemy import Engine

from scenario_market.domain.models import metadata
from scenario_market.persistence.engine import make_engine
from tests.servers import postgres_database


@pytest.fixture(scope="session")
def emptied_postgres(postgres_url, postgres_template):
    """URL and engine of a PostgreSQL database for one test at a time."""
    with postgres_database(postgres_url, template=postgres_template) as url:
        engine = make_engine(url, pool_size=1)
        yield url, engine
        engine.dispose()


@pytest.fixture(scope="session")
def emptied_sqlite(tmp_path_factory, sqlite_template):
    """URL and engine of a SQLite database for one test at a time."""
    path = tmp_path_factory.mktemp("emptied") / "market.sqlite3"
    shutil.copy(sqlite_template, path)
    url = f"sqlite:///{path}"
    engine = make_engine(url, pool_size=1)
    yield url, engine
    engine.dispose()


def empty(engine: Engine) -> None:
    """Take every row out of every table, whatever refers to what."""
    off = (
        "PRAGMA foreign_keys = OFF"
        if engine.dialect.name == "sqlite"
        else "SET session_replication_role = replica"
    )
    on = (
        "PRAGMA foreign_keys = ON"
        if engine.dialect.name == "sqlite"
        else "SET session_replication_role = origin"
    )
    with engine.connect() as connection:
        raw = connection.connection.cursor()
        raw.execute(off)
        for table in reversed(metadata.sorted_tables):
            raw.execute(f'DELETE FROM "{table.name}"')
        raw.execute(on)
        connection.connection.commit()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request):
    """Address of an empty, migrated database: each test that uses it runs on both."""
    kind = "emptied_postgres" if request.param == "postgresql" else "emptied_sqlite"
    url, engine = request.getfixturevalue(kind)
    yield url
    empty(engine)
