"""How the lists of demands are asked: which index, how many statements, what is kept for whom."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.demands import queries
from scenario_market.domain.demands.queries import Filters
from scenario_market.domain.postings import catalogue
from tests.domain.demands.listed import listed, rival
from tests.factories import NOW
from tests.statements import plan_of

PLANS = {
    "public": ({}, "public", "ix_demand_listed_listed_at_id"),
    "state": ({"state": "listed"}, "public", "ix_demand_listed_state"),
    "district": ({"district": "420106"}, "public", "ix_demand_listed_district"),
    "domain": ({"domain": "water"}, "public", "ix_demand_listed_domain"),
    "node": ({"node": "lab"}, "public", "ix_demand_listed_node"),
    "mine": ({}, "mine", "ix_demand_owner"),
    "closing": ({"closes_before": NOW + timedelta(days=9)}, "public", "ix_demand_closes"),
}


@pytest.mark.parametrize("name", PLANS)
def test_a_list_query_reads_an_index_in_its_order_and_sorts_nothing(cast, name):
    filters, scope, index = PLANS[name]
    plan = plan_of(
        cast.session,
        lambda: listed(cast, actor=cast.owner, scope=scope, **filters),
        about="FROM demand",
    )
    assert index.removesuffix("_listed_at_id") in plan, plan
    assert "TEMP B-TREE" not in plan, plan
    assert "Sort" not in plan, plan


def test_a_question_kept_for_one_reader_is_not_answered_to_another(cast):
    demand = cast.draft()
    without = replace(cast.owner, mandates={})
    assert hash(without) == hash(cast.owner)
    for _ in range(2):
        for scope in ("mine", "all"):
            assert listed(cast, actor=cast.owner, scope=scope) == [demand.id]
            assert listed(cast, actor=without, scope=scope) == []
            assert listed(cast, actor=rival(cast), scope=scope) == []


def test_of_the_public_s_questions_the_names_of_the_filters_are_kept_and_no_value(cast):
    one, two = cast.listed(title="百分之100%_达标"), cast.listed(title="泵站远程巡检")
    catalogue._public.cache_clear()
    assert listed(cast, text="远程") == [two.id]
    assert listed(cast, text="0%_达") == [one.id]
    assert listed(cast, text="0__达") == []
    assert listed(cast, text="%") == [one.id]
    assert listed(cast, text=one.number) == [one.id]
    assert catalogue._public.cache_info().currsize == 1


def test_nothing_is_kept_of_who_is_signed_in(cast):
    demand = cast.listed()
    catalogue._public.cache_clear()
    for actor in (cast.owner, cast.lead, rival(cast)):
        for scope in ("public", "all"):
            assert listed(cast, actor=actor, scope=scope, domain=demand.domain) == [demand.id]
    assert catalogue._public.cache_info().currsize == 0
    named = [*vars(queries).values(), *vars(catalogue).values()]
    kept = [one for one in named if type(one).__name__ == "_lru_cache_wrapper"]
    assert kept == [catalogue._public]


def test_closing_is_asked_by_the_present_instant_each_time(cast):
    demand = cast.listed()
    question = Filters(closes_before=demand.closes_at + timedelta(days=1))
    for now, found in ((NOW, [demand.id]), (demand.closes_at, []), (NOW, [demand.id])):
        cast.session.flush()
        page = queries.list_demands(cast.session, question, actor=PUBLIC, city=cast.city, now=now)
        assert [row["id"] for row in page.rows] == found


def test_a_page_costs_the_same_number_of_statements_however_many_rows(cast):
    seen = []
    engine = cast.session.get_bind()
    for _ in range(3):
        cast.listed()
    cast.session.expunge_all()
    event.listen(engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
    assert len(listed(cast)) == 3
    assert len(seen) == 1
