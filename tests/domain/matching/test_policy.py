"""Who is told: floor, share of the best, at least, cap."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenario_market.domain.matching.policy import Policy, choose


def told(scores, **settings):
    ranked = [(place, score) for place, score in enumerate(scores)]
    return [score for _, score in choose(ranked, Policy(**settings))]


def test_who_reaches_the_floor_is_told():
    assert told([40_000, 15_000, 14_999], at_least=0) == [40_000, 15_000]


def test_too_few_are_filled_up_with_the_next_best():
    assert told([40_000, 9_000, 8_000, 7_000], at_least=3) == [40_000, 9_000, 8_000]


def test_filling_up_never_tells_who_has_nothing_in_common():
    assert told([40_000, 1, 0, 0], at_least=3) == [40_000, 1]


def test_no_more_than_the_cap_are_told():
    assert len(told([50_000] * 300, cap=100)) == 100


def test_a_share_of_the_best_score_raises_the_floor():
    assert told([60_000, 31_000, 29_000], at_least=0, share_percent=50) == [60_000, 31_000]


def test_nobody_is_told_where_nobody_is_eligible():
    assert told([]) == []


@given(st.lists(st.integers(0, 100_000)), st.integers(0, 10), st.integers(10, 20))
def test_the_told_are_a_prefix_within_the_bounds(scores, at_least, cap):
    scores.sort(reverse=True)
    found = told(scores, at_least=at_least, cap=cap)
    assert found == scores[: len(found)]
    assert len(found) <= cap
    assert len(found) >= min(at_least, sum(score > 0 for score in scores))


@pytest.mark.parametrize(
    "wrong",
    [{"at_least": 101}, {"share_percent": 101}, {"floor_milli": -1}, {"lowest_milli": 99_000}],
)
def test_impossible_settings_are_refused(wrong):
    with pytest.raises(ValueError, match="policy"):
        Policy(**wrong)
