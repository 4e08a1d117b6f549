"""Scoring: after the declaration, blind first, each for himself, with reasons; and what the books forbid."""

from datetime import date

import pytest
from sqlalchemy import select

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.errors import (
    IllegalMove,
    Invalid,
    NotFound,
    NotPermitted,
    NotSignedIn,
    RuleRefused,
    StaleVersion,
)
from scenario_market.domain.evaluation import hearings, sheets
from scenario_market.domain.evaluation.models import ScoreSheet
from scenario_market.domain.evaluation.states import SHEET_MOVES, SheetState
from scenario_market.domain.experts.models import Expert
from tests.domain.evaluation.cases import LEAVE
from tests.factories import NOW


@pytest.fixture
def cast(played_cast):
    return played_cast


@pytest.fixture
def scene(cast):
    """A call at scoring: call, panel, bids, and one member's seat."""
    challenge, panel, bids = cast.scoring()
    return challenge, panel, bids, cast.seats(panel)[0]


def test_a_sheet_is_saved_as_a_draft_and_handed_in_whole(cast, scene):
    _, _, bids, seat = scene
    sheet = cast.sheet(seat, bids[0])
    with pytest.raises(IllegalMove):
        cast.submit(sheet)
    me = cast.member(seat)
    given = {"actor": me, "version": None, **cast.context}
    sheets.save(cast.session, sheet.id, scores={"cost": {"score": 55, "reason": ""}}, **given)
    with pytest.raises(Invalid) as refused:
        cast.submit(sheet)
    assert {e.field for e in refused.value.errors} == {
        "scores.cost.reason",
        *(
            f"scores.{code}.{name}"
            for code in ("technology", "impact")
            for name in ("score", "reason")
        ),
    }
    cast.save(sheet, 80)
    cast.submit(sheet)
    assert (sheet.state, sheet.scores["technology"]["score"]) == ("submitted", 80)
    with pytest.raises(IllegalMove):
        cast.save(sheet, 90)


def test_every_wrong_score_is_named_at_once(cast, scene):
    _, _, bids, seat = scene
    wrong = {
        "technology": {"score": 101, "reason": "好"},
        "impact": {"score": 70.5, "reason": "好"},
        "cost": {"score": 1, "reason": "长" * 4001},
        "team": {"score": 1, "reason": "属于明标"},
    }
    with pytest.raises(Invalid) as refused:
        sheets.save(
            cast.session,
            cast.sheet(seat, bids[0]).id,
            scores=wrong,
            actor=cast.member(seat),
            version=None,
            **cast.context,
        )
    assert {(e.field, e.rule) for e in refused.value.errors} == {
        ("scores.technology.score", "out_of_range"),
        ("scores.impact.score", "not_a_whole_score"),
        ("scores.cost.reason", "too_long"),
        ("scores.team", "unknown_code"),
    }


@pytest.mark.parametrize("act", ["save", "submit"])
def test_only_its_member_scores_a_sheet_and_only_the_version_that_he_read(cast, scene, act):
    _, panel, bids, seat = scene
    sheet = cast.sheet(seat, bids[0])
    run = getattr(cast, act)
    if act == "submit":
        cast.save(sheet)
    with pytest.raises(NotFound):
        run(sheet, actor=cast.member(cast.seats(panel)[1]))
    with pytest.raises(StaleVersion):
        run(sheet, version=9)
    for actor in (cast.officer, cast.watch, cast.bidder(bids[0])):
        with pytest.raises(NotPermitted):
            run(sheet, actor=actor)
    with pytest.raises(NotSignedIn):
        run(sheet, actor=PUBLIC)


def test_score_without_declaration_is_refused(cast, scene):
    _, panel, bids, seat = scene
    cast.leave("recuse", seat, LEAVE)
    (new,) = cast.seats(panel, "invited")
    cast.accept(new)
    sheet = cast.sheet(new, bids[0])
    with pytest.raises(RuleRefused, match="declaration_missing"):
        cast.save(sheet)
    cast.declare(new)
    cast.save(sheet)


def test_score_own_organisation_is_refused_whatever_was_declared(cast, scene):
    _, _, bids, seat = scene
    expert = cast.session.get(Expert, seat.expert_id)
    cast.register.post(expert, organisation_id=bids[0].organisation_id)
    with pytest.raises(RuleRefused, match="own_organisation_scored") as refused:
        cast.save(cast.sheet(seat, bids[0]))
    assert refused.value.params["reasons"] == ["same_organisation"]
    cast.save(cast.sheet(seat, bids[1]))


