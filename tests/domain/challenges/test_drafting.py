"""Who begins a call and on what; what may be written in it; what it sets otherwise than its programme."""

import pytest

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.challenges import drafting, editing
from scenario_market.domain.errors import (
    Invalid,
    NotFound,
    NotPermitted,
    NotSignedIn,
    RuleRefused,
)
from tests import factories
from tests.domain.challenges.cases import BESIDES, FIELDS


def draft(cast, actor, source="office", organisation=None, programme="scenario_challenge", **given):
    return drafting.draft(
        cast.session,
        actor=actor,
        programme_code=programme,
        source=source,
        organisation_id=(organisation or cast.owner_organisation).id,
        fields=given.pop("fields", FIELDS),
        rules_given=given,
        **cast.context,
    )


def from_demand(cast, demand, actor):
    return drafting.draft_from_demand(
        cast.session,
        demand.id,
        actor=actor,
        programme_code="scenario_challenge",
        fields=BESIDES,
        **cast.context,
    )


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


def submit(cast, challenge):
    return editing.submit(
        cast.session, challenge.id, actor=cast.author, version=None, **cast.context
    )


def test_a_call_takes_over_what_its_need_says(cast):
    demand = cast.listed(budget_max_fen=150_000_000)
    challenge = drafting.draft_from_demand(
        cast.session,
        demand.id,
        actor=cast.owner,
        programme_code="scenario_challenge",
        **cast.context,
    )
    assert (challenge.title, challenge.place) == (demand.title, demand.place)
    assert (challenge.reward_fen, challenge.budget_ceiling_fen) == (150_000_000, 150_000_000)
    assert challenge.metrics == [{"key": "m1", "is_mandatory": True, **demand.metrics[0]}]
    assert demand.pain_points in challenge.background
    assert challenge.eligibility == []
    assert (challenge.owner_organisation_id, challenge.source) == (
        cast.owner_organisation.id,
        "demand",
    )


def test_a_budget_beyond_the_programme_is_no_reward(cast):
    demand = cast.listed(budget_max_fen=2_000_000_000)
    made = from_demand(cast, demand, cast.owner)
    assert made.budget_ceiling_fen == 2_000_000_000
    assert made.reward_fen == BESIDES["reward_fen"]
    assert "reward_fen" not in drafting.taken_over(
        demand, cast.city.programmes["scenario_challenge"]
    )


def test_a_call_on_a_need_is_begun_by_its_owner_or_the_office(cast):
    demand = cast.listed()
    rival = factories.owner_of(cast.organisation(), cast.person())
    with pytest.raises(NotFound):
        from_demand(cast, demand, rival)
    with pytest.raises(NotPermitted):
        from_demand(cast, demand, cast.provider()[1])
    with pytest.raises(NotSignedIn):
        from_demand(cast, demand, PUBLIC)
    assert from_demand(cast, demand, cast.author).source == "demand"


@pytest.mark.parametrize("state", ["draft", "submitted", "in_review", "approved"])
def test_a_need_that_is_not_listed_becomes_no_call(cast, state):
    with pytest.raises(RuleRefused) as refused:
        from_demand(cast, getattr(cast, state)(), cast.owner)
    assert refused.value.rule == "demand_not_listed"


def test_only_the_office_posts_as_the_office(cast):
    assert draft(cast, cast.author).author_id == cast.author.person_id
    with pytest.raises(NotFound):
        draft(cast, cast.owner)


@pytest.mark.parametrize("source", ["laboratory", "innovation_centre"])
def test_a_laboratory_or_centre_posts_once_the_office_knows_it_as_one(cast, source):
    with pytest.raises(RuleRefused) as refused:
        draft(cast, cast.owner, source)
    assert refused.value.rule == "host_unknown"
    cast.owner_organisation.host_kinds = [source]
    challenge = draft(cast, cast.owner, source)
    assert challenge.source == source
    edit(cast, challenge, cast.owner, {"place": "中试基地"})
    with pytest.raises(NotFound):  # the office writes in what it began alone
        edit(cast, challenge, cast.author, {"place": "别处"})
    rival = factories.owner_of(cast.organisation(), cast.person())
    with pytest.raises(NotFound):
        draft(cast, rival, source)


def test_a_programme_and_a_source_are_of_the_city(cast):
    with pytest.raises(Invalid) as refused:
        draft(cast, cast.author, programme="moon_shot")
    assert faults(refused) == {("programme", "unknown_code")}
    with pytest.raises(Invalid) as refused:
        draft(cast, cast.author, "bank")
    assert faults(refused) == {("source", "unknown_code")}
    with pytest.raises(Invalid) as refused:
        draft(cast, cast.author, "demand")
    assert faults(refused) == {("demand_id", "required")}


def test_every_wrong_field_is_named_at_once(cast):
    with pytest.raises(Invalid) as refused:
        draft(
            cast,
            cast.author,
            fields={
                "colour": "红色",
                "reward_fen": 1,
                "term_months": 100,
                "window_days": 3,
                "contract_route": "raffle",
                "metrics": [{"name": "漏检率"}, {"key": "a", "name": "x", "operator": "le"}] * 2,
                "eligibility": [{"kind": "wealth"}],
            },
        )
    assert faults(refused) >= {
        ("colour", "unknown_field"),
        ("reward_fen", "out_of_range"),
        ("term_months", "out_of_range"),
        ("window_days", "out_of_range"),
        ("contract_route", "unknown_code"),
        ("metrics.0.operator", "unknown_code"),
        ("eligibility.0.kind", "unknown_code"),
    }


def test_the_route_to_contract_is_one_of_the_programme_s(cast):
    with pytest.raises(Invalid) as refused:
        draft(cast, cast.author, programme="major_project", fields={"contract_route": "direct"})
    assert faults(refused) == {("contract_route", "not_of_programme")}


def test_metrics_keep_the_keys_by_which_bids_answer_them(cast):
    challenge = cast.drafted()
    assert [one["key"] for one in challenge.metrics] == ["m1", "m2"]
    second = challenge.metrics[1]
    new = {"name": "误检率", "operator": "le", "baseline": 8, "target": 1, "unit": "%"}
    edit(cast, challenge, fields={"metrics": [second, new]})
    assert [one["key"] for one in challenge.metrics] == ["m2", "m1"]
    with pytest.raises(Invalid) as refused:
        edit(cast, challenge, fields={"metrics": [second, second]})
    assert faults(refused) == {("metrics.1.key", "repeated")}


def test_an_owner_whom_the_office_has_not_verified_hands_nothing_in(cast):
    challenge = cast.drafted()
    cast.owner_organisation.state = "unverified"
    with pytest.raises(RuleRefused) as refused:
        submit(cast, challenge)
    assert refused.value.rule == "organisation_not_verified"


def test_the_rules_of_a_call_are_those_of_its_hand_in(cast):
    challenge = cast.drafted()
    challenge.rules = challenge.rules | {"pass_mark": 10}  # a copy grown old
    submit(cast, challenge)
    assert challenge.rules["pass_mark"] == 60


def test_somebody_else_s_draft_is_not_found(cast):
    challenge = cast.drafted()
    for actor in (factories.owner_of(cast.organisation(), cast.person()),):
        with pytest.raises(NotFound):
            edit(cast, challenge, actor, {"place": "别处"})
    with pytest.raises(NotPermitted):
        edit(cast, challenge, cast.joint, {"place": "别处"})
