"""A market of its own for each test, with processes to be killed and a broker that may lose everything."""

import pytest

from tests.faults.crew import Crew
from tests.faults.market import Market
from tests.faults.nursery import Nursery
from tests.faults.still import STILL, hold

POLL_SECONDS = 0.2  # what nobody tells them of they find sooner; no lease, and nothing that is asserted, depends on it


@pytest.fixture
def still(monkeypatch):
    """The market's clock stands still but for its offset, here and in what the launcher starts from now on."""
    hold(monkeypatch.setattr)
    monkeypatch.setenv(STILL, "1")


@pytest.fixture
def market(database, city):
    """The pool and the demands, on both databases."""
    return Market(database, city)


@pytest.fixture(scope="session")
def nursery():
    """Where processes come from."""
    nursery = Nursery()
    yield nursery
    nursery.end()


@pytest.fixture
def make_crew(tmp_path, database_url, own_broker, nursery):
    """Makes crews of processes on this test's database and broker; all are ended with the test."""
    crews = []

    def make(module="scenario_market", **settings):
        environ = {
            "DATABASE_URL": database_url,
            "REDIS_URL": own_broker.url,
            "SM_DATA_DIR": str(tmp_path / "data"),
            "SM_POLL_SECONDS": str(POLL_SECONDS),
            **{f"SM_{name.upper()}": str(value) for name, value in settings.items()},
        }
        crews.append(Crew(nursery, environ, tmp_path, module))
        return crews[-1]

    yield make
    for crew in crews:
        crew.end()
