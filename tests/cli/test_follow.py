"""``follow``: what happens in a market, printed as it happens, found by the market's data directory."""

import os
import shutil
import signal
import subprocess
import sys

import pytest

from scenario_market.domain import outbox, sequence
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.providers.events import ProviderAdmitted
from scenario_market.persistence.database import Database
from tests.factories import NOW
from tests.waiting import PATIENCE_SECONDS, until

COMMAND = [sys.executable, "-m", "scenario_market.cli", "--data"]
ELSEWHERE = ("DATABASE_URL", "REDIS_URL", "SM_DATA_DIR")


def start(directory, *arguments, output):
    """The command on a data directory, in an environment that names none."""
    environ = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    return subprocess.Popen(
        [*COMMAND, str(directory), *arguments], stdout=output, stderr=subprocess.STDOUT, env=environ
    )


@pytest.fixture
def admit(tmp_path, sqlite_template):
    """Makes a fact of a market whose data lie in ``var``, and puts it into its place."""
    (tmp_path / "var").mkdir()
    shutil.copy(sqlite_template, tmp_path / "var" / "market.sqlite3")
    database = Database(f"sqlite:///{tmp_path / 'var' / 'market.sqlite3'}")

    def admit(provider_id):
        with database.unit_of_work() as session:
            event = ProviderAdmitted(subject_id=provider_id)
            outbox.record(session, event, actor=SYSTEM, now=NOW)
            session.flush()
            sequence.sequence(session, lambda kind: (), limit=10)

    return admit


def test_what_happens_in_the_named_market_is_printed_while_it_happens(tmp_path, admit):
    admit(7)
    printed = tmp_path / "printed.txt"
    with printed.open("w") as output:
        following = start(tmp_path / "var", "follow", "--after", "0", output=output)
    try:
        until(lambda: "provider#7" in printed.read_text(), tell=printed.read_text)
        admit(8)
        until(lambda: "provider#8" in printed.read_text(), tell=printed.read_text)
        following.send_signal(signal.SIGINT)
        assert following.wait(PATIENCE_SECONDS) == 0
    finally:
        following.kill()
        following.wait()
    first, second = printed.read_text().splitlines()
    assert "provider.admitted provider#7" in first
    assert "provider.admitted provider#8" in second


def test_where_no_market_is_the_command_says_how_one_is_named_and_makes_none(tmp_path):
    with (tmp_path / "printed.txt").open("w") as output:
        command = start(tmp_path / "nowhere", "follow", "--once", output=output)
    assert command.wait(PATIENCE_SECONDS) == 1
    printed = (tmp_path / "printed.txt").read_text()
    assert "Traceback" not in printed
    assert "--data" in printed
    assert str(tmp_path / "nowhere") in printed
    assert not (tmp_path / "nowhere" / "market.sqlite3").exists()
