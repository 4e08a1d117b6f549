"""Every state and move that is built: the command that makes it, the route that calls it, its event, its test.

Written by hand; a move of a table that is missing here fails, and so does anything named here that is not there. That
each move was really made, and by the test file named, is counted while the suite runs: see ``tests/moves.py``.
"""

import importlib
from pathlib import Path

import pytest

from scenario_market.domain.events import REGISTRY
from tests.api.matrix import MATRIX
from tests.lifecycles import MADE, TABLES
from tests.lifecycles.ways import CLOCK, PLEDGE, WORKER

ROOT = Path(__file__).parent
MOVES = [f"{noun}.{verb}" for noun, moves in TABLES.items() for verb in moves]


def test_every_move_that_is_built_stands_here():
    assert set(MOVES) == set(MADE)


@pytest.mark.parametrize("name", sorted(MADE))
def test_a_move_has_its_command_route_event_and_test(name):
    noun, verb = name.split(".")
    command, route, test = MADE[name]
    module, _, function = command.rpartition(".")
    assert callable(getattr(importlib.import_module(f"scenario_market.domain.{module}"), function))
    assert route in (CLOCK, WORKER, PLEDGE) or route in MATRIX
    assert TABLES[noun][verb].event.kind in REGISTRY
    assert (ROOT / test).is_file()
