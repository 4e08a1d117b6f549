"""Deliberation and ranking: when all is in, by the rules, as often as scores are looked at again."""

from fractions import Fraction

import pytest
from sqlalchemy import select

from scenario_market.domain.actor import PUBLIC, consequence
from scenario_market.domain.bids import ending
from scenario_market.domain.bids.states import BidState
from scenario_market.domain.challenges.states import CHALLENGE_MOVES
from scenario_market.domain.errors import (
    IllegalMove,
    Invalid,
    NotFound,
    NotPermitted,
    NotSignedIn,
    RuleRefused,
    StaleVersion,
)
from scenario_market.domain.evaluation import aggregate, deliberating, formal, ranking, sheets
from scenario_market.domain.evaluation.models import Ranking
from scenario_market.domain.lifecycle import move
from scenario_market.domain.moves import Reason
from scenario_market.domain.permissions import PERMISSIONS
from scenario_market.domain.results import standing
from tests.domain.evaluation.cases import LEAVE


@pytest.fixture
def cast(played_cast):
    return played_cast


def test_the_panel_deliberates_when_every_sheet_is_in_and_its_chair_says_so(cast):
    challenge, panel, bids = cast.scoring()
    cast.score(panel, bids, "blind")
    with pytest.raises(RuleRefused, match="sheets_missing") as refused:
        cast.deliberate(panel)
    assert refused.value.params["count"] == 15
    cast.score(panel, bids, "open")
    chair = cast.chair(panel)
    for seat in cast.seats(panel):
        if not seat.is_chair:
            with pytest.raises(RuleRefused, match="not_the_chair"):
                cast.deliberate(panel, actor=cast.member(seat))
    with pytest.raises(NotFound):
        cast.deliberate(panel, actor=cast.register.self_of(cast.expert()))
    for actor in (cast.officer, cast.watch):
        with pytest.raises(NotPermitted):
            cast.deliberate(panel, actor=actor)
    with pytest.raises(NotSignedIn):
        cast.deliberate(panel, actor=PUBLIC)
    with pytest.raises(StaleVersion):
        cast.deliberate(panel, actor=chair, version=1)
    cast.deliberate(panel, actor=chair)
    assert challenge.state == "consensus"
    assert {bid.state for bid in bids} == {"scored"}
    with pytest.raises(IllegalMove):
        cast.deliberate(panel, actor=chair)


def test_a_panel_that_is_not_whole_does_not_deliberate(cast):
    _, panel, bids = cast.scoring()
    for part in ("blind", "open"):
        cast.score(panel, bids, part)
    (seat,) = [s for s in cast.seats(panel) if not s.is_chair][:1]
    cast.leave("recuse", seat, LEAVE)
    with pytest.raises(RuleRefused, match="panel_not_seated"):
        cast.deliberate(panel)


def test_bids_are_ranked_exactly_and_each_goes_where_the_rules_put_it(cast):
    # five sheets of 90, 80, 71, 70 and 60 points: trimmed to (80 + 71 + 70) / 3
    points = {}

    def score(seat, bid):
        row = points.setdefault(bid.id, iter([90, 80, 71, 70, 60] * 2))
        return next(row) - 20 * (bid.id == worst.id)

    challenge, panel, bids = cast.scoring(bids=4)
    worst = bids[2]
    bids[1].total_fen = 70_000_000
    for part in ("blind", "open"):
        cast.score(panel, bids, part, score)
    cast.deliberate(panel)
    rows = {row.bid_id: row for row in cast.rank(panel)}
    first = rows[bids[1].id]
    assert (first.place, first.total, first.settled_by) == (1, "221/3", "price")
    assert (first.used, first.outcome) == (3, "recommended")
    assert Fraction(first.scores["team"]) == Fraction(221, 3)
    assert {rows[bids[0].id].place, rows[bids[3].id].place} == {2, 3}
    assert {rows[bid.id].outcome for bid in (bids[0], bids[3])} == {"reserve", "not_awarded"}
    sunk = rows[worst.id]
    assert (sunk.place, sunk.total, sunk.outcome) == (None, "161/3", "below_threshold")
    assert sunk.failed == ["total"]
    assert {bid.state for bid in bids if bid != worst} == {"ranked"}
    assert worst.state == "below_threshold"
    assert [row.place for row in ranking.current(cast.session, challenge.id)] == [1, 2, 3, None]
    with pytest.raises(RuleRefused, match="ranked"):
        cast.rank(panel)


def test_the_ranking_is_what_anybody_reckons_from_the_sheets(cast):
    def score(seat, bid):
        return 60 + (seat.id * 7 + bid.id * 5) % 40

    challenge, panel, bids = cast.consensus(score=score)
    rows = cast.rank(panel)
    rules = ranking.programme(challenge.rules)
    for row in rows:
        given = [
            dict.fromkeys((c.code for c in rules.criteria), score(seat, bid))
            for seat in cast.seats(panel)
            for bid in bids
            if bid.id == row.bid_id
        ]
        assert row.total == aggregate.exact(aggregate.result(given, rules).total)


