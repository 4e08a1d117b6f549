"""Counts the moves that the suite really makes: after a whole run each move of each table must have been made, and by
the very file that ``tests/lifecycles`` names for it.
"""

import pytest
from sqlalchemy import event

from scenario_market.domain.imports import states as imports
from scenario_market.domain.imports.models import Import
from scenario_market.domain.lifecycle import StateChange
from tests import lifecycles
from tests.cores import is_whole, is_worker

KINDS = {"list": "demand_list"}  # where the noun of a table is not the kind of its object
TABLES = {KINDS.get(noun, noun): moves for noun, moves in lifecycles.TABLES.items()}
MADE = set()  # kind of the object, verb, and the file of the test that made the move
RUNNING = [""]


def pytest_runtest_logstart(nodeid, location):
    RUNNING[0] = nodeid.partition("::")[0]


def pytest_configure(config):
    def count(row, arguments, options):
        MADE.add((options["subject_kind"], options["verb"], RUNNING[0]))

    def count_import(row, state, before, initiator):
        # One noun with a table for each kind of file; its record does not tell of which.
        MADE.update(
            (f"import_{row.kind}", verb, RUNNING[0])
            for verb, move in imports.MOVES[row.kind].items()
            if before in move.sources and state == move.target
        )

    event.listen(StateChange, "init", count)  # the record that every move makes
    event.listen(Import.state, "set", count_import)


def missing():
    """Moves that no test has made in this process or its workers."""
    owed = {(noun, verb) for noun, moves in TABLES.items() for verb in moves}
    return sorted(f"{noun}.{verb}" for noun, verb in owed - {one[:2] for one in MADE})


def misplaced():
    """Moves that the file named for them has not made, with the file."""
    gaps = []
    for name, (_, _, file) in lifecycles.MADE.items():
        noun, verb = name.split(".")
        if (KINDS.get(noun, noun), verb, f"tests/{file}") not in MADE:
            gaps.append(f"{name} in {file}")
    return sorted(gaps)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    """A worker has ended: what its tests made counts here."""
    MADE.update(map(tuple, getattr(node, "workeroutput", {}).get("moves", ())))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    if is_worker(session.config):
        session.config.workeroutput["moves"] = sorted(MADE)
    elif is_whole(session.config) and exitstatus == 0 and (missing() or misplaced()):
        session.exitstatus = 1


def pytest_terminal_summary(terminalreporter, config):
    found = {
        "moves that no test has made": missing,
        "moves that the test named for them has not made": misplaced,
    }
    for said, look in found.items():
        if is_whole(config) and look():
            terminalreporter.write_line(f"{said}: {', '.join(look())}", red=True)
