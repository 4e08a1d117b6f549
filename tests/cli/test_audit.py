"""``scenario-market audit`` as an auditor runs it, on a kept paper."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from scenario_market.cli import main
from scenario_market.domain import outbox, sequence
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.providers.events import ProviderAdmitted
from tests.factories import NOW


@pytest.fixture
def run(tmp_path, database_url, database, monkeypatch):
    """Runs a command on a database with five sequenced events."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SM_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SM_LOG_LEVEL", "error")
    with database.unit_of_work() as session:
        for number in range(5):
            outbox.record(session, ProviderAdmitted(subject_id=number + 1), actor=SYSTEM, now=NOW)
        session.flush()
        sequence.sequence(session, lambda kind: (), limit=10)
    return lambda *arguments: CliRunner().invoke(main, arguments)


@pytest.fixture
def paper(run, tmp_path):
    path = tmp_path / "paper.json"
    assert run("audit", "checkpoint", "--output", str(path)).exit_code == 0
    return path


def test_a_whole_chain_is_said_to_be_whole(run, paper):
    result = run("audit", "verify", "--checkpoint", str(paper))
    assert result.exit_code == 0
    assert "whole: 5 events" in result.output


def test_a_changed_event_is_named_and_the_exit_code_tells(run, database):
    with database.unit_of_work() as session:
        session.execute(update(EventRecord).where(EventRecord.position == 2).values(subject_id=77))
    result = run("audit", "verify")
    assert result.exit_code == 1
    assert "position 2" in result.output


def test_an_altered_paper_is_refused(run, paper):
    content = json.loads(paper.read_text())
    content["hash"] = "0" * 64
    paper.write_text(json.dumps(content))
    result = run("audit", "verify", "--checkpoint", str(paper))
    assert result.exit_code == 1
    assert "signature" in result.output


def test_what_is_no_paper_is_refused(run, tmp_path):
    path = tmp_path / "other.json"
    path.write_text("[]")
    assert run("audit", "verify", "--checkpoint", str(path)).exit_code == 1
