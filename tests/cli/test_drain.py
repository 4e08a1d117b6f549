"""``drain``: says how much is still owed, and when it is done."""

import pytest
from click.testing import CliRunner

from scenario_market.cli import main
from scenario_market.domain import outbox, sequence
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.jobs import Job
from scenario_market.domain.providers.events import ProviderAdmitted
from tests.factories import NOW

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def drain(tmp_path, database_url, database, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SM_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SM_LOG_LEVEL", "error")
    return lambda *words: CliRunner().invoke(main, ["drain", *words])


def test_it_says_nothing_where_nothing_is_owed_and_counts_events_and_jobs_otherwise(
    drain, database
):
    idle = drain()
    assert (idle.exit_code, idle.output) == (0, "")
    with database.unit_of_work() as session:
        outbox.record(session, ProviderAdmitted(subject_id=1), actor=SYSTEM, now=NOW)
    left = drain("--seconds", "0.1")
    assert (left.exit_code, "1 events and jobs are left" in left.output) == (1, True)
    with database.unit_of_work() as session:
        sequence.sequence(session, lambda kind: ("tell", "wait"), limit=10)
    with database.reading() as session:
        assert session.query(Job).count() == 2
    assert "2 events and jobs are left" in drain("--seconds", "0.1").output
