"""A PostgreSQL database of its own for each machine: its examples share it, and commit to it from several threads."""

import pytest

from scenario_market.persistence.database import Database


@pytest.fixture
def postgres(fresh_postgres_url):
    database = Database(fresh_postgres_url)
    yield database
    database.close()
