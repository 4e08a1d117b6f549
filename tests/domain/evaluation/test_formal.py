"""The formal check: one correction of named fields, every bid decided on, too few can only fail."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.bids import ending
from scenario_market.domain.bids.models import BidFile
from scenario_market.domain.bids.states import BID_MOVES, BidState
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
from scenario_market.domain.evaluation import correcting
from scenario_market.domain.evaluation.models import BidCorrection, ScoreSheet
from scenario_market.domain.moves import Reason
from tests import factories

ACTS = {
    "ask_correction": lambda cast, bid, **given: cast.ask(bid, **given),
    "qualify": lambda cast, bid, **given: cast.qualify(bid, **given),
    "disqualify": lambda cast, bid, **given: cast.disqualify(bid, **given),
}


@pytest.fixture
def checked(cast):
    """A call at the formal check."""
    challenge = cast.call()
    for _ in range(3):
        cast.bid(challenge)
    return cast.begin(challenge)


@pytest.mark.parametrize("verb", ACTS)
def test_a_bid_is_checked_from_the_states_of_the_table_alone_and_by_the_office(cast, checked, verb):
    for state in sorted(set(BidState) - BID_MOVES[verb].sources):
        with pytest.raises(IllegalMove):
            ACTS[verb](cast, cast.bid(checked, state=state))
    bid = cast.bid(checked)
    with pytest.raises(StaleVersion):
        ACTS[verb](cast, bid, version=9)
    for actor in (cast.watch, cast.bidder(bid), cast.owner_actor):
        with pytest.raises(NotPermitted):
            ACTS[verb](cast, bid, actor=actor)
    with pytest.raises(NotSignedIn):
        ACTS[verb](cast, bid, actor=PUBLIC)
    officer = factories.officer(cast.person())
    factories.mandate(cast.session, bid.organisation_id, officer.person_id, "offers")
    with pytest.raises(RuleRefused, match="own_organisation"):
        ACTS[verb](cast, bid, actor=officer)
    ACTS[verb](cast, bid)
    assert bid.state == BID_MOVES[verb].target


@pytest.mark.parametrize("verb", ACTS)
def test_a_bid_is_checked_only_at_the_check(cast, verb):
    for state, refused in (
        ("unsealed", IllegalMove),
        ("consensus", IllegalMove),
        ("open", NotFound),
    ):
        with pytest.raises(refused):
            ACTS[verb](cast, cast.bid(cast.call(state)))


def test_with_too_few_bids_a_call_can_only_fail(cast):
    challenge = cast.call()
    bids = [cast.bid(challenge), cast.bid(challenge), cast.bid(challenge, state="lapsed")]
    with pytest.raises(RuleRefused, match="too_few_bids") as refused:
        cast.begin(challenge)
    assert refused.value.params == {"found": 2, "minimum": 3}
    cast.bid(challenge)
    cast.begin(challenge)
    cast.disqualify(bids[0])
    assert ending.qualified(cast.session, challenge.id) == 2


def test_a_correction_is_asked_once_of_named_fields_and_for_some_hours(cast, checked):
    bid = cast.bid(checked)
    with pytest.raises(Invalid) as refused:
        cast.ask(bid, "statement.text", "milestones.7.title", "nothing")
    assert [e.field for e in refused.value.errors] == ["fields.1", "fields.2"]
    cast.ask(bid, "statement.text", "milestones.0.title")
    assert bid.correction_due_at == cast.now + timedelta(hours=24)
    cast.correct(bid)
    assert bid.state == "under_review"
    with pytest.raises(AlreadyDone, match="corrected_once"):
        cast.ask(bid)


def test_only_what_was_asked_for_is_corrected_and_what_was_handed_in_stays_on_record(cast, checked):
    bid = cast.bid(checked)
    with pytest.raises(IllegalMove):
        cast.correct(bid)
    cast.ask(bid, "statement.text", "team.0.name")
    for values, rule in (
        ({"approach.text": "更好的方案"}, "not_asked_for"),
        ({"budget": {"total_fen": 1}}, "not_asked_for"),
        ({"statement.text": 7}, "not_a_text"),
    ):
        with pytest.raises(Invalid, match=rule):
            cast.correct(bid, values=values)
    before = bid.content["statement"]["text"]
    cast.correct(bid, values={"statement.text": "更正"})
    assert (bid.content["statement"]["text"], bid.content_hash) == ("更正", "0" * 64)
    row = cast.session.scalars(select(BidCorrection).where(BidCorrection.bid_id == bid.id)).one()
    assert row.before["statement.text"] == before
    assert row.values == {"statement.text": "更正"}


def test_a_correction_touches_no_substance_and_strikes_words_at_most(cast, checked):
    bid = cast.bid(checked)
    fixed = ["metrics.0.value", "budget.total_fen", "budget", "milestones.0.month", "approach"]
    with pytest.raises(Invalid, match="substance_fixed") as refused:
        cast.ask(bid, "approach.text", *fixed)
    assert [e.field for e in refused.value.errors] == [f"fields.{n}" for n in range(1, 6)]
    cast.ask(bid, "approach.text")
    with pytest.raises(Invalid, match="only_striking"):
        cast.correct(bid, values={"approach.text": "采用双光源成像，分两步上线"})
    cast.correct(bid, values={"approach.text": "采用光源成像，分三步上线"})
    assert bid.content["approach"]["text"] == "采用光源成像，分三步上线"


def test_nobody_but_the_lead_s_people_corrects_a_bid(cast, checked):
    bid, other = cast.bid(checked), cast.bid(checked)
    cast.ask(bid)
    with pytest.raises(NotFound):
        cast.correct(bid, actor=cast.bidder(other))
    with pytest.raises(NotPermitted):
        cast.correct(bid, actor=cast.officer)
    with pytest.raises(StaleVersion):
        cast.correct(bid, version=9)


def test_the_clock_ends_the_time_to_correct_and_the_office_decides_then(cast, checked):
    bid, done = cast.bid(checked), cast.bid(checked)
    for one in (bid, done):
        cast.ask(one)
    cast.correct(done)
    due = bid.correction_due_at
    for cast.now in (due - timedelta(seconds=1), due):
        for one in (bid, done):
            correcting.lapse_correction(cast.session, one.id, **cast.context)
        if cast.now < due:
            assert bid.state == "correction"
    assert (bid.state, done.state) == ("under_review", "under_review")
    assert [key for key, _ in cast.events("bid.correction_lapsed")] == [bid.id]
    cast.disqualify(bid, reason=Reason("not_corrected", "逾期未补正"))


def test_a_correction_that_comes_as_its_time_ends_is_too_late(cast, checked):
    bid = cast.bid(checked)
    cast.ask(bid)
    cast.now = bid.correction_due_at
    with pytest.raises(RuleRefused, match="correction_over"):
        cast.correct(bid)


def attach(cast, bid, **columns):
    row = BidFile(
        bid_id=bid.id,
        section="approach",
        name="方案.pdf",
        media_type="application/pdf",
        size_bytes=3,
        sha256="0" * 64,
        stored_as="aa",
        **columns,
    )
    cast.session.add(row)
    cast.session.flush()
    return row


def test_scoring_begins_when_every_bid_is_decided_on_and_the_panel_is_seated(cast):
    cast.populate()
    challenge = cast.call()
    bids = [cast.bid(challenge) for _ in range(4)]
    cast.begin(challenge)
    for bid in bids[:3]:
        cast.qualify(bid)
    with pytest.raises(RuleRefused, match="bids_unchecked") as refused:
        cast.begin_scoring(challenge)
    assert refused.value.params["bids"] == [bids[3].pseudonym]
    cast.disqualify(bids[3])
    with pytest.raises(RuleRefused, match="panel_not_seated"):
        cast.begin_scoring(challenge)
    cast.seated(challenge)
    waiting, refused_one = attach(cast, bids[0]), attach(cast, bids[0], unclean="kind")
    attach(cast, bids[3])
    with pytest.raises(RuleRefused, match="blind_copies_waiting") as refused:
        cast.begin_scoring(challenge)
    assert refused.value.params == {"count": 1}
    waiting.blind_stored_as = "bb"
    cast.session.flush()
    assert refused_one.blind_stored_as is None
    cast.begin_scoring(challenge)
    assert challenge.state == "scoring"
    made = cast.session.scalars(select(ScoreSheet).where(ScoreSheet.challenge_id == challenge.id))
    sheets = [(one.seat_id, one.bid_id, one.part) for one in made]
    assert len(set(sheets)) == 5 * 3 * 2
    assert {bid_id for _, bid_id, _ in sheets} == {bid.id for bid in bids[:3]}


def test_a_bid_that_is_disqualified_while_it_is_scored_takes_its_sheets_along(cast):
    challenge, panel, bids = cast.scoring(bids=4)
    cast.disqualify(bids[0])
    states = cast.session.execute(
        select(ScoreSheet.bid_id, ScoreSheet.state).where(ScoreSheet.challenge_id == challenge.id)
    )
    assert {state for bid_id, state in states if bid_id == bids[0].id} == {"void"}
    with pytest.raises(IllegalMove):
        cast.save(cast.sheet(cast.seats(panel)[0], bids[0]))
