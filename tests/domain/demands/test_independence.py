"""回避: an officer decides neither on what he wrote nor on a need of an organisation that he acts for."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain.demands import amending, drafting, review, sharpening
from scenario_market.domain.demands.models import DemandVersion
from scenario_market.domain.errors import RuleRefused
from tests import factories
from tests.domain.demands.cases import REASONS
from tests.domain.demands.test_amending import amend
from tests.domain.demands.test_sharpening import diagnosis

DECISIONS = {
    "recommend": (review.recommend, {}),
    "review": (review.begin, {}),
    "return": (review.give_back, {"reason": REASONS["return"]}),
    "reject": (review.reject, {"reason": REASONS["reject"]}),
    "approve": (review.approve, {}),
    "clear": (review.clear, {"step": "secrecy"}),
    "confirm an amendment": (amending.confirm, {}),
    "refuse an amendment": (amending.refuse, {"answer": "请说明理由"}),
    "assign a sharpener": (sharpening.assign, {"provider_id": 1}),
}


@pytest.fixture
def officer(cast):
    """An officer with every role that decides on needs."""
    officer = factories.officer(cast.person(), "office_lead", "district_officer")
    return replace(officer, districts=frozenset({"420106"}))


def decide(cast, name, demand, officer, **more):
    command, arguments = DECISIONS[name]
    context = {"now": cast.now} if command is amending.refuse else cast.context
    cast.session.flush()
    return command(
        cast.session, demand.id, actor=officer, version=None, **{**arguments, **more}, **context
    )


def submitted_for_trial(cast):
    """A need of the programme that asks for 区级推荐."""
    demand = cast.draft()
    demand.programme = "industrial_trial"
    drafting.submit(cast.session, demand.id, actor=cast.owner, version=None, **cast.context)
    return demand


def waiting(cast, name):
    """A need that waits for the decision, and whatever it takes besides."""
    if "amendment" in name:
        demand = cast.listed()
        amend(cast, demand, place="三号厂房")
        return demand, {}
    if "sharpener" in name:
        demand = drafting.draft(
            cast.session,
            actor=cast.owner,
            organisation_id=cast.owner_organisation.id,
            fields={"problem": "质检漏检多", "district": "420106"},
            is_rough=True,
            **cast.context,
        )
        return demand, {"provider_id": diagnosis(cast)[0].id}
    if name == "recommend":
        return submitted_for_trial(cast), {}
    return (cast.submitted() if name == "review" else cast.in_review()), {}


@pytest.mark.parametrize("name", DECISIONS)
def test_who_acts_for_the_owner_does_not_decide(cast, officer, name):
    demand, more = waiting(cast, name)
    cast.mandate(cast.owner_organisation, officer)
    with pytest.raises(RuleRefused, match="own_organisation"):
        decide(cast, name, demand, officer, **more)


@pytest.mark.parametrize("name", DECISIONS)
def test_who_wrote_the_need_does_not_decide(cast, officer, name):
    demand, more = waiting(cast, name)
    demand.author_id = officer.person_id
    with pytest.raises(RuleRefused, match="own_writing"):
        decide(cast, name, demand, officer, **more)


def taken_down(cast, demand, officer):
    """The need as if the officer had taken it down at a visit."""
    demand.author_id, demand.source = officer.person_id, "officer_visit"


@pytest.mark.parametrize("name", ["recommend", "review"])
def test_who_took_the_need_down_may_bring_it_before_those_who_decide(cast, officer, name):
    demand, _ = waiting(cast, name)
    taken_down(cast, demand, officer)
    assert decide(cast, name, demand, officer).version > 1


@pytest.mark.parametrize("name", ["recommend", "review"])
def test_who_took_the_need_down_for_his_own_organisation_may_not(cast, officer, name):
    demand, _ = waiting(cast, name)
    taken_down(cast, demand, officer)
    cast.mandate(cast.owner_organisation, officer)
    with pytest.raises(RuleRefused, match="own_organisation"):
        decide(cast, name, demand, officer)


@pytest.mark.parametrize("name", sorted(DECISIONS.keys() - {"recommend", "review"}))
def test_who_took_the_need_down_does_not_decide_on_it(cast, officer, name):
    demand, more = waiting(cast, name)
    taken_down(cast, demand, officer)
    with pytest.raises(RuleRefused, match="own_writing"):
        decide(cast, name, demand, officer, **more)


@pytest.mark.parametrize("name", DECISIONS)
def test_anybody_else_decides(cast, officer, name):
    demand, more = waiting(cast, name)
    before = demand.version
    assert decide(cast, name, demand, officer, **more)
    assert demand.version > before or name == "assign a sharpener"


def test_a_mandate_that_ran_out_counts_until_it_is_ended_in_the_books(cast, officer):
    demand = cast.in_review()
    row = cast.mandate(cast.owner_organisation, officer)
    row.expires_at = row.starts_at
    with pytest.raises(RuleRefused, match="own_organisation"):
        decide(cast, "approve", demand, officer)


@pytest.mark.parametrize("name", DECISIONS)
def test_who_lately_acted_for_the_owner_does_not_decide(cast, officer, name):
    demand, more = waiting(cast, name)
    row = cast.mandate(cast.owner_organisation, officer)
    row.state, row.ended_at, row.recused_until = "ended", cast.now, cast.now + timedelta(seconds=1)
    with pytest.raises(RuleRefused, match="own_organisation"):
        decide(cast, name, demand, officer, **more)
    row.recused_until = cast.now
    assert decide(cast, name, demand, officer, **more)


@pytest.mark.parametrize("name", sorted(DECISIONS.keys() - {"assign a sharpener"}))
def test_who_handed_in_any_version_does_not_decide(cast, officer, name):
    demand, more = waiting(cast, name)
    first = select(DemandVersion).where(DemandVersion.demand_id == demand.id)
    cast.session.scalars(
        first.order_by(DemandVersion.number)
    ).first().created_by_id = officer.person_id
    with pytest.raises(RuleRefused, match="own_writing"):
        decide(cast, name, demand, officer, **more)


@pytest.mark.parametrize("name", ["confirm an amendment", "refuse an amendment"])
def test_who_asked_for_a_change_does_not_decide_on_it(cast, officer, name):
    demand, more = waiting(cast, name)
    amending.waiting(cast.session, demand.id).proposed_by_id = officer.person_id
    with pytest.raises(RuleRefused, match="own_writing"):
        decide(cast, name, demand, officer, **more)


def test_an_officer_does_not_ask_the_provider_that_he_acts_for_to_sharpen(cast, officer):
    demand, _ = waiting(cast, "assign a sharpener")
    provider, _ = diagnosis(cast)
    factories.mandate(cast.session, provider.organisation_id, officer.person_id)
    with pytest.raises(RuleRefused, match="own_organisation"):
        decide(cast, "assign a sharpener", demand, officer, provider_id=provider.id)
