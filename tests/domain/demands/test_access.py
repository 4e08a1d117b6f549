"""Whose a demand is: the same answer to a query over all of them and to a look at one row."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from scenario_market.domain.actor import PUBLIC, SYSTEM, Actor
from scenario_market.domain.demands import access, drafting, queries
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.demands.queries import Filters
from tests import factories
from tests.domain.demands.cases import COMPLETE

RULES = [access.own, access.taken_down, access.in_place, access.inside]


def collected(cast, officer, **fields):
    """A need that an officer took down, of nobody yet."""
    source = "collected_opportunity"
    fields = {**COMPLETE, **fields}
    return drafting.collect(
        cast.session, actor=officer, fields=fields, source=source, **cast.context
    )


@pytest.fixture
def scene(cast):
    """Needs of two owners, of no owner, of no district; drafts and later ones."""
    first = cast.draft()
    cast.submitted()
    cast.listed()
    cast.draft(district=None)
    organisation = cast.organisation()
    other = factories.owner_of(organisation, cast.person())
    drafting.draft(
        cast.session,
        actor=other,
        fields=COMPLETE,
        organisation_id=organisation.id,
        **cast.context,
    )
    collected(cast, cast.reviewers[0], district=None)
    district = replace(
        factories.officer(cast.person(), "district_officer"),
        districts=frozenset({first.district}),
    )
    collected(cast, district)
    cast.session.flush()
    return {
        "public": PUBLIC,
        "clock": SYSTEM,
        "owner": cast.owner,
        "rival": other,
        "provider": cast.provider()[1],
        "reviewer": cast.reviewers[0],
        "watch": factories.officer(cast.person(), "auditor"),
        "district officer": district,
        "officer of no district": replace(district, districts=frozenset()),
        "former reviewer": replace(cast.reviewers[0], roles=frozenset()),
        "author who left": replace(cast.owner, mandates={}),
        "narrow token": replace(cast.owner, token_scopes=frozenset({"notice.read"})),
        "nobody who wrote": Actor(roles=frozenset({"node_officer"}), nodes=frozenset({"n1"})),
    }


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_query_and_a_row_say_the_same(cast, scene, rule):
    rows = cast.session.scalars(select(Demand)).all()
    answers = set()
    for name, actor in scene.items():
        found = set(cast.session.scalars(select(Demand.id).where(rule(actor))))
        seen = {row.id for row in rows if rule(actor, row)}
        assert seen == found, name
        answers.add(frozenset(found))
    assert len(answers) > 1  # the actors differ in what they reach


def test_who_reads_a_banded_budget_may_look_for_it(cast):
    demand = cast.listed(budget_display="band")
    cast.session.flush()
    for actor, found in ((cast.owner, [demand.id]), (cast.provider()[1], []), (PUBLIC, [])):
        page = queries.list_demands(
            cast.session, Filters(budget_from_fen=100_000_000), actor=actor, **cast.context
        )
        assert [row["id"] for row in page.rows] == found
