"""A connection that rested is asked whether the server still knows it; one that was just used is not."""

import pytest
from sqlalchemy import text

from scenario_market.persistence import engine as engines
from scenario_market.persistence.database import Database
from tests.servers import execute


@pytest.fixture
def single(fresh_postgres_url):
    """A database with one connection, which has been used."""
    database = Database(fresh_postgres_url, pool_size=1)
    yield database
    database.close()


def process_id(database):
    with database.reading() as session:
        return session.scalar(text("SELECT pg_backend_pid()"))


def test_a_connection_that_the_server_ended_while_it_rested_is_replaced(single, monkeypatch):
    first = process_id(single)
    execute(single.url, f"SELECT pg_terminate_backend({first})")
    monkeypatch.setattr(engines, "REST_SECONDS", 0)
    assert process_id(single) != first


def test_a_connection_in_use_is_not_asked_again(single, monkeypatch):
    asked = []
    ping = single.engine.dialect.do_ping
    monkeypatch.setattr(
        single.engine.dialect, "do_ping", lambda connection: asked.append(1) or ping(connection)
    )
    monkeypatch.setattr(engines, "REST_SECONDS", 3600)
    assert process_id(single) == process_id(single)
    assert not asked
    monkeypatch.setattr(engines, "REST_SECONDS", 0)
    process_id(single)
    assert asked
