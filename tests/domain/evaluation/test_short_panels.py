"""A panel at work that loses a member whom nobody of its list can replace."""

import pytest
from sqlalchemy import select

from scenario_market.domain.errors import RuleRefused
from scenario_market.domain.evaluation.models import ScoreSheet
from scenario_market.domain.moves import Reason
from scenario_market.domain.todos import of_panels

NEAR = Reason("interest", "近亲属在该单位任职")


@pytest.fixture
def short(cast):
    """A call at scoring, its panel without a fifth member, and its bids; all sheets of the others are in."""
    cast.populate(technical=4, finance=1)
    challenge = cast.call()
    bids = [cast.bid(challenge) for _ in range(3)]
    panel = cast.seated(challenge)
    cast.begin(challenge)
    for bid in bids:
        cast.qualify(bid)
    cast.begin_scoring(challenge)
    leaving = next(seat for seat in cast.seats(panel) if seat.kind == "field" and not seat.is_chair)
    cast.leave("recuse", leaving, NEAR)
    for part in ("blind", "open"):
        cast.score(panel, bids, part)
    return challenge, panel, bids


def waiting(cast, panel):
    return [one.kind for one in of_panels.waiting(cast.session, panel.id, cast.city)]


def test_a_panel_that_lacks_a_member_does_not_deliberate(cast, short):
    _, panel, _ = short
    assert panel.state == "drawn"
    with pytest.raises(RuleRefused, match="panel_not_seated"):
        cast.deliberate(panel)
    assert waiting(cast, panel) == ["panel_renew"]


def test_another_panel_scores_anew_in_its_place(cast, short):
    challenge, panel, bids = short
    cast.dissolve(panel)
    states = cast.session.scalars(select(ScoreSheet.state).distinct()).all()
    assert states == ["void"]
    cast.populate(technical=2)
    again = cast.prepared(challenge)
    assert again.after_opening
    assert waiting(cast, again) == ["panel_draw"]
    cast.make(again)
    for seat in cast.seats(again):
        cast.accept(seat)
        cast.declare(seat)
    assert again.state == "seated"
    for part in ("blind", "open"):
        cast.score(again, bids, part)
    cast.deliberate(again)
    assert len(cast.rank(again)) == 3


def test_a_panel_that_can_work_is_not_given_up_at_scoring(cast):
    _, panel, _ = cast.scoring()
    cast.leave("recuse", cast.seats(panel)[0], NEAR)
    with pytest.raises(RuleRefused, match="panel_can_work"):
        cast.dissolve(panel)


def test_a_panel_that_became_short_in_its_deliberation_takes_the_ranking_along(cast, short):
    """And the next one of that call begins from nothing."""
    challenge, panel, bids = short
    cast.dissolve(panel)
    cast.populate(technical=2)
    again = cast.make(cast.prepared(challenge))
    for seat in cast.seats(again):
        cast.accept(seat)
        cast.declare(seat)
    for part in ("blind", "open"):
        cast.score(again, bids, part)
    cast.deliberate(again)
    cast.rank(again)
    for seat in cast.seats(again):
        if seat.kind == "field" and again.state == "seated":
            cast.leave("recuse", seat, NEAR)
    while again.state == "drawn" and len(cast.seats(again)) == 5:
        cast.leave("decline", cast.seats(again, "invited")[0], Reason("no_time", "出差"))
    cast.dissolve(again)
    assert {bid.state for bid in bids} == {"scored"}
    assert challenge.state == "consensus"
