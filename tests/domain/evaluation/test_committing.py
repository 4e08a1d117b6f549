"""What a draw is bound to, and that nobody steers it: commitment, removal by two, no second draw, publication."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from scenario_market.domain.draws import committing, draw, seating
from scenario_market.domain.errors import AlreadyDone, Invalid, NotFound, NotPermitted, RuleRefused
from scenario_market.domain.evaluation import publishing, showing
from scenario_market.domain.evaluation.seating import KIND
from scenario_market.domain.experts import register
from scenario_market.vault.sealing import Sealer
from tests import factories
from tests.domain.evaluation.cases import GIVE_UP, LEAVE, NO_TIME, SEALER
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


def test_a_panel_that_can_work_is_not_drawn_again_once_the_bids_are_open(cast, call):
    panel = cast.prepared(call)
    with pytest.raises(RuleRefused, match="panel_can_work"):
        cast.dissolve(panel)
    cast.session.expire(panel)
    cast.make(panel)
    with pytest.raises(RuleRefused, match="panel_can_work"):
        cast.dissolve(panel)
    early = cast.prepared(cast.call("open"))
    cast.dissolve(early)
    assert (early.state, early.after_opening) == ("dissolved", False)


def test_the_order_cannot_be_known_from_the_database_before_the_draw(cast, call):
    panel = cast.prepared(call)
    assert panel.secret is None
    another = Sealer("another key", "panel-secret")
    with pytest.raises(RuleRefused, match="secret_unreadable"):
        cast.make(panel, sealer=another)
    secret = SEALER.open(bytes.fromhex(panel.secret_sealed), about=committing.about(panel))
    cast.make(panel)
    assert bytes.fromhex(panel.secret) == secret
    assert seating.seed(panel) == draw.seed(secret, draw.beacon(["0" * 64] * 3))


def test_who_comes_into_the_register_after_the_commitment_is_not_drawn_and_who_leaves_is_marked(
    cast, call
):
    panel = cast.prepared(call)
    numbers = {key: number for number, key in seating.experts(cast.session, KIND, panel).items()}
    cast.now = NOW + timedelta(minutes=1)
    cast.register.now = cast.now
    newcomer = cast.expert()
    out, near, *_ = (cast.session.get(register.Expert, key) for key in numbers)
    register.suspend(
        cast.session, out.id, reason=NO, actor=cast.officer, version=None, **cast.context
    )
    cast.register.post(near, organisation_id=cast.owner.id)
    cast.make(panel)
    lines = {one["number"]: one for one in panel.record["candidates"]}
    assert newcomer.id not in numbers
    assert (lines[numbers[out.id]]["excluded"], lines[numbers[out.id]]["changed"]) == (
        ["not_in_register"],
        True,
    )
    assert (lines[numbers[near.id]]["excluded"], lines[numbers[near.id]]["changed"]) == (
        ["owner_side"],
        True,
    )
    assert [one["changed"] for one in lines.values()].count(True) == 2
    assert draw.faults(cast.paper(panel)) == []


def test_nobody_is_taken_off_a_panel_by_one_officer_alone(cast, call):
    panel = cast.drawn(call)
    seat = cast.seats(panel)[0]
    with pytest.raises(RuleRefused, match="removal_not_asked"):
        cast.drop(seat)
    with pytest.raises(Invalid, match="unknown_code"):
        cast.ask_removal(seat, NO_TIME)
    cast.ask_removal(seat, actor=cast.lead)
    with pytest.raises(RuleRefused, match="removal_by_two"):
        cast.drop(seat)
    with pytest.raises(NotPermitted):
        cast.drop(seat, cast.officer)
    with pytest.raises(AlreadyDone, match="removal_asked"):
        cast.ask_removal(seat)
    cast.drop(seat, factories.officer(cast.person(), "office_lead"))
    assert seat.state == "dropped"


def test_the_draw_is_published_with_the_result_and_holds(cast):
    challenge, _, _ = cast.consensus()
    with pytest.raises(NotFound):
        publishing.published_draw(cast.session, challenge.id)
    cast.session.execute(_state_of(challenge, "public_notice"))
    cast.session.refresh(challenge)
    paper = publishing.published_draw(cast.session, challenge.id)
    assert draw.faults(paper) == []
    named = {one["number"]: one["name"] for one in paper["people"]}
    seated = showing.panel(cast.session, challenge.id, actor=cast.watch, now=NOW)["seats"]
    assert named == {seat["number"]: seat["name"] for seat in seated}
    cast.session.execute(_state_of(challenge, "failed"))
    cast.session.refresh(challenge)
    assert publishing.published_draw(cast.session, challenge.id)["people"] == []


def test_the_published_draw_says_how_each_one_left_and_which_panels_were_given_up(cast):
    cast.populate(technical=4, finance=1)
    challenge = cast.call()
    first = cast.drawn(challenge)
    cast.leave("decline", cast.seats(first)[0], NO_TIME)
    cast.dissolve(first)
    cast.populate(technical=3, finance=1)
    panel = cast.drawn(challenge)
    out = cast.seats(panel)[0]
    cast.leave("drop", out, LEAVE)
    cast.session.execute(_state_of(challenge, "public_notice"))
    cast.session.refresh(challenge)
    paper = publishing.published_draw(cast.session, challenge.id)
    (left,) = paper["left"]
    assert (left["number"], left["how"], left["reasons"]) == (out.number, "dropped", ["interest"])
    (given_up,) = paper["earlier"]
    assert given_up["secret_hash"] == first.secret_hash
    assert given_up["reason_code"] == GIVE_UP.code
    assert draw.digest(given_up["record"]) == first.digest


def _state_of(challenge, state):
    return update(type(challenge)).where(type(challenge).id == challenge.id).values(state=state)
