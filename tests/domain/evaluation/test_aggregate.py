"""Totals and places: exact, the same whatever the order, and what the rules say by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenario_market.domain.evaluation import aggregate, bias, ties
from scenario_market.domain.evaluation.aggregate import TooFewSheets, result
from scenario_market.domain.evaluation.ties import Entry, places

SEED = b"s" * 32


@pytest.fixture(scope="module")
def rules(city):
    """Of the programme that trims one sheet at either end."""
    return city.programmes["scenario_challenge"]


CODES = ("technology", "impact", "cost", "capability", "team")
sheet = st.fixed_dictionaries({code: st.integers(0, 100) for code in CODES})
sheets = st.lists(sheet, min_size=3, max_size=9)


def same(value):
    return dict.fromkeys(CODES, value)


def by_hand(listed, rules):
    """The formula of the documentation, written a second time with whole numbers."""
    weights = {c.code: c.weight for c in rules.criteria}
    key = lambda s: (sum(weights[c] * s[c] for c in CODES), [s[c] for c in CODES])  # noqa: E731
    kept = sorted(listed, key=key)[1:-1]
    return Fraction(sum(weights[c] * s[c] for s in kept for c in CODES), 100 * len(kept))


@given(sheets, st.randoms())
def test_the_order_of_the_sheets_changes_nothing_and_the_formula_holds(rules, listed, random):
    mixed = random.sample(listed, len(listed))
    found = result(listed, rules)
    assert found == result(mixed, rules)
    assert found.total == by_hand(listed, rules)
    assert found.total == aggregate.weighted(found.means, rules)


@given(sheets)
def test_a_total_lies_between_the_sheets(rules, listed):
    totals = [aggregate.weighted(one, rules) for one in listed]
    assert min(totals) <= result(listed, rules).total <= max(totals)


@given(sheets, st.data())
def test_a_higher_score_never_lowers_a_plain_mean(rules, listed, data):
    rules = replace(rules, aggregation="mean", trim=0)
    which, code = data.draw(st.integers(0, len(listed) - 1)), data.draw(st.sampled_from(CODES))
    better = [dict(one) for one in listed]
    better[which][code] = min(100, better[which][code] + 7)
    assert result(better, rules).total >= result(listed, rules).total


@given(sheets)
def test_one_sheet_however_far_off_moves_a_trimmed_total_no_further_than_the_others(rules, listed):
    totals = sorted(aggregate.weighted(one, rules) for one in listed)
    for wild in (same(0), same(100)):
        found = result([*listed, wild], rules).total
        assert totals[0] <= found <= totals[-1]


def test_a_trimmed_mean_is_exact(rules):
    found = result([same(90), same(80), same(70), same(61), same(0)], rules)
    assert (found.total, found.used) == (Fraction(211, 3), 3)
    assert aggregate.exact(found.total) == "211/3"
    assert aggregate.shown("211/3") == "70.33"
    assert aggregate.shown("1/8", 2) == "0.13"


def test_a_bid_fails_by_its_total_or_by_one_criterion(rules):
    below = result([same(59)] * 3, rules)
    assert below.failed == ("total",)
    assert result([same(60)] * 3, rules).passes
    lopsided = same(100) | {"technology": 49}
    assert result([lopsided] * 3, rules).failed == ("technology",)
    assert result([same(0)] * 3, rules).failed == ("technology", "total")


def test_trimming_that_leaves_no_sheet_is_refused(rules):
    with pytest.raises(TooFewSheets):
        result([same(70), same(71)], rules)


def entry(pseudonym, rules, price=None, **scores):
    return Entry(pseudonym, result([same(70) | scores] * 3, rules), price)


def test_ties_are_settled_by_the_rules_in_their_order(rules):
    # technology 35 and capability 25, impact 20: all five come to the same total of 70.
    entries = [
        entry("A", rules),
        entry("B", rules, technology=75, capability=63),
        entry("C", rules, price=90, impact=65, cost=80),
        entry("D", rules, price=80),
        entry("E", rules, impact=95, capability=50),
    ]
    assert {one.result.total for one in entries} == {Fraction(70)}
    found = places(entries, rules, SEED)
    assert [(one.entry.pseudonym, one.settled_by) for one in found] == [
        ("B", "criterion:technology"),
        ("D", "price"),
        ("C", "price"),
        ("A", "criterion:capability"),
        ("E", None),
    ]
    assert [one.outcome for one in found] == ["recommended", "reserve"] + ["not_awarded"] * 3


def test_what_nothing_else_settles_is_settled_by_the_lot_of_the_seed(rules):
    entries = [entry(name, rules) for name in "ABCDEF"]
    first = [one.entry.pseudonym for one in places(entries, rules, SEED)]
    assert [one.settled_by for one in places(entries, rules, SEED)][:-1] == ["lot"] * 5
    assert first == [one.entry.pseudonym for one in places(entries[::-1], rules, SEED)]
    others = {
        tuple(o.entry.pseudonym for o in places(entries, rules, bytes([n]) * 32)) for n in range(20)
    }
    assert len(others) > 10


@given(st.lists(st.tuples(sheet, st.integers(1, 3)), min_size=1, max_size=6), st.randoms())
def test_places_do_not_depend_on_the_order_in_which_bids_come(rules, given_, random):
    entries = [
        Entry(f"P{n}", result([scores] * 3, rules), price)
        for n, (scores, price) in enumerate(given_)
    ]
    found = places(entries, rules, SEED)
    assert found == places(random.sample(entries, len(entries)), rules, SEED)
    passing = [one for one in found if one.place]
    assert [one.place for one in passing] == list(range(1, len(passing) + 1))
    totals = [one.entry.result.total for one in passing]
    assert totals == sorted(totals, reverse=True)
    assert {one.outcome for one in found if not one.place} <= {ties.BELOW}


def test_hints_name_what_is_far_off_and_nobody_else(rules):
    plain = {"X": same(70), "Y": same(60) | {"team": 65}}
    off = {"X": same(70) | {"cost": 20}, "Y": same(61)}
    found = bias.hints(
        {"a": plain, "b": plain, "c": off, "d": plain}, rules, outlier_points=25, leniency_points=10
    )
    assert found == [bias.Hint("outlier", "c", "X", "cost", Fraction(-50))]
    mild = {"X": same(90), "Y": same(85)}
    found = bias.hints(
        {"a": plain, "b": plain, "c": mild, "d": plain},
        rules,
        outlier_points=50,
        leniency_points=10,
    )
    assert [(one.kind, one.member) for one in found] == [("lenient", "c")]
    flat = {"X": same(65), "Y": same(65)}
    found = bias.hints(
        {"a": plain, "b": plain, "c": flat, "d": plain},
        rules,
        outlier_points=50,
        leniency_points=10,
    )
    assert [(one.kind, one.member) for one in found] == [("flat", "c")]
    assert bias.hints({"a": plain, "c": off}, rules, outlier_points=1, leniency_points=1) == []
