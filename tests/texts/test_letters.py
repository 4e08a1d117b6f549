"""How an exact mark reads in a letter."""

import pytest

from scenario_market.texts.letters import mark

MARKS = {"75": "75", "149/2": "74.50", "250/3": "83.33", "23999/300": "80.00", None: "—"}


@pytest.mark.parametrize("exact", MARKS)
def test_a_mark_is_read_to_two_places_and_never_as_a_power_of_ten(exact):
    assert mark(exact) == MARKS[exact]
