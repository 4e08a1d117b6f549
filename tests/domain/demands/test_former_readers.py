"""Who had a part in a need once, or holds a narrow token, reads no more of it than his rights of today open."""

from dataclasses import replace

import pytest

from scenario_market.domain.actor import PUBLIC, Actor
from scenario_market.domain.demands import docking, queries, withdrawing
from scenario_market.domain.demands.queries import Filters
from scenario_market.domain.errors import RuleRefused
from tests import factories
from tests.domain.demands.answers import accept, answer, confirm, record
from tests.domain.demands.cases import REASONS

HIDDEN = {"contact_name", "contact_mobile", "contact_email"}


def get(cast, demand, actor):
    cast.session.flush()
    return queries.get_demand(cast.session, demand.id, actor=actor, city=cast.city)


def listed(cast, actor, scope, **filters):
    cast.session.flush()
    page = queries.list_demands(
        cast.session, Filters(**filters), actor=actor, scope=scope, **cast.context
    )
    return [row["id"] for row in page.rows]


def withdraw(cast, demand):
    withdrawing.withdraw(
        cast.session,
        demand.id,
        actor=cast.owner,
        version=None,
        reason=REASONS["withdraw"],
        **cast.context,
    )


def test_an_author_whose_mandate_ended_reads_what_the_public_reads(cast):
    demand = cast.listed(budget_display="negotiable", is_desensitised=True)
    left = replace(cast.owner, mandates={}, roles=frozenset())
    moved = factories.provider_of(cast.organisation(), cast.person())
    rival = replace(moved, person_id=cast.owner.person_id)
    public = get(cast, demand, PUBLIC)
    for former in (left, rival):
        assert get(cast, demand, former) == public
    assert not HIDDEN & set(public)


def test_a_token_that_does_not_open_reading_reads_as_the_public(cast):
    demand = cast.listed(budget_display="negotiable")
    narrow = frozenset({"notice.read"})
    for actor in (cast.owner, cast.lead, cast.reviewers[0]):
        shown = get(cast, demand, replace(actor, token_scopes=narrow))
        assert shown == get(cast, demand, PUBLIC)


def test_no_filter_tells_anything_of_a_withdrawn_need(cast):
    demand = cast.listed(title="内部代号长江七号产线")
    withdraw(cast, demand)
    _, rival = cast.provider()
    assert listed(cast, rival, "all", state="withdrawn") == [demand.id]
    assert listed(cast, rival, "all", state="withdrawn", text="长江七号") == []
    assert listed(cast, rival, "all", district=demand.district) == []
    assert listed(cast, cast.owner, "all", text="长江七号") == [demand.id]


def test_the_public_cannot_sort_needs_by_where_they_came_from(cast):
    demand = cast.listed()
    assert listed(cast, PUBLIC, "public") == [demand.id]
    assert listed(cast, PUBLIC, "public", source="self_posted") == []
    assert listed(cast, cast.lead, "public", source="self_posted") == [demand.id]


def test_one_person_does_not_sign_for_both_sides(cast):
    demand = cast.listed()
    organisation, provider = cast.provider()
    turned = Actor(  # he recorded for the provider and acts for the owner since
        person_id=provider.person_id,
        roles=frozenset({"enterprise"}),
        mandates=cast.owner.mandates,
    )
    row, _ = answer(cast, demand, (organisation, provider))
    accept(cast, row, cast.owner)
    confirm(cast, row, provider)
    record(cast, row, provider)
    with pytest.raises(RuleRefused, match="own_record"):
        docking.confirm_contract(cast.session, row.id, actor=turned, version=None, **cast.context)
