"""Providers' answers: who may give one, and every move to the contract."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.demands import docking, responding, withdrawing
from scenario_market.domain.demands.lists import Response
from scenario_market.domain.demands.models import Sharpening
from scenario_market.domain.demands.states import RESPONSE_MOVES, DemandState, ResponseState
from scenario_market.domain.errors import (
    AlreadyDone,
    IllegalMove,
    Invalid,
    NotFound,
    NotPermitted,
    NotSignedIn,
    RuleRefused,
    StaleVersion,
)
from scenario_market.domain.moves import Reason
from scenario_market.domain.providers.models import Provider
from tests import factories
from tests.domain.demands.cases import ANSWER, CONTRACT, REASONS, demand_in
from tests.factories import NOW

R = ResponseState
NO = Reason("price", "报价超出预算")


def answer(cast, demand, provider=None, **fields):
    organisation, actor = provider or cast.provider()
    return responding.submit(
        cast.session,
        demand.id,
        actor=actor,
        organisation_id=organisation.id,
        fields={**ANSWER, **fields},
        **cast.context,
    ), actor


def withdraw(cast, row, actor, version=None):
    responding.withdraw(cast.session, row.id, actor=actor, now=cast.now, version=version)


def decline(cast, row, actor, version=None):
    responding.decline(
        cast.session, row.id, actor=actor, version=version, reason=NO, **cast.context
    )


def accept(cast, row, actor, version=None):
    docking.accept(cast.session, row.id, actor=actor, now=cast.now, version=version)


def confirm(cast, row, actor, version=None):
    docking.confirm(cast.session, row.id, actor=actor, now=cast.now, version=version)


def end(cast, row, actor, version=None):
    docking.end(cast.session, row.id, actor=actor, version=version, reason=NO, **cast.context)


def record(cast, row, actor, version=None, **fields):
    return docking.record_contract(
        cast.session,
        row.id,
        actor=actor,
        version=version,
        fields={**CONTRACT, **fields},
        **cast.context,
    )


def sign(cast, row, actor, version=None):
    docking.confirm_contract(cast.session, row.id, actor=actor, version=version, **cast.context)


# verb → the command and the side whose act it is
COMMANDS = {
    "withdraw": (withdraw, "provider"),
    "decline": (decline, "owner"),
    "accept": (accept, "owner"),
    "confirm": (confirm, "provider"),
    "end": (end, "owner"),
}


def answer_in(cast, state):
    """An answer that stands in a state by fiat, and its two sides."""
    organisation, actor = cast.provider()
    demand = demand_in(cast, DemandState.DOCKING)
    row = Response(
        demand_id=demand.id,
        organisation_id=organisation.id,
        state=state,
        demand_number=1,
        proposal="方案",
        contact_name="测试",
        contact_mobile="027-00000003",
        submitted_by_id=actor.person_id,
        created_at=NOW,
        updated_at=NOW,
    )
    cast.session.add(row)
    cast.session.flush()
    return row, {"provider": actor, "owner": cast.owner}


@pytest.mark.parametrize("verb", COMMANDS)
def test_an_answer_is_moved_only_from_the_states_of_the_table(cast, verb):
    command, side = COMMANDS[verb]
    for state in sorted(set(ResponseState) - RESPONSE_MOVES[verb].sources):
        row, sides = answer_in(cast, state)
        with pytest.raises(IllegalMove):
            command(cast, row, sides[side])
        assert cast.fresh(row).state == state


@pytest.mark.parametrize("verb", COMMANDS)
def test_only_the_side_whose_act_it_is_moves_an_answer_and_only_the_version_it_read(cast, verb):
    command, side = COMMANDS[verb]
    row, sides = answer_in(cast, sorted(RESPONSE_MOVES[verb].sources)[0])
    with pytest.raises(StaleVersion):
        command(cast, row, sides[side], version=9)
    with pytest.raises(NotSignedIn):
        command(cast, row, PUBLIC)
    both = frozenset({"enterprise", "provider"})
    rivals = [
        replace(factories.owner_of(cast.organisation(), cast.person()), roles=both),
        replace(cast.provider()[1], roles=both),
    ]
    for rival in rivals:
        with pytest.raises(NotFound):
            command(cast, row, rival)


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


def test_an_organisation_has_one_live_answer_and_may_answer_again_after_withdrawing(cast):
    demand, provider = cast.listed(), cast.provider()
    row, actor = answer(cast, demand, provider)
    with pytest.raises(AlreadyDone, match="answered"):
        answer(cast, demand, provider)
    withdraw(cast, row, actor)
    again, _ = answer(cast, demand, provider)
    assert (row.state, again.state) == (R.WITHDRAWN, R.SUBMITTED)


def test_neither_the_owner_nor_what_it_controls_answers(cast):
    demand = cast.listed()
    below = cast.organisation(controlled_by_id=cast.owner_organisation.id)
    deeper = cast.organisation(controlled_by_id=below.id)
    for organisation in (cast.owner_organisation, below, deeper):
        with pytest.raises(RuleRefused, match="owner_side"):
            answer(cast, demand, (organisation, factories.provider_of(organisation, cast.person())))


def test_an_unverified_organisation_does_not_answer(cast):
    demand = cast.listed()
    with pytest.raises(RuleRefused, match="organisation_not_verified"):
        answer(cast, demand, cast.provider(state="pending"))


def test_nobody_answers_for_an_organisation_without_its_mandate(cast):
    demand = cast.listed()
    organisation, _ = cast.provider()
    _, stranger = cast.provider()
    with pytest.raises(NotFound):
        answer(cast, demand, (organisation, stranger))
    with pytest.raises(NotPermitted):
        answer(cast, demand, (organisation, cast.owner))


def test_only_an_open_demand_takes_answers_and_only_before_its_last_instant(cast):
    for state in sorted(set(DemandState) - {DemandState.LISTED, DemandState.DOCKING}):
        with pytest.raises((IllegalMove, NotFound)):
            answer(cast, demand_in(cast, state))
    demand = cast.listed()
    cast.now = demand.closes_at
    with pytest.raises(RuleRefused, match="answers_closed"):
        answer(cast, demand)
    cast.now = demand.closes_at - timedelta(microseconds=1)
    answer(cast, demand)


def test_the_provider_that_sharpened_a_need_is_barred_where_the_programme_says_so(cast):
    demand, (organisation, actor) = cast.listed(), cast.provider()
    provider = Provider(organisation_id=organisation.id, created_at=NOW, updated_at=NOW)
    cast.session.add(provider)
    cast.session.flush()
    cast.session.add(
        Sharpening(
            demand_id=demand.id,
            provider_id=provider.id,
            assigned_by_id=cast.lead.person_id,
            assigned_at=NOW,
            due_at=NOW,
            ended_at=NOW,
        )
    )
    demand.programme = "industrial_trial"
    with pytest.raises(RuleRefused, match="sharpener_barred"):
        answer(cast, demand, (organisation, actor))
    demand.programme = "demand_list"
    answer(cast, demand, (organisation, actor))


def test_every_wrong_field_of_an_answer_is_named_at_once(cast):
    demand = cast.listed()
    with pytest.raises(Invalid) as refused:
        answer(
            cast,
            demand,
            proposal=" ",
            contact_mobile="x",
            quote_min_fen=2,
            quote_max_fen=1,
            offering_ids=[404],
            price=3,
        )
    assert {(e.field, e.rule) for e in refused.value.errors} == {
        ("price", "unknown_field"),
        ("proposal", "required"),
        ("contact_mobile", "not_a_phone"),
        ("quote_max_fen", "below_minimum"),
        ("offering_ids.0", "unknown"),
    }


def test_an_answer_left_alone_is_overdue_once_and_only_while_it_waits(cast):
    demand = cast.listed()
    (row, _), (other, _) = answer(cast, demand), answer(cast, demand)
    due = row.owner_due_at
    assert due == cast.city.end_of(cast.city.day(NOW) + timedelta(days=5))
    decline(cast, other, cast.owner)
    for subject in (row, other):
        responding.remind(cast.session, subject.id, now=due - timedelta(seconds=1), city=cast.city)
        responding.remind(cast.session, subject.id, now=due, city=cast.city)
    assert [(s, p) for _, s, p in cast.events("response.overdue")] == [
        (row.id, {"demand_id": demand.id})
    ]


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
