"""A destroyed envelope, from the backup to a bid: the operator's command, two officers, a worker that opens."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import make_url

from scenario_market.cli import main
from scenario_market.domain.bids.models import Bid, Workspace
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.evaluation import reentering
from scenario_market.workers import clock as clock_module
from tests.workers import bidding
from tests.workers.hand import once

pytestmark = once
CONTENT = b"%PDF-1.7 " + bytes(70_000)


@pytest.fixture
def made(hand):
    def change(session, now):
        scene = bidding.scene(session, hand.city, hand.settings)
        for _ in range(2):
            bidding.hand_in(scene, hand.machine.files, CONTENT)
        return scene

    return hand.put(change)


def test_a_destroyed_envelope_is_put_back_and_entered(hand, made, tmp_path, monkeypatch):
    backup = tmp_path / "backup.sqlite3"
    live = Path(make_url(hand.settings.database_url).database)
    hand.put(lambda session, now: None)
    hand.database.close()  # what is in the log of writes goes into the file
    for suffix in ("", "-wal"):
        if Path(f"{live}{suffix}").exists():
            shutil.copy(f"{live}{suffix}", f"{backup}{suffix}")

    def spoil(session, now):
        row = session.query(Workspace).order_by(Workspace.id).first()
        row.envelope = bytes(len(row.envelope))
        return row.id

    spoilt = hand.put(spoil)
    hand.put(lambda session, now: bidding.pass_deadline(session, made.challenge.id))
    clock_module.fire_due(hand.database, hand.city)
    hand.turn()
    assert len(hand.rows(Bid)) == 1
    monkeypatch.setenv("DATABASE_URL", hand.settings.database_url)
    monkeypatch.setenv("SM_DATA_DIR", str(hand.settings.data_dir))
    (call,) = hand.rows(Challenge, Challenge.id == made.challenge.id)
    done = CliRunner().invoke(main, ["restore-envelopes", call.number, f"sqlite:///{backup}"])
    assert "1 of 1 envelopes were put back" in done.output, done.output
    (one, _), (other, _) = made.officers
    row = hand.put(
        lambda session, now: reentering.ask(session, call.id, reason="误删", actor=one, now=now).id
    )
    hand.put(
        lambda session, now: reentering.confirm(session, row, actor=other, now=now, version=None)
    )
    hand.turn()
    assert spoilt in {bid.workspace_id for bid in hand.rows(Bid)}
    assert len(hand.rows(Bid)) == 2
