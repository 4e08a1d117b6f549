"""How far a measured result has come from its baseline."""

import pytest

from scenario_market.domain.landmarks.rules import Change, change


@pytest.mark.parametrize(
    ("baseline", "measured", "unit", "found"),
    [
        (16, 4, "小时", Change(-75, "percent")),
        (300, 2400, "单", Change(700, "percent")),
        (90.5, 98.5, "%", Change(8, "points")),
        (0, 3, "%", Change(3, "points")),
        (0, 3, "项", None),
        (None, 3, "%", None),
        (-10, -5, "℃", Change(50, "percent")),
    ],
)
def test_a_change_is_told_in_percent_and_of_percents_in_points(baseline, measured, unit, found):
    assert change({"baseline": baseline, "measured": measured, "unit": unit}) == found
