"""``scenario-market audit`` as an auditor runs it, on a kept paper."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from scenario_market.cli import main
from scenario_market.domain import audit, outbox, sequence
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.providers.events import ProviderAdmitted
from scenario_market.vault.signing import SigningKey
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


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_head_that_an_older_key_signed_verifies_still_and_a_strangers_does_not(
    run, paper, tmp_path, database
):
    assert run("keys", "add", "head").exit_code == 0
    assert run("keys", "rotate", "head").exit_code == 0
    with database.unit_of_work() as session:
        outbox.record(session, ProviderAdmitted(subject_id=9), actor=SYSTEM, now=NOW)
        session.flush()
        sequence.sequence(session, lambda kind: (), limit=10)
    newer = tmp_path / "newer.json"
    assert run("audit", "checkpoint", "--output", str(newer)).exit_code == 0
    old, new = (json.loads(one.read_text()) for one in (paper, newer))
    assert old["public_key"] != new["public_key"]
    both = ("--checkpoint", str(paper), "--checkpoint", str(newer))
    assert run("audit", "verify", *both).exit_code == 0
    assert run("audit", "verify", *both, "--key", new["public_key"]).exit_code == 1
    keys = ("--key", new["public_key"], "--key", old["public_key"])
    assert run("audit", "verify", *both, *keys).exit_code == 0
    stranger = SigningKey.new()
    text = audit.statement(old["position"], old["hash"], old["at"])
    forged = old | {"public_key": stranger.public_key, "signature": stranger.sign(text)}
    paper.write_text(json.dumps(forged))
    refused = run("audit", "verify", "--checkpoint", str(paper))
    assert refused.exit_code == 1
    assert "not the house's" in refused.output
    listed = [one for one in run("keys", "list").output.splitlines() if one.startswith("head ")]
    older = listed[1].split()[1]
    dropped = run("keys", "drop", "head", older)
    assert dropped.exit_code == 1
    assert "1 rows still need it" in dropped.output
