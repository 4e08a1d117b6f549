"""What became of a demand, and of those that officers collected: reasons, versions, counts by source."""

from datetime import timedelta

import pytest

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.demands import (
    amending,
    chronicle,
    drafting,
    review,
)
from scenario_market.domain.demands.states import DemandState
from scenario_market.domain.errors import (
    Invalid,
    NotFound,
    NotPermitted,
    NotSignedIn,
    RuleRefused,
)
from tests import factories
from tests.domain.demands.cases import COMPLETE, REASONS
from tests.domain.demands.test_queries import district_officer, get_only_list
from tests.factories import NOW


def test_reasons_are_for_those_concerned(cast):
    demand = cast.in_review()
    context = {"version": None, **cast.context}
    officer = cast.reviewers[0]
    review.give_back(cast.session, demand.id, actor=officer, reason=REASONS["return"], **context)
    drafting.submit(cast.session, demand.id, actor=cast.owner, **context)
    review.begin(cast.session, demand.id, actor=officer, **context)
    for one in cast.reviewers[:2]:
        review.approve(cast.session, demand.id, actor=one, **context)
    cast.clear(demand)
    cast.published(demand)
    public = chronicle.get_history(cast.session, demand.id, actor=PUBLIC)
    assert [move["verb"] for move in public] == ["list"]
    assert "reason_text" not in public[0]
    mine = chronicle.get_history(cast.session, demand.id, actor=cast.owner)
    returned = next(move for move in mine if move["verb"] == "return")
    assert returned["remarks"] == {"metrics": "请写明测量方法"}
    assert "actor_person_id" not in returned
    office = chronicle.get_history(cast.session, demand.id, actor=cast.lead)
    assert office[0]["actor_person_id"] == cast.owner.person_id


def test_the_public_reads_versions_from_the_published_one_on(cast):
    demand = cast.submitted()
    context = {"version": None, **cast.context}
    drafting.recall(cast.session, demand.id, actor=cast.owner, now=NOW, version=None)
    drafting.edit(
        cast.session, demand.id, actor=cast.owner, fields={"place": "二号厂房"}, **context
    )
    drafting.submit(cast.session, demand.id, actor=cast.owner, **context)
    review.begin(cast.session, demand.id, actor=cast.lead, **context)
    for officer in cast.reviewers[:2]:
        review.approve(cast.session, demand.id, actor=officer, **context)
    cast.clear(demand)
    cast.published(demand)
    amending.amend(
        cast.session,
        demand.id,
        actor=cast.owner,
        fields={"place": "三号厂房"},
        reason="调整",
        **context,
    )
    amending.confirm(cast.session, demand.id, actor=cast.lead, **context)

    def read(actor):
        cast.session.flush()
        rows = chronicle.get_versions(cast.session, demand.id, actor=actor, city=cast.city)
        return [(row["number"], row["changed"]) for row in rows]

    assert read(PUBLIC) == [(2, []), (3, ["place"])]
    last = chronicle.get_versions(cast.session, demand.id, actor=PUBLIC, city=cast.city)[-1]
    assert last["differences"] == [{"field": "place", "before": "二号厂房", "after": "三号厂房"}]
    assert read(cast.owner)[0] == (1, [])
    frozen = get_only_list(cast, PUBLIC)["items"][0]
    assert frozen["content"]["place"] == "二号厂房"


def test_opportunities_are_counted_apart_by_source(cast):
    cast.listed()
    officer = district_officer(cast, "420106")
    for source in ("officer_visit", "机会清单", "collected_opportunity"):
        drafting.collect(
            cast.session, actor=officer, fields={"title": "征集"}, source=source, **cast.context
        )

    def counts(actor):
        rows = chronicle.count_by_source(
            cast.session,
            actor=actor,
            city=cast.city,
            since=NOW - timedelta(days=1),
            until=NOW + timedelta(days=1),
        )
        return {row["source"]: (row["count"], row["is_opportunity"]) for row in rows}

    counted = counts(cast.lead)
    assert counted["collected_opportunity"] == (2, True)
    assert counted["officer_visit"] == (1, False)
    assert counted["self_posted"] == (1, False)
    assert counts(officer)["officer_visit"] == (1, False)
    for actor in (cast.owner, cast.provider()[1]):
        with pytest.raises(NotPermitted):
            counts(actor)
    with pytest.raises(NotSignedIn):
        counts(PUBLIC)


def test_a_collected_opportunity_is_handed_to_its_owner_who_goes_on_with_it(cast):
    officer = district_officer(cast, "420106")
    demand = drafting.collect(
        cast.session, actor=officer, fields=COMPLETE, source="officer_visit", **cast.context
    )
    with pytest.raises(NotFound):
        drafting.submit(cast.session, demand.id, actor=cast.owner, version=None, **cast.context)
    drafting.assign_owner(
        cast.session,
        demand.id,
        actor=officer,
        now=NOW,
        version=None,
        organisation_id=cast.owner_organisation.id,
    )
    drafting.submit(cast.session, demand.id, actor=cast.owner, version=None, **cast.context)
    assert demand.state == DemandState.SUBMITTED


def test_a_need_that_was_handed_in_and_taken_back_keeps_its_owner(cast):
    officer = district_officer(cast, "420106")
    demand = drafting.collect(
        cast.session, actor=officer, fields=COMPLETE, source="officer_visit", **cast.context
    )
    words = {"actor": officer, "now": NOW, "version": None}
    owner, other = cast.owner_organisation.id, cast.organisation().id
    drafting.assign_owner(cast.session, demand.id, organisation_id=other, **words)
    drafting.assign_owner(cast.session, demand.id, organisation_id=owner, **words)
    drafting.submit(cast.session, demand.id, actor=cast.owner, version=None, **cast.context)
    drafting.recall(cast.session, demand.id, actor=cast.owner, now=NOW, version=None)
    assert demand.state == DemandState.DRAFT
    with pytest.raises(RuleRefused) as refused:
        drafting.assign_owner(cast.session, demand.id, organisation_id=other, **words)
    assert refused.value.rule == "owner_fixed"
    assert cast.fresh(demand).owner_organisation_id == owner


def test_a_collected_need_is_not_handed_to_people_whom_nobody_has_verified(cast):
    officer = district_officer(cast, "420106")
    demand = drafting.collect(
        cast.session, actor=officer, fields=COMPLETE, source="officer_visit", **cast.context
    )
    squatted = cast.organisation(state="unverified")
    factories.mandate(cast.session, squatted.id, cast.person().id)
    words = {"actor": officer, "now": NOW, "version": None, "organisation_id": squatted.id}
    with pytest.raises(Invalid) as refused:
        drafting.assign_owner(cast.session, demand.id, **words)
    assert [(e.field, e.rule) for e in refused.value.errors] == [
        ("organisation_id", "registered_by_others")
    ]
    squatted.state = "verified"
    drafting.assign_owner(cast.session, demand.id, **words)
    assert demand.owner_organisation_id == squatted.id
