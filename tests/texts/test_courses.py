"""Every state and move of every lifecycle has a name in both languages, and nothing else has."""

import pytest

from scenario_market.texts import courses
from tests.lifecycles import TABLES

IMPORTS = ("import_pool", "import_projects", "import_demands")
TABLE = dict.fromkeys(IMPORTS, "import") | {"list": "demand_list"}


@pytest.mark.parametrize("noun", TABLES)
def test_each_state_and_each_move_is_named(noun):
    moves, table = TABLES[noun], TABLE.get(noun, noun)
    states = {str(state) for move in moves.values() for state in (*move.sources, move.target)}
    assert set(courses.STATES[table]) == states
    assert set(courses.MOVES[table]) == set(moves)


def test_nothing_is_named_that_there_is_not():
    tables = {TABLE.get(noun, noun) for noun in TABLES}
    assert set(courses.STATES) == set(courses.MOVES) == tables


@pytest.mark.parametrize("names", [courses.STATES, courses.MOVES])
def test_two_names_of_one_lifecycle_are_never_the_same(names):
    for table, pairs in names.items():
        for language in (0, 1):
            said = [pair[language] for pair in pairs.values()]
            assert len(said) == len(set(said)), (table, language)
