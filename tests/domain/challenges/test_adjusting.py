"""What a call sets otherwise than its programme, and what must be there and fit together when it is handed in."""

import pytest

from scenario_market.domain.challenges import editing
from scenario_market.domain.errors import Invalid


def edit(cast, challenge, actor=None, fields=None, **rules):
    return editing.edit(
        cast.session,
        challenge.id,
        actor=actor or cast.author,
        version=None,
        fields=fields or {},
        rules_given=rules,
        **cast.context,
    )


def faults(raised):
    return {(one.field, one.rule) for one in raised.value.errors}


def weights(*values):
    codes = ("technology", "impact", "cost", "capability", "team")
    return [{"code": c, "weight": w} for c, w in zip(codes, values, strict=True)]


def submit(cast, challenge):
    return editing.submit(
        cast.session, challenge.id, actor=cast.author, version=None, **cast.context
    )


def test_weights_that_do_not_sum_to_100_keep_a_call_from_going_further(cast):
    challenge = cast.drafted()
    edit(cast, challenge, criteria=weights(40, 20, 10, 25, 10))
    with pytest.raises(Invalid) as refused:
        submit(cast, challenge)
    assert faults(refused) == {("rules.criteria", "weights_sum")}
    assert refused.value.errors[0].params == {"found": 105}
    edit(cast, challenge, criteria=weights(35, 20, 10, 25, 10), winners=2, bids_min=3)
    submit(cast, challenge)
    assert (challenge.state, challenge.rules["winners"]) == ("under_review", 2)
    assert [one["weight"] for one in challenge.rules["criteria"]] == [35, 20, 10, 25, 10]
    assert challenge.rules["criteria"][0]["pass_mark"] == 50


def test_an_adjustment_is_taken_back_with_none(cast):
    challenge = cast.drafted(rules={"winners": 2, "notice_days": 7})
    assert challenge.rules["notice"]["days"] == 7
    edit(cast, challenge, winners=None)
    assert challenge.adjustments == {"notice_days": 7}
    assert challenge.rules["winners"] == 1


@pytest.mark.parametrize(
    ("rules", "fault"),
    [
        ({"panel": {"size": 1}}, ("rules.panel", "unknown_field")),
        ({"winners": 0}, ("rules.winners", "out_of_range")),
        ({"winners": True}, ("rules.winners", "not_a_number")),
        ({"race": "yes"}, ("rules.race", "not_a_flag")),
        ({"notice_days": 2}, ("rules.notice_days", "out_of_range")),
        (
            {"criteria": [{"code": "technology", "weight": 100}]},
            ("rules.criteria", "criteria_incomplete"),
        ),
        ({"criteria": [{"code": "luck", "weight": 1}]}, ("rules.criteria.0.code", "unknown_code")),
        ({"criteria": "all"}, ("rules.criteria", "not_a_list")),
        (
            {"criteria": [{"code": "technology", "weight": 101}]},
            ("rules.criteria.0.weight", "out_of_range"),
        ),
    ],
)
def test_an_adjustment_that_makes_no_sense_is_named(cast, rules, fault):
    with pytest.raises(Invalid) as refused:
        cast.drafted(rules=rules)
    assert fault in faults(refused)


@pytest.mark.parametrize(
    ("rules", "fault"),
    [
        ({"race": True}, ("rules.winners", "race_needs_winners")),
        ({"race": True, "winners": 2}, ("rules.gate_milestone", "required")),
        ({"winners": 3, "bids_min": 2}, ("rules.bids_min", "fewer_than_winners")),
    ],
)
def test_rules_that_do_not_fit_together_are_named_at_the_hand_in(cast, rules, fault):
    challenge = cast.drafted(rules=rules)
    with pytest.raises(Invalid) as refused:
        submit(cast, challenge)
    assert fault in faults(refused)


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"metrics": []}, ("metrics", "metric_required")),
        ({"title": ""}, ("title", "required")),
        ({"owner_type": None}, ("owner_type", "required")),
        ({"contract_route": None}, ("contract_route", "required")),
        ({"reward_fen": None}, ("reward_fen", "required")),
        ({"window_days": None}, ("window_days", "required")),
        (
            {"metrics": [{"name": "漏检率", "operator": "le", "target": 1}]},
            ("metrics.0.baseline", "required"),
        ),
        (
            {"metrics": [{"name": "漏检率", "operator": "le", "baseline": 1}]},
            ("metrics.0.target", "required"),
        ),
        (
            {"contact_mobile": None, "contact_email": None},
            ("contact_mobile", "required"),
        ),
    ],
)
def test_what_is_missing_is_named_at_the_hand_in(cast, fields, fault):
    challenge = cast.drafted(**fields)
    with pytest.raises(Invalid) as refused:
        submit(cast, challenge)
    assert fault in faults(refused)
