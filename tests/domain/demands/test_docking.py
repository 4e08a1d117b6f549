"""From an accepted answer to the contract: who docks, what ends, what is read again."""

import pytest
from sqlalchemy import select

from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.demands import withdrawing
from scenario_market.domain.demands.states import DemandState, ResponseState
from scenario_market.domain.errors import (
    IllegalMove,
    Invalid,
    NotFound,
    RuleRefused,
    StaleVersion,
)
from tests.domain.demands.answers import R, accept, answer, answer_in, confirm, end, record, sign
from tests.domain.demands.cases import REASONS
from tests.factories import NOW


def test_a_contract_is_recorded_only_between_sides_that_both_confirmed(cast):
    for state in sorted(set(ResponseState) - {R.CONFIRMED}):
        row, sides = answer_in(cast, state)
        with pytest.raises(IllegalMove):
            record(cast, row, sides["owner"])
        with pytest.raises(NotFound):
            sign(cast, row, sides["provider"])


def test_the_first_answer_accepted_docks_the_demand_and_a_contract_ends_all_others(cast):
    demand = cast.listed()
    first, provider = answer(cast, demand)
    second, _ = answer(cast, demand)
    third, _ = answer(cast, demand)
    accept(cast, first, cast.owner)
    assert (first.state, demand.state) == (R.DOCKING, DemandState.DOCKING)
    accept(cast, second, cast.owner)
    confirm(cast, first, provider)
    contract = record(cast, first, provider)
    with pytest.raises(RuleRefused, match="own_record"):
        sign(cast, first, provider)
    sign(cast, first, cast.owner, version=first.version)
    assert (first.state, demand.state) == (R.CONTRACTED, DemandState.CONTRACTED)
    assert (second.state, third.state) == (R.ENDED, R.DECLINED)
    assert contract.confirmed_at == NOW
    assert cast.session.scalars(select(Deadline)).all() == []
    assert [p["demand_id"] for _, _, p in cast.events("response.contracted")] == [demand.id]


def test_a_corrected_contract_must_be_read_again_before_it_is_confirmed(cast):
    demand = cast.listed()
    row, provider = answer(cast, demand)
    accept(cast, row, cast.owner)
    confirm(cast, row, provider)
    record(cast, row, provider)
    read = row.version
    record(cast, row, provider, amount_fen=1)
    with pytest.raises(StaleVersion):
        sign(cast, row, cast.owner, version=read)
    with pytest.raises(Invalid) as refused:
        record(cast, row, provider, route="barter", amount_fen=-1, signed_on="2026-03-03")
    assert {e.field for e in refused.value.errors} == {"route", "amount_fen", "signed_on"}


def test_after_the_last_docking_ended_the_demand_is_open_again_until_its_last_day(cast):
    demand = cast.listed()
    (first, provider), (second, _) = answer(cast, demand), answer(cast, demand)
    accept(cast, first, cast.owner)
    accept(cast, second, cast.owner)
    end(cast, first, provider)
    assert demand.state == DemandState.DOCKING
    withdrawing.expire(cast.session, demand.id, now=demand.closes_at, city=cast.city)
    assert demand.state == DemandState.DOCKING
    end(cast, second, cast.owner)
    assert demand.state == DemandState.LISTED
    due = cast.session.scalar(select(Deadline).where(Deadline.kind == "demand_expire"))
    assert (due.due_at, due.fired_at) == (demand.closes_at, None)


def test_a_withdrawn_or_expired_demand_closes_the_answers_that_wait(cast):
    gone, over = cast.listed(), cast.listed()
    (waiting, _), (docked, _), (late, _) = (
        answer(cast, gone),
        answer(cast, gone),
        answer(cast, over),
    )
    accept(cast, docked, cast.owner)
    withdrawing.withdraw(
        cast.session,
        gone.id,
        actor=cast.owner,
        version=None,
        reason=REASONS["withdraw"],
        **cast.context,
    )
    withdrawing.expire(cast.session, over.id, now=over.closes_at, city=cast.city)
    assert [row.state for row in (waiting, docked, late)] == [R.DECLINED, R.ENDED, R.DECLINED]
