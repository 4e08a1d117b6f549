"""The acts about a seat: from which states, and whose they are."""

import pytest

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.draws import draw, seating
from scenario_market.domain.errors import (
    IllegalMove,
    Invalid,
    NotFound,
    NotPermitted,
    NotSignedIn,
    RuleRefused,
    StaleVersion,
)
from scenario_market.domain.evaluation.models import PanelSeat
from scenario_market.domain.evaluation.states import SEAT_MOVES, SeatState
from scenario_market.domain.experts import register
from scenario_market.domain.moves import Reason
from tests.domain.evaluation.cases import LEAVE, NO_TIME
from tests.factories import NOW


@pytest.fixture
def call(cast):
    """An opened call with three bids and experts enough."""
    cast.populate()
    challenge = cast.call()
    for _ in range(3):
        cast.bid(challenge)
    return challenge


def test_the_panel_is_seated_when_all_are_clear_with_the_first_drawn_as_chair(cast, call):
    panel = cast.drawn(call)
    first, *others = cast.seats(panel)
    for seat in (first, *others):
        cast.accept(seat)
    for seat in others:
        cast.declare(seat)
    assert panel.state == "drawn"
    cast.declare(first)
    assert panel.state == "seated"
    order = [o.number for o in draw.order(seating.candidates(panel), seating.seed(panel))]
    fields = [seat.number for seat in cast.seats(panel) if seat.kind == "field"]
    chairs = [seat.number for seat in cast.seats(panel) if seat.is_chair]
    assert chairs == [min(fields, key=order.index)]
    (leaving,) = [seat for seat in cast.seats(panel) if seat.is_chair]
    cast.leave("recuse", leaving, LEAVE)
    assert panel.state == "drawn"
    (new,) = cast.seats(panel, "invited")
    cast.accept(new)
    cast.declare(new)
    assert panel.state == "seated"
    assert [seat.is_chair for seat in cast.seats(panel)].count(True) == 1


def test_who_has_a_known_conflict_cannot_declare_himself_clear(cast, call):
    panel = cast.drawn(call)
    seat = cast.seats(panel)[0]
    cast.accept(seat)
    cast.register.post(
        cast.session.get(register.Expert, seat.expert_id), organisation_id=cast.owner.id
    )
    with pytest.raises(RuleRefused, match="conflict_known") as refused:
        cast.declare(seat)
    assert refused.value.params["reasons"] == ["owner_side"]
    with pytest.raises(Invalid, match="required"):
        cast.declare(cast.seats(panel)[1], text=" ")


SEAT_ACTS = {
    "accept": lambda cast, seat, **given: cast.accept(seat, **given),
    "decline": lambda cast, seat, **given: cast.leave("decline", seat, NO_TIME, **given),
    "clear": lambda cast, seat, **given: cast.declare(seat, **given),
    "recuse": lambda cast, seat, **given: cast.leave("recuse", seat, LEAVE, **given),
    "drop": lambda cast, seat, **given: cast.drop(seat, **given),
}


@pytest.mark.parametrize("verb", SEAT_ACTS)
def test_a_seat_is_moved_from_the_states_of_the_table_alone_and_by_whose_act_it_is(
    cast, call, verb
):
    panel = cast.drawn(call)
    for state in sorted(set(SeatState) - SEAT_MOVES[verb].sources):
        seat = seat_in(cast, panel, state)
        with pytest.raises(IllegalMove):
            SEAT_ACTS[verb](cast, seat)
    seat = seat_in(cast, panel, min(SEAT_MOVES[verb].sources))
    with pytest.raises(StaleVersion):
        SEAT_ACTS[verb](cast, seat, version=9)
    with pytest.raises(NotSignedIn):
        SEAT_ACTS[verb](cast, seat, actor=PUBLIC)
    with pytest.raises((NotFound, NotPermitted)):
        SEAT_ACTS[verb](cast, seat, actor=cast.register.self_of(cast.expert()))
    with pytest.raises(NotPermitted):
        SEAT_ACTS[verb](cast, seat, actor=cast.watch)


def seat_in(cast, panel, state):
    """A seat that stands in a state by fiat, of an expert who was not drawn."""
    expert = cast.expert()
    row = PanelSeat(
        panel_id=panel.id,
        expert_id=expert.id,
        number=f"x{expert.id}",
        kind="field",
        state=state,
        due_at=NOW,
        removal_asked_at=NOW,
        removal_code="interest",
        removal_text="持有股份",
        created_at=NOW,
        updated_at=NOW,
    )
    cast.session.add(row)
    cast.session.flush()
    return row


def test_leaving_owes_a_reason_of_the_list_for_that_act(cast, call):
    panel = cast.drawn(call)
    seat = cast.seats(panel)[0]
    with pytest.raises(Invalid, match="unknown_code"):
        cast.leave("drop", seat, Reason("no_time", "出差"))
    with pytest.raises(Invalid, match="required"):
        cast.leave("decline", seat, Reason("no_time", " "))
