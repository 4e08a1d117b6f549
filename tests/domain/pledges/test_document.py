"""The canonical document: one text, one hash; what may be changed in it, and what counts as weaker."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenario_market.domain.errors import Invalid
from scenario_market.domain.pledges import changes, document
from scenario_market.domain.programmes import templates
from scenario_market.domain.projects import terms
from tests.domain.pledges.papers import drawn_up

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.fixture(params=["scenario", "major_project"])
def template(request, city):
    return city.pledges[request.param]


@pytest.fixture
def drawn(template):
    return drawn_up(template)


@given(st.dictionaries(st.text(), VALUES, max_size=5))
def test_a_canonical_text_read_and_written_again_is_the_same_text(value):
    text = document.canonical(value)
    assert document.canonical(document.read(text)) == text


def test_the_order_of_keys_and_a_point_after_whole_numbers_do_not_change_the_hash():
    one = document.canonical({"b": [1.0, 2.5], "a": {"y": "中", "x": None}})
    assert one == '{"a":{"x":null,"y":"中"},"b":[1,2.5]}'
    assert document.sha256(one) == document.sha256(document.canonical(json.loads(one)))


def test_one_changed_letter_changes_the_hash(drawn):
    other = copy.deepcopy(drawn)
    other["metrics"][0]["method"] += "。"
    assert document.sha256(document.canonical(other)) != document.sha256(document.canonical(drawn))


def test_the_first_version_holds_what_was_bid_beside_what_was_called(drawn):
    row = drawn["metrics"][0]
    assert (row["called"], row["bid"], row["value"]) == (0.5, 0.3, 0.3)
    assert [one["consequence"] != "" for one in drawn["milestones"]] == [True] * 3
    assert {"responsibility", "consequences", "diligence"} <= {
        one["code"] for one in drawn["clauses"]
    }
    assert drawn["parties"]["provider"]["members"][0]["share_percent"] == 30
    assert changes.faults(drawn) == []


def test_a_metric_that_the_bid_leaves_out_is_pledged_as_called(template):
    made = drawn_up(template, bid={"content_hash": "00"})
    assert [row["value"] for row in made["metrics"]] == [0.5, 60]


def test_the_parts_of_the_reward_sum_to_it_to_the_fen(drawn):
    parts = drawn["money"]["tranches"]
    assert [part["amount_fen"] for part in parts] == [30_000_000, 40_000_000, 30_000_001]


def test_a_project_takes_its_terms_from_the_document(drawn, city):
    made = terms.check(document.terms(drawn), city.codes)
    assert [one["target"] for one in made["metrics"]] == [0.3, 72]
    assert [one["weight"] for one in made["milestones"]] == [30, 40, 30]
    assert [one["at"] for one in made["tranches"]] == ["pledge", "milestone", "acceptance"]


def test_a_change_is_tracked_field_by_field_with_old_and_new(drawn, template):
    wanted = {"metrics.miss_rate.value": 0.2, "special_terms": "每月提交一次运行数据"}
    changed, differs = changes.apply(drawn, wanted, template=template)
    assert differs == [
        {"field": "metrics.miss_rate.value", "old": 0.3, "new": 0.2},
        {"field": "special_terms", "old": "", "new": "每月提交一次运行数据"},
    ]
    assert changed["metrics"][0]["value"] == 0.2
    assert drawn["metrics"][0]["value"] == 0.3


def test_a_changed_milestone_is_tracked_by_its_place(drawn, template):
    rows = copy.deepcopy(drawn["milestones"])
    rows[0]["month"], rows[1]["target"] = 4, "漏检率不高于 0.8%"
    _, differs = changes.apply(drawn, {"milestones": rows}, template=template)
    assert [one["field"] for one in differs] == ["milestones.0.month", "milestones.1.target"]


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("money.reward_fen", 1, "not_negotiable"),
        ("metrics.miss_rate.called", 9, "not_negotiable"),
        ("metrics.nothing.value", 9, "not_negotiable"),
        ("clauses.diligence", "不予免责", "not_negotiable"),
        ("clauses.responsibility", "无", "not_negotiable"),
        ("metrics.miss_rate.value", "很低", "not_a_number"),
        ("metrics.miss_rate.value", True, "not_a_number"),
        ("metrics.miss_rate.method", " ", "required"),
        ("special_terms", 7, "not_a_text"),
        ("special_terms", "长" * 2001, "pledged_text_too_long"),
        ("milestones", [], "milestones_wrong"),
        ("milestones", [{"title": "只有标题"}], "milestone_fields"),
    ],
)
def test_what_is_fixed_or_wrong_is_named(drawn, template, field, value, rule):
    with pytest.raises(Invalid) as refused:
        changes.apply(drawn, {field: value}, template=template)
    assert rule in {error.rule for error in refused.value.errors}


def test_a_negotiable_clause_may_be_put_in_other_words(drawn, template):
    _, differs = changes.apply(drawn, {"clauses.property": "成果归双方共有"}, template=template)
    assert [one["field"] for one in differs] == ["clauses.property.text"]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda rows: rows[0].update(weight=31), "pledged_weights"),
        (lambda rows: rows[1].update(month=3), "months_not_ascending"),
        (lambda rows: rows[2].update(month=13), "outside_term"),
        (
            lambda rows: (rows[0].update(weight=100), rows.pop(), rows.pop()),
            "tranche_without_milestone",
        ),
    ],
)
def test_milestones_keep_their_rules_through_every_change(drawn, template, change, rule):
    rows = copy.deepcopy(drawn["milestones"])
    change(rows)
    with pytest.raises(Invalid) as refused:
        changes.apply(drawn, {"milestones": rows}, template=template)
    assert {error.rule for error in refused.value.errors} == {rule}


def test_a_proposal_that_changes_nothing_is_refused(drawn, template):
    with pytest.raises(Invalid) as refused:
        changes.apply(drawn, {"metrics.miss_rate.value": 0.3}, template=template)
    assert refused.value.errors[0].rule == "nothing_proposed"


@pytest.mark.parametrize(
    ("operator", "called", "bid", "value", "is_weaker"),
    [
        ("le", 0.5, 0.3, 0.3, False),
        ("le", 0.5, 0.3, 0.4, True),  # above what was bid, though within what was called
        ("le", 0.5, 0.6, 0.6, True),
        ("le", 0.5, None, 0.5, False),
        ("ge", 60, 72, 71, True),
        ("ge", 60, 72, 80, False),
        ("gt", 60, None, 59, True),
        ("lt", 5, None, 6, True),
        ("eq", 7, 7, 8, True),
        ("eq", 7, 7, 7, False),
    ],
)
def test_a_metric_is_weaker_by_its_operator(operator, called, bid, value, is_weaker):
    row = {"key": "k", "operator": operator, "called": called, "bid": bid, "value": value}
    assert bool(changes.weaker([row])) is is_weaker


def test_a_template_that_may_negotiate_its_diligence_clause_is_refused(template):
    clauses = [{"code": c, "title": "题", "text": "文"} for c in ("responsibility", "consequences")]
    clauses.append({"code": "diligence", "title": "题", "text": "{nobody}", "is_negotiable": True})
    made = templates.template({"code": "x", "title": "题", "missed": "后果", "clauses": clauses})
    found = " ".join(templates.faults(made))
    assert "diligence" in found
    assert "nobody" in found


def test_each_programme_has_its_template(city):
    assert {one.pledge_template for one in city.programmes.values()} <= set(city.pledges)
