"""Who is really told of the evaluation: by the events of the commands, with rows in the books."""

import pytest

from scenario_market.domain.evaluation import correcting, seats
from scenario_market.domain.experts import register
from scenario_market.domain.parties.models import RoleGrant
from tests.domain.evaluation.cases import LEAVE, Cast
from tests.domain.experts.cases import NO
from tests.factories import NOW
from tests.workers.test_telling_challenges import said, told


@pytest.fixture
def cast(session, city):
    made = Cast(session, city)
    session.add(RoleGrant(person_id=made.officer.person_id, role="office_reviewer", starts_at=NOW))
    session.flush()
    return made


def test_an_expert_is_told_what_becomes_of_his_entry(cast):
    row = cast.expert()
    assert told(cast, "expert.admitted") == {"expert_admitted": {-row.person_id}}
    given = {"actor": cast.officer, "version": None, **cast.context}
    register.suspend(cast.session, row.id, reason=NO, **given)
    assert told(cast, "expert.suspended") == {"expert_suspended": {-row.person_id}}
    assert "本人申请" in said(cast, "expert.suspended", "expert_suspended")


def test_who_is_drawn_is_asked_with_his_deadline_and_who_is_silent_is_told(cast):
    cast.populate(technical=5, finance=1)
    challenge = cast.call()
    cast.bid(challenge)
    panel = cast.drawn(challenge)
    newest = max(cast.seats(panel), key=lambda seat: seat.id)
    assert told(cast, "panel_seat.offered") == {"seat_offered": {-cast.member(newest).person_id}}
    assert "2026年3月4日 09:30" in said(cast, "panel_seat.offered", "seat_offered")
    gone = cast.leave("drop", cast.seats(panel)[0], LEAVE)
    assert told(cast, "panel_seat.dropped") == {"seat_dropped": {-cast.member(gone).person_id}}
    (quiet, *_) = cast.seats(panel)
    cast.now = quiet.due_at
    seats.lapse(cast.session, quiet.id, **cast.context)
    assert told(cast, "panel_seat.lapsed") == {"seat_lapsed": {-cast.member(quiet).person_id}}
    assert told(cast, "panel.short") == {"panel_short": {-cast.officer.person_id}}


def test_members_are_told_when_it_is_their_turn_and_nobody_else(cast):
    _, panel, bids = cast.scoring()
    members = {-cast.member(seat).person_id for seat in cast.seats(panel)}
    assert told(cast, "panel.seated") == {"panel_seated": {-cast.officer.person_id}}
    assert told(cast, "challenge.scoring_begun") == {"challenge_scoring": members}
    cast.score(panel, bids, "blind")
    assert told(cast, "panel.blind_part_locked") == {"panel_blind_locked": members}
    cast.score(panel, bids, "open")
    cast.deliberate(panel)
    assert told(cast, "challenge.consensus_begun") == {"challenge_consensus": members}
    seat = cast.seats(panel)[0]
    cast.reopen(cast.sheet(seat, bids[0]), cast.chair(panel))
    assert told(cast, "score_sheet.reopened") == {"sheet_reopened": {-cast.member(seat).person_id}}


def test_every_organisation_of_a_bid_is_told_of_the_formal_check(cast):
    challenge, member = cast.call(), cast.organisation("联合体成员")
    bid = cast.bid(challenge, member)
    cast.bid(challenge)
    cast.bid(challenge)
    both = {bid.organisation_id, member.id}
    cast.begin(challenge)
    cast.ask(bid)
    assert told(cast, "bid.correction_asked") == {"bid_correction_asked": both}
    assert "2026年3月3日 09:30" in said(cast, "bid.correction_asked", "bid_correction_asked")
    cast.now = bid.correction_due_at
    correcting.lapse_correction(cast.session, bid.id, **cast.context)
    assert told(cast, "bid.correction_lapsed") == {
        "bid_correction_lapsed": both | {-cast.officer.person_id}
    }
    cast.qualify(bid)
    assert told(cast, "bid.qualified") == {"bid_qualified": both}
    cast.disqualify(bid)
    assert told(cast, "bid.disqualified") == {"bid_disqualified": both}
    assert "未实质性响应" in said(cast, "bid.disqualified", "bid_disqualified")
