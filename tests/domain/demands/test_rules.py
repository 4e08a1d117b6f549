"""What may be saved, and what is missing."""

from datetime import date, timedelta

import pytest

from scenario_market.domain.demands import rules
from scenario_market.domain.demands.duplicates import containment, similar
from scenario_market.domain.demands.finding import pairs
from scenario_market.domain.errors import Invalid
from scenario_market.texts.errors import field_message
from tests import factories
from tests.domain.demands.cases import COMPLETE

TODAY = date(2026, 3, 2)


def faults(city, fields, before=None):
    with pytest.raises(Invalid) as refused:
        rules.check(fields, city.codes, before=before)
    return {error.field: error for error in refused.value.errors}


def test_names_and_aliases_are_kept_as_codes(city):
    kept = rules.check(
        {"district": "光谷", "domain": "智能制造", "funding_source": "自筹"}, city.codes
    )
    assert kept == {
        "district": "WH-DHGX",
        "domain": "industrial_park",
        "funding_source": "own_funds",
    }


def test_an_unknown_code_is_answered_with_the_nearest_names(city):
    error = faults(city, {"district": "武昌县"})["district"]
    assert error.rule == "unknown_code"
    assert "武昌区" in error.params["nearest"]


def test_every_fault_is_named_at_once_with_its_path(city):
    found = faults(
        city,
        {
            "title": "长" * 201,
            "budget_min_fen": 10,
            "budget_max_fen": 9,
            "starts_on": "2026-05-01",
            "ends_on": "2026-04-30",
            "metrics": [{"name": "", "operator": "约", "target": "许多", "colour": "red"}],
            "accepts_consortium": "yes",
            "contact_email": "nobody",
            "colour": "red",
        },
    )
    assert {field: error.rule for field, error in found.items()} == {
        "title": "too_long",
        "budget_max_fen": "below_minimum",
        "ends_on": "before_start",
        "metrics.0.name": "required",
        "metrics.0.operator": "unknown_code",
        "metrics.0.target": "not_a_number",
        "metrics.0.colour": "unknown_field",
        "accepts_consortium": "not_a_flag",
        "contact_email": "not_an_email",
        "colour": "unknown_field",
    }


def test_a_new_maximum_is_held_against_the_minimum_that_is_saved(city):
    found = faults(city, {"budget_max_fen": 5}, before={"budget_min_fen": 10})
    assert found["budget_max_fen"].params == {"minimum_fen": 10}


@pytest.mark.parametrize("value", [True, 1.5, "1", -1, 10**15])
def test_money_is_whole_fen(city, value):
    assert "budget_max_fen" in faults(city, {"budget_max_fen": value})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "NaN", "1e999", "", [], {}])
def test_a_metric_is_a_finite_number(city, value):
    metric = {"name": "漏检率", "operator": "≤", "target": value}
    if value == "":
        assert rules.check({"metrics": [metric]}, city.codes)["metrics"][0]["target"] is None
    else:
        assert "metrics.0.target" in faults(city, {"metrics": [metric]})


def test_a_complete_need_misses_nothing_and_each_omission_is_named(city):
    whole = rules.check(COMPLETE, city.codes)
    assert rules.missing_for_publication(whole, today=TODAY, policy=city.policy["demand"]) == []
    for name in ("title", "domain", "content", "district", "place", "starts_on", "ends_on"):
        missing = rules.missing_for_publication(
            {**whole, name: None}, today=TODAY, policy=city.policy["demand"]
        )
        assert [error.field for error in missing] == [name]


def test_one_metric_needs_baseline_and_target(city):
    bare = {"name": "漏检率", "operator": "le", "target": 0.5}
    kept = rules.check({**COMPLETE, "metrics": [bare]}, city.codes)
    missing = rules.missing_for_publication(kept, today=TODAY, policy=city.policy["demand"])
    assert [error.field for error in missing] == ["metrics.0.baseline"]
    kept = rules.check({"metrics": [bare, {**bare, "baseline": 0}]}, city.codes)
    assert (
        rules.missing_for_publication(
            {**rules.check(COMPLETE, city.codes), **kept}, today=TODAY, policy=city.policy["demand"]
        )
        == []
    )


def test_a_budget_may_be_negotiable_but_its_source_may_not_be_missing(city):
    kept = rules.check(
        {
            **COMPLETE,
            "budget_min_fen": None,
            "budget_max_fen": None,
            "budget_display": "面议",
            "funding_source": None,
        },
        city.codes,
    )
    missing = rules.missing_for_publication(kept, today=TODAY, policy=city.policy["demand"])
    assert [error.field for error in missing] == ["funding_source"]


def test_a_time_frame_that_is_over_is_not_published(city):
    kept = rules.check({**COMPLETE, "answers_until": "2026-03-01"}, city.codes)
    missing = rules.missing_for_publication(kept, today=TODAY, policy=city.policy["demand"])
    assert [(error.field, error.rule) for error in missing] == [("answers_until", "in_the_past")]


@pytest.mark.parametrize(("days", "found"), [(365, []), (366, ["too_far_ahead"])])
def test_a_demand_takes_answers_no_longer_than_the_city_lets_it(city, days, found):
    last = (TODAY + timedelta(days=days)).isoformat()
    kept = rules.check({**COMPLETE, "answers_until": last}, city.codes)
    missing = rules.missing_for_publication(kept, today=TODAY, policy=city.policy["demand"])
    assert [error.rule for error in missing] == found
    for error in missing:
        assert error.field == "answers_until"
        for locale in ("zh", "en"):
            said = field_message(error.rule, dict(error.params), locale)
            assert (TODAY + timedelta(days=365)).isoformat() in said
            assert "365" in said


@pytest.mark.parametrize("name", ["starts_on", "ends_on", "answers_until"])
@pytest.mark.parametrize("value", ["1999-12-31", "2101-01-01", "9999-12-31", "0001-01-01"])
def test_no_day_lies_outside_this_century_and_the_refusal_names_the_bounds(city, name, value):
    for given in (value, date.fromisoformat(value)):
        with pytest.raises(Invalid) as refused:
            rules.check({name: given}, city.codes)
        (error,) = refused.value.errors
        assert (error.field, error.rule) == (name, "out_of_range")
        for locale in ("zh", "en"):
            said = field_message(error.rule, dict(error.params), locale)
            assert "2000-01-01" in said
            assert "2100-12-31" in said


def test_containment_is_the_share_of_the_shorter_text():
    whole = pairs("轴承座产线表面缺陷在线检测系统建设")
    assert containment(pairs("轴承座产线表面缺陷在线检测"), whole) == 1
    assert containment(pairs("低空无人机物流配送航线规划"), whole) == 0
    assert containment(pairs("检测"), whole) == 0


def test_a_near_duplicate_is_named_to_whom_it_is_visible_and_refuses_nothing(cast):
    floor = cast.city.policy["demand"]["near_duplicate_floor"]
    public, hidden = cast.listed(), cast.draft()
    cast.listed(title="低空无人机物流配送", pain_points="山区配送时效差，人工成本高")
    fields = {"title": "轴承座表面缺陷的在线检测", "pain_points": COMPLETE["pain_points"]}

    def found(actor):
        return [s.demand_id for s in similar(cast.session, actor=actor, fields=fields, floor=floor)]

    assert found(cast.owner) == [public.id, hidden.id]
    rival = factories.owner_of(cast.organisation(), cast.person())
    assert found(rival) == [public.id]
