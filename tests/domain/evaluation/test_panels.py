"""Panels: committed before, drawn after exclusions, asked, declared, replaced by the same draw."""

from datetime import timedelta

import pytest

from scenario_market.domain.draws import draw, seating
from scenario_market.domain.errors import (
    AlreadyDone,
    IllegalMove,
    NotPermitted,
    RuleRefused,
    StaleVersion,
)
from scenario_market.domain.evaluation import seats
from scenario_market.domain.evaluation.models import Panel
from scenario_market.domain.evaluation.seating import KIND
from scenario_market.domain.evaluation.states import PANEL_MOVES, PanelState
from scenario_market.domain.experts import register
from scenario_market.domain.parties.models import RoleGrant
from tests import factories
from tests.domain.evaluation.cases import LEAVE, NO_TIME, Cast
from tests.domain.experts.cases import NO
from tests.factories import NOW


@pytest.fixture
def call(cast):
    """An opened call with three bids and experts enough."""
    cast.populate()
    challenge = cast.call()
    for _ in range(3):
        cast.bid(challenge)
    return challenge


def reasons(cast, panel, expert):
    """What excludes an expert from a draw."""
    number = {key: n for n, key in seating.experts(cast.session, KIND, panel).items()}[expert.id]
    (line,) = [one for one in panel.record["candidates"] if one["number"] == number]
    return line["excluded"]


def test_secrets_are_committed_in_public_before_anybody_is_drawn(cast, call):
    panel = cast.prepared(call)
    (_, said), *_ = cast.events("panel.prepared")
    assert said == {
        "challenge_id": call.id,
        "secret_hash": panel.secret_hash,
        "pool_hash": panel.pool_hash,
        "candidates": 12,
        "fields": ["industrial_park"],
        "after_opening": True,
    }
    assert (panel.state, panel.fields, panel.record) == ("prepared", ["industrial_park"], None)
    with pytest.raises(AlreadyDone, match="panel_prepared"):
        cast.prepared(call)


def test_the_draw_is_the_one_of_the_seed_and_who_was_drawn_is_asked(cast, call):
    panel = cast.drawn(call)
    (_, said), *_ = cast.events("panel.drawn")
    assert said["digest"] == panel.digest == draw.digest(panel.record)
    sat = draw.seating(
        draw.candidates_of(panel.record), seating.seed(panel), seats=5, finance_seats=1
    )
    asked = cast.seats(panel)
    assert sorted(sat.numbers) == [seat.number for seat in asked]
    assert [seat.kind for seat in asked].count("finance") == 1
    assert {seat.state for seat in asked} == {"invited"}
    assert {seat.due_at for seat in asked} == {NOW + timedelta(hours=48)}
    assert len(cast.events("panel_seat.offered")) == 5


def test_who_stands_too_near_is_excluded_by_its_reason(cast):
    cast.populate()
    challenge = cast.call()
    member, above = cast.organisation("联合体成员"), cast.organisation("控股单位")
    bids = [cast.bid(challenge, member), cast.bid(challenge), cast.bid(challenge)]
    lead = bids[0].organisation_id
    cast.session.get(type(member), lead).controlled_by_id = above.id
    sister = cast.organisation("同一控股的单位", controlled_by_id=above.id)
    bidder = cast.person(email="a@bidder.example")
    factories.mandate(cast.session, lead, bidder.id, "offers")
    near = {}
    for name, key in (
        ("same_organisation", lead),
        ("consortium_member", member.id),
        ("owner_side", cast.owner.id),
        ("control", sister.id),
    ):
        near[name] = cast.expert()
        cast.register.post(near[name], organisation_id=key)
    near["past_employer"] = cast.expert()
    cast.register.post(near["past_employer"], organisation_id=lead, ends_on="2024-01-01")
    near["declared_relation"] = cast.expert()
    cast.register.post(near["declared_relation"], organisation_id=lead, kind="relation")
    near["email_domain"] = cast.expert(person=cast.register.expert_person(email="b@bidder.example"))
    near["officer"] = cast.expert(person=cast.register.expert_person())
    near["unavailable"] = cast.expert(absent_from="2026-03-01", absent_until="2026-03-02")
    near["field"] = cast.expert(fields=other_field(cast))
    person_id = near["officer"].person_id
    cast.session.add(RoleGrant(person_id=person_id, role="office_reviewer", starts_at=NOW))
    former = cast.expert()
    cast.register.post(former, organisation_id=lead, ends_on="2020-01-01")
    waiting, suspended = cast.register.enter(), cast.expert()
    register.suspend(
        cast.session,
        suspended.id,
        reason=NO,
        actor=cast.officer,
        version=None,
        **cast.context,
    )
    panel = cast.drawn(challenge)
    assert {name: reasons(cast, panel, one) for name, one in near.items()} == {
        name: [name] for name in near
    }
    assert reasons(cast, panel, former) == []
    drawn_from = set(seating.experts(cast.session, KIND, panel).values())
    assert not {waiting.id, suspended.id} & drawn_from
    seated = {seat.expert_id for seat in cast.seats(panel)}
    assert not seated & {one.id for one in near.values()}


def other_field(cast):
    return [
        next(c.code for c in cast.city.codes["scenario_domains"] if c.code != "industrial_park")
    ]


def test_a_draw_that_leaves_seats_empty_is_refused(cast):
    cast.populate(technical=3, finance=1)
    challenge = cast.call()
    panel = cast.prepared(challenge)
    with pytest.raises(RuleRefused, match="too_few_experts") as refused:
        cast.make(panel)
    assert refused.value.params["missing"] == 1


