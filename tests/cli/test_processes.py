"""The commands of the Procfile: what they refuse to run on, and what they import."""

import os
import subprocess
import sys

import pytest

from scenario_market.cli import ROOMS, main
from tests import factories
from tests.waiting import PATIENCE_SECONDS

HEAVY = ("alembic", "flask", "numpy", "openpyxl", "scenario_market.demo")
COMMANDS = ("migrate", "worker", "relay", "clock")


def python(*arguments, **environ):
    """Run an interpreter to its end."""
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
        env={**os.environ, **environ},
    )


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("command", COMMANDS)
def test_no_process_starts_in_production_on_a_demonstration(
    command, database, database_url, tmp_path
):
    with database.unit_of_work() as session:
        factories.person(session, is_demo=True)
    ended = python(
        *("-m", "scenario_market", command),
        SM_MODE="production",
        SM_SECRET_KEY="of the tests alone",
        DATABASE_URL=database_url,
        SM_DATA_DIR=str(tmp_path),
        REDIS_URL="redis://127.0.0.1:1/0",
    )
    assert ended.returncode == 1, ended.stderr
    assert "1 demonstration accounts" in ended.stderr
    assert "DATABASE_URL" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("command", "named", "said"),
    [
        ("worker", "OPENING", "keys make"),  # a file that is not there
        ("worker", "DRAFT", "a worker must not hold the draft key"),
    ],
)
def test_a_worker_of_production_with_a_wrong_key_ends_and_says_so(command, named, said, tmp_path):
    ended = python(
        *("-m", "scenario_market", command),
        SM_MODE="production",
        SM_SECRET_KEY="of the tests alone",
        DATABASE_URL="postgresql://127.0.0.1:1/none",
        SM_DATA_DIR=str(tmp_path),
        REDIS_URL="redis://127.0.0.1:1/0",
        **{f"SM_{named}_KEY_FILE": str(tmp_path / "none.key")},
    )
    assert ended.returncode == 1, ended.stderr
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


def test_every_command_is_found_where_the_table_says():
    context = main.make_context("scenario-market", ["worker"])
    assert {name: main.get_command(context, name).name for name in ROOMS} == {n: n for n in ROOMS}
    held = {
        command.name
        for room in set(ROOMS.values())
        for command in __import__(f"scenario_market.cli.{room}", fromlist=["COMMANDS"]).COMMANDS
    }
    assert held == set(ROOMS)
    assert main.get_command(context, "nothing") is None


@pytest.mark.parametrize("module", ["relay", "clock"])
def test_relay_and_clock_hold_nothing_that_only_workers_and_the_web_need(module):
    code = (
        "import sys; from scenario_market.cli import processes;"
        f" from scenario_market.workers import {module};"
        f" print([name for name in {HEAVY} if name in sys.modules])"
    )
    ended = python("-c", code)
    assert (ended.returncode, ended.stdout) == (0, "[]\n"), ended.stderr