def test_the_open_part_waits_until_all_have_scored_the_blind_one(cast, scene):
    _, panel, bids, seat = scene
    mine = cast.sheet(seat, bids[0], "open")
    for bid in bids:
        cast.save(cast.sheet(seat, bid))
        cast.submit(cast.sheet(seat, bid))
    with pytest.raises(RuleRefused, match="blind_part_first"):
        cast.save(mine)
    *others, last = [one for one in cast.seats(panel) if one.id != seat.id]
    for one in others:
        for bid in bids:
            cast.save(cast.sheet(one, bid))
            cast.submit(cast.sheet(one, bid))
    assert panel.blind_locked_at is None
    for bid in bids:
        cast.save(cast.sheet(last, bid))
        cast.submit(cast.sheet(last, bid))
    assert panel.blind_locked_at == NOW
    assert [key for key, _ in cast.events("panel.blind_part_locked")].count(panel.id) == 1
    cast.save(mine)


def test_a_replacement_scores_the_blind_part_before_it_sees_the_open_one(cast, scene):
    _, panel, bids, seat = scene
    cast.score(panel, bids, "blind")
    cast.leave("drop", seat, LEAVE)
    assert {one.state for one in sheets.of_seat(cast.session, seat.id)} == set()
    (new,) = cast.seats(panel, "invited")
    cast.accept(new)
    cast.declare(new)
    with pytest.raises(RuleRefused, match="blind_part_first"):
        cast.save(cast.sheet(new, bids[0], "open"))
    for bid in bids:
        cast.save(cast.sheet(new, bid))
        cast.submit(cast.sheet(new, bid))
    cast.save(cast.sheet(new, bids[0], "open"))


def test_interviews_come_after_the_blind_part_and_cannot_move_it(cast, scene):
    challenge, panel, bids, seat = scene

    def hear(actor=None, **changes):
        given = {
            "bid_id": bids[0].id,
            "kind": "interview",
            "held_on": date(2026, 3, 2),
            "place": "评标室",
            "minutes": "答辩记录",
        }
        return hearings.record(
            cast.session,
            challenge.id,
            actor=actor or cast.officer,
            **given | changes,
            **cast.context,
        )

    with pytest.raises(RuleRefused, match="blind_part_open"):
        hear()
    cast.score(panel, bids, "blind")
    with pytest.raises(Invalid) as refused:
        hear(bid_id=10**6, kind="dinner", minutes=" ", held_on=date(2026, 3, 3))
    assert [e.field for e in refused.value.errors] == ["kind", "bid_id", "minutes", "held_on"]
    with pytest.raises(NotPermitted):
        hear(actor=cast.member(seat))
    assert hear().kind == "interview"
    with pytest.raises(IllegalMove):
        cast.save(cast.sheet(seat, bids[0]), 99)
    with pytest.raises(RuleRefused, match="blind_part_locked"):
        cast.reopen(cast.sheet(seat, bids[0]), cast.chair(panel))
    cast.save(cast.sheet(seat, bids[0], "open"), 88)


@pytest.mark.parametrize("verb", SHEET_MOVES)
def test_a_sheet_is_moved_from_the_states_of_the_table_alone(cast, scene, verb):
    _, panel, bids, seat = scene
    run = {
        "begin": lambda sheet: cast.save(sheet),
        "submit": lambda sheet: cast.submit(sheet),
        "reopen": lambda sheet: cast.reopen(sheet, cast.chair(panel)),
    }.get(verb)
    if run is None:
        return  # void follows from a leaving: see above
    for state in sorted(set(SheetState) - SHEET_MOVES[verb].sources):
        sheet = sheet_in(cast, seat, bids, state)
        if verb == "begin" and state in ("draft", "reopened"):
            continue  # saving again is no move
        with pytest.raises(IllegalMove):
            run(sheet)


def sheet_in(cast, seat, bids, state):
    """A sheet that stands in a state by fiat, on one more bid."""
    challenge = cast.session.get(Challenge, bids[0].challenge_id)
    bid = cast.bid(challenge, state="qualified")
    row = ScoreSheet(
        challenge_id=bid.challenge_id,
        seat_id=seat.id,
        bid_id=bid.id,
        part="blind",
        state=state,
        scores={c: {"score": 1, "reason": "x"} for c in ("technology", "impact", "cost")},
        created_at=NOW,
        updated_at=NOW,
    )
    cast.session.add(row)
    cast.session.flush()
    return row


def test_sheets_of_who_leaves_do_not_count(cast, scene):
    _, _, bids, seat = scene
    cast.save(cast.sheet(seat, bids[0]))
    cast.leave("recuse", seat, LEAVE)
    states = select(ScoreSheet.state).where(ScoreSheet.seat_id == seat.id)
    assert set(cast.session.scalars(states)) == {"void"}
    with pytest.raises(RuleRefused, match="declaration_missing"):
        cast.save(cast.sheet(seat, bids[0]), actor=cast.member(seat))
