"""Who reads what of demands, lists and answers."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.demands import (
    chronicle,
    list_queries,
    queries,
    withdrawing,
)
from scenario_market.domain.demands.lists import DemandList
from scenario_market.domain.demands.queries import Filters
from scenario_market.domain.demands.states import PUBLIC_STATES, DemandState
from scenario_market.domain.errors import NotFound, NotPermitted, NotSignedIn
from tests import factories
from tests.domain.demands.answers import accept, answer
from tests.domain.demands.cases import COMPLETE, REASONS, demand_in
from tests.domain.demands.listed import listed, rival
from tests.factories import NOW

CONTACT = {"contact_name", "contact_mobile", "contact_email"}


def get(cast, demand, actor):
    cast.session.flush()
    return queries.get_demand(cast.session, demand.id, actor=actor, city=cast.city)


def get_only_list(cast, actor):
    cast.session.flush()
    key = cast.session.scalars(select(DemandList.id)).one()
    return list_queries.get_list(cast.session, key, actor=actor, city=cast.city)


def district_officer(cast, *districts):
    officer = factories.officer(cast.person(), "district_officer")
    return replace(officer, districts=frozenset(districts))


def watch(cast):
    return factories.officer(cast.person(), "discipline_observer")


def withdraw(cast, demand):
    withdrawing.withdraw(
        cast.session,
        demand.id,
        actor=cast.lead,
        version=None,
        reason=REASONS["withdraw"],
        **cast.context,
    )


def test_only_public_states_are_found_by_outsiders(cast):
    for state in DemandState:
        demand = demand_in(cast, state)
        for actor in (PUBLIC, rival(cast), cast.provider()[1]):
            if state in PUBLIC_STATES:
                get(cast, demand, actor)
            else:
                with pytest.raises(NotFound):
                    get(cast, demand, actor)


def test_owner_and_office_read_every_state_and_a_district_its_own_once_submitted(cast):
    theirs, others = district_officer(cast, "420106"), district_officer(cast, "420102")
    draft = cast.draft()
    for actor in (cast.owner, cast.reviewers[0], watch(cast)):
        assert get(cast, draft, actor)["title"] == COMPLETE["title"]
    with pytest.raises(NotFound):
        get(cast, draft, theirs)
    demand = cast.submitted()
    assert get(cast, demand, theirs)["title"] == COMPLETE["title"]
    with pytest.raises(NotFound):
        get(cast, demand, others)


def test_the_contact_waits_for_docking(cast):
    demand = cast.listed()
    row, provider = answer(cast, demand)
    _, other = answer(cast, demand)
    for actor in (PUBLIC, provider, other, watch(cast), district_officer(cast, "420106")):
        assert not CONTACT & set(get(cast, demand, actor))
    for actor in (cast.owner, cast.reviewers[0]):
        assert get(cast, demand, actor)["contact_mobile"] == COMPLETE["contact_mobile"]
    accept(cast, row, cast.owner)
    assert get(cast, demand, provider)["contact_mobile"] == COMPLETE["contact_mobile"]
    assert not CONTACT & set(get(cast, demand, other))


def test_the_provider_s_contact_waits_for_docking_too(cast):
    demand = cast.listed()
    row, provider = answer(cast, demand)

    def seen_by(actor):
        cast.session.flush()
        return CONTACT & set(list_queries.get_response(cast.session, row.id, actor=actor))

    assert not seen_by(cast.owner)
    assert not seen_by(cast.lead)
    assert seen_by(provider)
    accept(cast, row, cast.owner)
    assert seen_by(cast.owner)


def test_no_list_of_demands_holds_a_contact(cast):
    cast.listed()
    for actor, scope in ((PUBLIC, "public"), (cast.owner, "mine"), (cast.lead, "all")):
        page = queries.list_demands(
            cast.session, Filters(), actor=actor, scope=scope, **cast.context
        )
        assert page.rows
        assert not CONTACT & set(page.rows[0])


def test_a_withdrawn_demand_is_a_trace_to_the_public_and_whole_to_those_concerned(cast):
    demand = cast.listed()
    withdraw(cast, demand)
    trace = get(cast, demand, PUBLIC)
    assert trace["number"] == demand.number
    assert COMPLETE["title"] not in repr(trace)
    assert get(cast, demand, cast.owner)["title"] == COMPLETE["title"]
    shown = get_only_list(cast, PUBLIC)
    assert shown["items"][0]["number"] == demand.number
    assert COMPLETE["title"] not in repr(shown)
    versions = chronicle.get_versions(cast.session, demand.id, actor=PUBLIC, city=cast.city)
    assert versions == []
    assert listed(cast) == [demand.id]
    assert listed(cast, text="轴承座") == []


def test_a_budget_is_shown_as_its_owner_wants_and_cannot_be_found_by_halving(cast):
    open_one = cast.listed()
    band = cast.listed(budget_display="band")
    hidden = cast.listed(budget_display="negotiable")
    assert get(cast, open_one, PUBLIC)["budget_max_fen"] == COMPLETE["budget_max_fen"]
    shown = get(cast, band, PUBLIC)
    assert shown["budget_max_fen"] is None
    assert shown["budget_band"] == {"from_fen": 100_000_000, "to_fen": 300_000_000}
    assert get(cast, hidden, PUBLIC)["budget_band"] is None
    assert listed(cast, budget_from_fen=100_000_000) == [open_one.id]
    assert listed(cast, budget_to_fen=70_000_000) == []
    assert get(cast, band, cast.lead)["budget_max_fen"] == COMPLETE["budget_max_fen"]
    versions = chronicle.get_versions(cast.session, hidden.id, actor=PUBLIC, city=cast.city)
    assert versions[0]["content"]["budget_max_fen"] is None


def test_a_desensitised_demand_hides_its_owner_and_cannot_be_found_by_it(cast):
    demand = cast.listed(is_desensitised=True)
    assert "owner" not in get(cast, demand, PUBLIC)
    assert listed(cast, owner_id=cast.owner_organisation.id) == []
    assert cast.owner_organisation.name not in repr(get_only_list(cast, PUBLIC))
    assert get(cast, demand, cast.lead)["owner"]["name"] == cast.owner_organisation.name


def test_filters_narrow_and_a_page_goes_on_where_the_last_one_ended(cast):
    one = cast.listed()
    two = cast.listed(domain="water", district="420102", industries=["E"], title="泵站远程巡检")
    assert listed(cast) == [two.id, one.id]
    for filters in (
        {"domain": "water"},
        {"district": "420102"},
        {"industry": "E"},
        {"text": "远程"},
        {"text": two.number},
    ):
        assert listed(cast, **filters) == [two.id], filters
    assert listed(cast, state="expired") == []
    first = queries.list_demands(cast.session, Filters(), actor=PUBLIC, limit=1, **cast.context)
    then = queries.list_demands(
        cast.session, Filters(), actor=PUBLIC, limit=1, after=first.after, **cast.context
    )
    assert [row["id"] for row in (*first.rows, *then.rows)] == [two.id, one.id]
    assert then.after is None


def test_what_closes_next_comes_first(cast):
    late, soon = cast.listed(), cast.listed(answers_until="2026-03-10")
    assert listed(cast, closes_before=NOW + timedelta(days=30)) == [soon.id]
    assert listed(cast, closes_before=NOW + timedelta(days=90)) == [soon.id, late.id]
    cast.now = soon.closes_at
    assert listed(cast, closes_before=NOW + timedelta(days=90)) == [late.id]


def test_mine_is_one_s_own_and_all_is_what_one_may_read(cast):
    public, draft = cast.listed(), cast.draft()
    assert listed(cast, actor=cast.owner, scope="mine") == [draft.id, public.id]
    assert listed(cast, actor=cast.lead, scope="all") == [draft.id, public.id]
    other = rival(cast)
    assert listed(cast, actor=other, scope="mine") == []
    assert listed(cast, actor=other, scope="all") == [public.id]
    with pytest.raises(NotSignedIn):
        listed(cast, scope="all")


def test_lists_in_preparation_are_the_office_s(cast):
    row = cast.list_of(cast.approved())
    assert list_queries.list_lists(cast.session, actor=PUBLIC).rows == []
    with pytest.raises(NotFound):
        list_queries.get_list(cast.session, row.id, actor=cast.owner, city=cast.city)
    shown = list_queries.get_list(cast.session, row.id, actor=cast.reviewers[0], city=cast.city)
    assert shown["items"][0]["title"] == COMPLETE["title"]
    arguments = {"city": cast.city, "now": cast.now}
    unfit = list_queries.get_unfit(cast.session, row.id, actor=cast.lead, **arguments)
    assert [error.field for error in unfit[0]["errors"]] == ["clearances"]
    with pytest.raises(NotPermitted):
        list_queries.get_unfit(cast.session, row.id, actor=cast.owner, **arguments)


def test_the_public_reads_nothing_of_the_office_s_work(cast):
    shown = get(cast, cast.listed(), PUBLIC)
    internal = {"author_id", "source", "submitted_at", "approvals", "clearances", "amendment"}
    assert not internal & set(shown)
    assert {"approvals", "clearances"} <= set(get(cast, cast.listed(), cast.lead))