def test_scores_change_only_by_a_sheet_that_the_chair_reopens_and_then_all_is_ranked_anew(cast):
    challenge, panel, bids = cast.consensus()
    cast.rank(panel)
    (seat,) = [s for s in cast.seats(panel) if not s.is_chair][:1]
    sheet = cast.sheet(seat, bids[0], "blind")
    with pytest.raises(IllegalMove):
        cast.save(sheet, 99)
    with pytest.raises(RuleRefused, match="not_the_chair"):
        cast.reopen(sheet, cast.member(seat))
    with pytest.raises(NotPermitted):
        cast.reopen(sheet, cast.officer)
    with pytest.raises(Invalid, match="unknown_code"):
        cast.reopen(sheet, cast.chair(panel), reason=Reason("no_time", "出差"))
    cast.reopen(sheet, cast.chair(panel))
    assert {bid.state for bid in bids} == {"scored"}
    assert ranking.current(cast.session, challenge.id) == []
    with pytest.raises(RuleRefused, match="sheets_missing"):
        cast.rank(panel)
    cast.save(sheet, 99)
    cast.submit(sheet)
    cast.rank(panel)
    rows = cast.session.scalars(select(Ranking).where(Ranking.challenge_id == challenge.id)).all()
    assert sorted(row.attempt for row in rows) == [1] * 3 + [2] * 3
    assert {row.attempt for row in ranking.current(cast.session, challenge.id)} == {2}
    (before,) = sheet.earlier
    assert {one["score"] for one in before["scores"].values()} == {70}
    said = [
        payload["digest"]
        for key, payload in cast.events("score_sheet.submitted")
        if key == sheet.id
    ]
    assert said == [sheets.digest(before["scores"]), sheets.digest(sheet.scores)]


def test_who_leaves_at_the_deliberation_takes_the_ranking_along_until_another_has_scored(cast):
    challenge, panel, bids = cast.consensus()
    cast.rank(panel)
    (gone,) = [s for s in cast.seats(panel) if not s.is_chair][:1]
    cast.leave("drop", gone, LEAVE)
    assert {bid.state for bid in bids} == {"scored"}
    assert ranking.current(cast.session, challenge.id) == []
    with pytest.raises(RuleRefused, match="panel_not_seated"):
        standing.of(cast.session, challenge.id)
    (new,) = cast.seats(panel, "invited")
    cast.accept(new)
    cast.declare(new)
    with pytest.raises(RuleRefused, match="sheets_missing"):
        cast.rank(panel)
    for part in ("blind", "open"):
        for bid in bids:
            sheet = cast.sheet(new, bid, part)
            cast.save(sheet)
            cast.submit(sheet)
    cast.rank(panel)
    assert len(standing.of(cast.session, challenge.id).members) == 5


def test_a_result_that_is_sent_back_is_ranked_anew(cast):
    challenge, panel, bids = cast.consensus()
    rows = {row.bid_id: row for row in cast.rank(panel)}
    verbs = {"recommended": "recommend", "reserve": "reserve", "not_awarded": "pass_over"}
    chair = cast.chair(panel)
    for bid in bids:
        verb = verbs[rows[bid.id].outcome]
        move(cast.session, bid, formal.BID_MOVES, verb, actor=chair, now=cast.now)
    assert ranking.current(cast.session, challenge.id)
    officer = consequence(cast.officer, "office_reviewer")
    deliberating.reopen_after_remand(cast.session, challenge, actor=officer, now=cast.now)
    assert {bid.state for bid in bids} == {BidState.SCORED}
    assert ranking.current(cast.session, challenge.id) == []
    assert {row.attempt for row in cast.rank(panel)} == {2}


def test_after_an_upheld_objection_a_bid_without_right_to_win_is_disqualified(cast):
    challenge, panel, bids = cast.consensus(bids=4)
    with pytest.raises(IllegalMove):
        cast.disqualify(bids[0])
    cast.rank(panel)
    for verb in ("recommend", "confirm", "decide", "announce", "remand"):
        who = PERMISSIONS[CHALLENGE_MOVES[verb].by].roles
        reason = Reason("objection_upheld", "业绩证明虚假") if verb == "remand" else None
        more = {"ends_on": "2026-03-09"} if verb == "announce" else {}
        move(
            cast.session,
            challenge,
            CHALLENGE_MOVES,
            verb,
            actor=consequence(cast.officer, *who),
            now=cast.now,
            reason=reason,
            codes=cast.city.codes,
            **more,
        )
    deliberating.reopen_after_remand(cast.session, challenge, actor=cast.officer, now=cast.now)
    cast.disqualify(bids[0])
    assert bids[0].state == "disqualified"
    cast.rank(panel)
    assert len(ranking.current(cast.session, challenge.id)) == 3


def test_where_no_bid_passes_the_call_can_be_declared_failed(cast):
    challenge, panel, bids = cast.consensus(score=40)
    assert ending.qualified(cast.session, challenge.id) == 3
    cast.rank(panel)
    assert {bid.state for bid in bids} == {"below_threshold"}
    assert ending.qualified(cast.session, challenge.id) == 0
    assert [p["place"] for p in ranking.places_of(cast.session, challenge.id)] == [None] * 3


def test_a_call_that_lost_too_many_bids_while_it_was_scored_is_deliberated_and_can_fail(cast):
    challenge, panel, bids = cast.scoring()
    cast.disqualify(bids[0])
    for part in ("blind", "open"):
        cast.score(panel, bids[1:], part)
    cast.deliberate(panel)
    with pytest.raises(RuleRefused, match="too_few_bids"):
        cast.rank(panel)
    assert ending.qualified(cast.session, challenge.id) == 2


def test_the_opinion_gets_places_scores_and_reasons_that_tell_no_member(cast):
    challenge, panel, bids = cast.consensus()
    cast.rank(panel)
    places = ranking.places_of(cast.session, challenge.id)
    assert {one["bid_id"] for one in places} == {bid.id for bid in bids}
    first = places[0]
    assert (first["place"], first["total"]) == (1, "70")
    assert first["scores"]["cost"] == "70"
    assert first["reasons"]["cost"] == ["第 cost 项理由"] * 5
    chair, people = ranking.panel_people(cast.session, challenge.id)
    assert chair == cast.chair(panel).person_id
    assert sorted(people) == sorted(cast.member(seat).person_id for seat in cast.seats(panel))
