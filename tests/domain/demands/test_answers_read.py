"""Who reads answers to demands, and the contracts that came of them."""

import pytest

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.demands import (
    list_queries,
)
from scenario_market.domain.errors import NotFound, NotSignedIn
from tests.domain.demands.answers import accept, answer, confirm, record
from tests.domain.demands.test_queries import rival


def test_answers_are_read_by_their_two_sides_and_the_office(cast):
    demand = cast.listed()
    row, provider = answer(cast, demand)
    other_row, other = answer(cast, demand)

    def read(actor):
        cast.session.flush()
        return [
            one["id"]
            for one in list_queries.list_responses(
                cast.session, actor=actor, demand_id=demand.id
            ).rows
        ]

    assert read(cast.owner) == read(cast.lead) == [other_row.id, row.id]
    assert read(provider) == [row.id]
    assert read(other) == [other_row.id]
    assert read(rival(cast)) == []
    with pytest.raises(NotFound):
        list_queries.get_response(cast.session, row.id, actor=other)
    with pytest.raises(NotSignedIn):
        read(PUBLIC)


def test_a_contract_is_read_by_both_sides(cast):
    demand = cast.listed()
    row, provider = answer(cast, demand)
    accept(cast, row, cast.owner)
    confirm(cast, row, provider)
    contract = record(cast, row, provider)
    for actor in (cast.owner, provider):
        shown = list_queries.get_response(cast.session, row.id, actor=actor)
        assert shown["contract"] is contract
