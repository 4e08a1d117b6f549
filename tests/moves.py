"""Counts the moves that the suite really makes: after a whole run each move of each table must have been made."""

import pytest
from sqlalchemy import event

from scenario_market.domain.demands import states as demands
from scenario_market.domain.imports import states as imports
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.parties import states as parties
from scenario_market.domain.providers import states as providers
from tests.cores import is_whole, is_worker

TABLES = {
    "organisation": parties.VERIFICATION_MOVES,
    "mandate": parties.MANDATE_MOVES,
    "provider": providers.MOVES,
    "import": imports.MOVES["pool"],
    "demand": demands.DEMAND_MOVES,
    "demand_list": demands.LIST_MOVES,
    "response": demands.RESPONSE_MOVES,
}
MADE = set()


def pytest_configure(config):
    def count(row, arguments, options):
        MADE.add((options["subject_kind"], options["verb"]))

    event.listen(StateChange, "init", count)  # the record that every move makes


def missing():
    """Moves that no test has made in this process or its workers."""
    owed = {(noun, verb) for noun, moves in TABLES.items() for verb in moves}
    return sorted(owed - MADE)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    """A worker has ended: what its tests made counts here."""
    MADE.update(map(tuple, getattr(node, "workeroutput", {}).get("moves", ())))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    if is_worker(session.config):
        session.config.workeroutput["moves"] = sorted(MADE)
    elif is_whole(session.config) and exitstatus == 0 and missing():
        session.exitstatus = 1


def pytest_terminal_summary(terminalreporter, config):
    if is_whole(config) and missing():
        names = ", ".join(f"{noun}.{verb}" for noun, verb in missing())
        terminalreporter.write_line(f"moves that no test has made: {names}", red=True)