@pytest.mark.parametrize(
    ("verb", "reason"), [("decline", NO_TIME), ("recuse", LEAVE), ("drop", LEAVE)]
)
def test_who_leaves_is_replaced_by_the_next_of_the_same_draw(cast, call, verb, reason):
    panel = cast.drawn(call)
    before = cast.seats(panel)
    if verb == "recuse":
        cast.accept(before[0])
    cast.leave(verb, before[0], reason)
    after = cast.seats(panel)
    assert {one.number for one in before[1:]} < {one.number for one in after}
    assert before[0].number not in {one.number for one in after}
    assert len(after) == 5
    assert draw.faults(cast.paper(panel)) == []


def test_who_does_not_answer_in_time_is_passed_over_by_the_clock(cast, call):
    panel = cast.drawn(call)
    quiet, answering, *_ = cast.seats(panel)
    cast.accept(answering)
    cast.now = quiet.due_at - timedelta(seconds=1)
    seats.lapse(cast.session, quiet.id, **cast.context)
    assert quiet.state == "invited"
    cast.now = quiet.due_at
    for seat in (quiet, answering):
        seats.lapse(cast.session, seat.id, **cast.context)
    assert (quiet.state, answering.state) == ("silent", "accepted")
    asked = {seat.number: seat.due_at for seat in cast.seats(panel)}
    assert len(asked) == 5
    assert cast.now + timedelta(hours=48) in asked.values()


def test_of_a_call_that_has_ended_nobody_is_asked_any_more(cast, call):
    panel = cast.drawn(call)
    seat = cast.seats(panel)[0]
    call.state = "cancelled"
    cast.session.flush()
    cast.now = seat.due_at
    seats.lapse(cast.session, seat.id, **cast.context)
    assert seat.state == "invited"
    with pytest.raises(RuleRefused, match="scoring_over"):
        cast.accept(seat)
    assert len(cast.seats(panel)) == 5


def test_where_nobody_is_left_the_office_is_told_and_may_begin_anew(cast):
    cast.populate(technical=4, finance=1)
    challenge = cast.call()
    panel = cast.drawn(challenge)
    cast.leave("decline", cast.seats(panel)[0], NO_TIME)
    assert [said for key, said in cast.events("panel.short") if key == panel.id] == [{"missing": 1}]
    cast.dissolve(panel)
    assert cast.seats(panel) == []
    assert cast.events("panel.dissolved")[-1][1]["reason_code"] == "prepared_in_error"
    cast.populate(technical=1, finance=1)
    again = cast.drawn(challenge)
    assert len(cast.seats(again)) == 5


def test_a_conflict_that_came_up_since_the_draw_is_passed_over_on_record(cast, call):
    panel = cast.drawn(call)
    taken = {seat.number for seat in cast.seats(panel)}
    next_one = next(
        one.number
        for one in draw.order(draw.candidates_of(panel.record), seating.seed(panel))
        if one.field and not one.excluded and one.number not in taken
    )
    expert_id = seating.experts(cast.session, KIND, panel)[next_one]
    expert = cast.session.get(register.Expert, expert_id)
    cast.register.post(expert, organisation_id=cast.owner.id)
    (leaving,) = [s for s in cast.seats(panel) if s.kind == "field"][:1]
    cast.leave("decline", leaving, NO_TIME)
    assert panel.passed == [{"number": next_one, "reasons": ["owner_side"]}]
    assert next_one not in {seat.number for seat in cast.seats(panel)}
    assert draw.faults(cast.paper(panel)) == []


PANEL_ACTS = {"draw": Cast.make, "dissolve": Cast.dissolve}


@pytest.mark.parametrize("verb", PANEL_ACTS)
def test_a_panel_is_moved_from_the_states_of_the_table_alone_and_by_the_office(cast, call, verb):
    for state in sorted(set(PanelState) - PANEL_MOVES[verb].sources):
        with pytest.raises(IllegalMove):
            PANEL_ACTS[verb](cast, panel_in(cast, state))
    panel = cast.prepared(call)
    with pytest.raises(StaleVersion):
        PANEL_ACTS[verb](cast, panel, version=9)
    for actor in (cast.watch, cast.owner_actor):
        with pytest.raises(NotPermitted):
            PANEL_ACTS[verb](cast, panel, actor=actor)


def panel_in(cast, state):
    row = Panel(
        challenge_id=cast.call().id,
        state=state,
        secret_sealed="",
        secret_hash="",
        pool_hash="",
        created_at=NOW,
        updated_at=NOW,
    )
    cast.session.add(row)
    cast.session.flush()
    return row


def test_an_officer_who_stands_for_a_side_neither_prepares_nor_draws(cast, call):
    panel = cast.prepared(call)
    for organisation_id in (cast.owner.id, cast.bid(call).organisation_id):
        officer = factories.officer(cast.person())
        factories.mandate(cast.session, organisation_id, officer.person_id, "offers")
        for act in (lambda o: cast.make(panel, actor=o), lambda o: cast.dissolve(panel, actor=o)):
            with pytest.raises(RuleRefused, match="own_organisation"):
                act(officer)


def test_a_panel_is_drawn_only_once_the_bids_are_open_and_no_sooner(cast):
    cast.populate()
    for state in ("open", "closed"):
        panel = cast.prepared(cast.call(state))
        with pytest.raises(IllegalMove):
            cast.make(panel)
    for state in ("recommended", "awarded", "failed"):
        with pytest.raises(IllegalMove):
            cast.prepared(cast.call(state))
