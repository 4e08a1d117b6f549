"""A rough problem, the diagnosis provider that sharpens it, and the author's answer."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scenario_market.domain.demands import drafting, queries, sharpening
from scenario_market.domain.errors import AlreadyDone, Invalid, NotFound, RuleRefused
from scenario_market.domain.providers.models import Provider
from tests.domain.demands.cases import COMPLETE
from tests.factories import NOW

SHARP = {key: COMPLETE[key] for key in ("title", "domain", "pain_points", "content", "metrics")}


@pytest.fixture
def rough(cast):
    return drafting.draft(
        cast.session,
        actor=cast.owner,
        organisation_id=cast.owner_organisation.id,
        fields={"problem": "质检漏检多，人手不够。\n想看看有没有办法。", "contact_name": "测试"},
        is_rough=True,
        **cast.context,
    )


def diagnosis(cast, **columns):
    organisation, actor = cast.provider(**columns)
    provider = Provider(
        organisation_id=organisation.id,
        state="admitted",
        categories=["diagnosis"],
        created_at=NOW,
        updated_at=NOW,
    )
    cast.session.add(provider)
    cast.session.flush()
    return provider, actor


def assign(cast, demand, provider):
    return sharpening.assign(
        cast.session,
        demand.id,
        actor=cast.reviewers[0],
        version=None,
        provider_id=provider.id,
        **cast.context,
    )


def propose(cast, demand, actor, **fields):
    return sharpening.propose(
        cast.session, demand.id, actor=actor, version=None, fields=fields or SHARP, **cast.context
    )


def test_a_proposal_is_adopted_field_by_field_and_the_need_is_rough_no_more(cast, rough):
    provider, actor = diagnosis(cast)
    row = assign(cast, rough, provider)
    assert row.due_at == cast.city.end_of(cast.city.day(NOW) + timedelta(days=10))
    propose(cast, rough, actor)
    assert rough.title == ""
    sharpening.adopt(
        cast.session,
        rough.id,
        actor=cast.owner,
        version=None,
        names={"title", "metrics"},
        **cast.context,
    )
    assert (rough.title, rough.content, rough.is_rough) == (SHARP["title"], "", False)
    assert rough.metrics[0]["target"] == 0.5
    assert row.adopted_at == NOW
    assert [s for _, s, _ in cast.events("demand.sharpening_adopted")] == [rough.id]


def test_only_the_assigned_provider_proposes(cast, rough):
    provider, _ = diagnosis(cast)
    _, other = diagnosis(cast)
    assign(cast, rough, provider)
    with pytest.raises(NotFound):
        propose(cast, rough, other)


def test_a_proposal_is_checked_like_any_input_and_leaves_contacts_alone(cast, rough):
    provider, actor = diagnosis(cast)
    assign(cast, rough, provider)
    with pytest.raises(Invalid):
        propose(cast, rough, actor, domain="无此领域")
    with pytest.raises(Invalid):
        propose(cast, rough, actor, contact_mobile="027-00000000")


def test_only_a_diagnosis_provider_of_the_pool_outside_the_owner_s_control_is_assigned(cast, rough):
    controlled, _ = diagnosis(cast, controlled_by_id=cast.owner_organisation.id)
    with pytest.raises(RuleRefused, match="owner_side"):
        assign(cast, rough, controlled)
    for columns in ({"categories": ["solution"]}, {"state": "suspended"}):
        provider, _ = diagnosis(cast)
        for name, value in columns.items():
            setattr(provider, name, value)
        with pytest.raises(Invalid):
            assign(cast, rough, provider)
    with pytest.raises(RuleRefused, match="not_rough"):
        assign(cast, cast.draft(), diagnosis(cast)[0])


def test_who_is_late_is_reported_and_can_be_replaced(cast, rough):
    provider, _ = diagnosis(cast)
    row = assign(cast, rough, provider)
    other, _ = diagnosis(cast)
    with pytest.raises(AlreadyDone):
        assign(cast, rough, other)
    cast.now = row.due_at
    sharpening.remind(cast.session, row.id, **cast.context)
    assert cast.events("demand.sharpening_overdue") == [
        ("demand.sharpening_overdue", rough.id, {"provider_id": provider.id})
    ]
    assign(cast, rough, other)
    assert row.ended_at == cast.now
    sharpening.remind(cast.session, row.id, **cast.context)
    assert len(cast.events("demand.sharpening_overdue")) == 1


def test_a_declined_proposal_says_why_and_makes_room_for_another(cast, rough):
    provider, actor = diagnosis(cast)
    row = assign(cast, rough, provider)
    with pytest.raises(NotFound):
        sharpening.adopt(cast.session, rough.id, actor=cast.owner, version=None, **cast.context)
    propose(cast, rough, actor)
    arguments = {"actor": cast.owner, "now": cast.now, "version": None}
    with pytest.raises(Invalid):
        sharpening.decline(cast.session, rough.id, answer=" ", **arguments)
    sharpening.decline(cast.session, rough.id, answer="方向不对", **arguments)
    assert (row.answer, rough.is_rough) == ("方向不对", True)
    assign(cast, rough, diagnosis(cast)[0])


def test_the_adopting_author_must_be_the_owner_s(cast, rough):
    provider, actor = diagnosis(cast)
    assign(cast, rough, provider)
    propose(cast, rough, actor)
    both = replace(actor, roles=frozenset({"enterprise", "provider"}))
    with pytest.raises(NotFound):
        sharpening.adopt(cast.session, rough.id, actor=both, version=None, **cast.context)


def test_whose_part_has_ended_reads_the_draft_no_more(cast, rough):
    provider, actor = diagnosis(cast)
    assign(cast, rough, provider)
    cast.session.flush()
    seen = queries.get_demand(cast.session, rough.id, actor=actor, city=cast.city)
    assert seen["problem"] == rough.problem
    propose(cast, rough, actor)
    sharpening.adopt(
        cast.session, rough.id, actor=cast.owner, version=None, names={"title"}, **cast.context
    )
    cast.session.flush()
    with pytest.raises(NotFound):
        queries.get_demand(cast.session, rough.id, actor=actor, city=cast.city)
