"""Providers' answers: who may give one, what it must hold, and from which states it moves."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.demands import responding
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
from scenario_market.domain.providers.models import Provider
from tests import factories
from tests.domain.demands.answers import COMMANDS, R, answer, answer_in, decline, withdraw
from tests.domain.demands.cases import demand_in
from tests.factories import NOW


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
