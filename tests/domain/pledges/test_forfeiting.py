"""Unsigned by its date, a pledge is forfeited and the first reserve moves up; who did all it could does not forfeit."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.bids.awards import Award, held
from scenario_market.domain.bids.models import Bid
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.errors import (
    AlreadyDone,
    IllegalMove,
    Invalid,
    NotPermitted,
    RuleRefused,
)
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.moves import Reason
from scenario_market.domain.pledges import beginning, extending, forfeiting
from scenario_market.domain.pledges.models import Pledge
from scenario_market.domain.projects.models import Project

UNREADABLE = Reason("seal_unclear", "印章边缘不清，请重新扫描")


def due(cast, pledge):
    """The clock comes to a pledge when its date has passed."""
    cast.now = pledge.due_at
    forfeiting.fire(cast.session, pledge.id, **cast.context)
    return pledge


def pledges(cast):
    return cast.session.scalars(select(Pledge).order_by(Pledge.id)).all()


def test_an_unsigned_pledge_is_forfeited_with_its_bid_and_its_project(cast):
    pledge = due(cast, cast.begun())
    assert pledge.state == "forfeited"
    assert cast.session.get(Bid, pledge.bid_id).state == "forfeited"
    assert cast.session.get(Project, pledge.project_id).state == "terminated"
    assert cast.session.query(Deadline).filter_by(kind=beginning.DUE).count() == 0
    change = cast.session.query(StateChange).filter_by(subject_kind="pledge").one()
    assert (change.verb, change.reason_code) == ("forfeit", "unsigned")


def test_before_its_date_nothing_is_forfeited_and_a_second_firing_changes_nothing(cast):
    pledge = cast.begun()
    cast.now = pledge.due_at - timedelta(seconds=1)
    forfeiting.fire(cast.session, pledge.id, **cast.context)
    assert pledge.state == "negotiating"
    due(cast, pledge)
    due(cast, pledge)
    assert len(cast.events("pledge.forfeited")) == 1


def test_the_first_reserve_moves_up_by_its_place_under_the_same_document(cast):
    later, better = (cast.organisation(name=f"备选{n}") for n in (1, 2))
    pledge = cast.begun(reserves=[better, later])  # ``later`` was registered first
    due(cast, pledge)
    _, second = pledges(cast)
    assert (second.organisation_id, second.state) == (better.id, "negotiating")
    assert cast.session.get(Bid, second.bid_id).state == "awarded"
    (award,) = held(cast.session, pledge.challenge_id)
    assert (award.bid_id, award.slot, award.document_number) == (
        second.bid_id,
        1,
        "武场景〔2026〕12号",
    )
    assert second.due_at > cast.now
    assert cast.events("pledge.reserve_moved_up")[-1][2]["bid_id"] == second.bid_id


def test_when_the_last_reserve_forfeits_the_office_is_told_and_the_call_may_be_cancelled(cast):
    pledge = cast.begun(reserves=[cast.organisation(name="备选")])
    due(cast, pledge)
    due(cast, pledges(cast)[1])
    assert len(pledges(cast)) == 2
    assert len(cast.events("pledge.reserves_exhausted")) == 1
    assert cast.session.get(Challenge, pledge.challenge_id).state == "awarded"
    assert held(cast.session, pledge.challenge_id) == []
    assert cast.session.query(Award).count() == 2


def test_a_reserve_that_moved_up_signs_and_the_call_goes_into_delivery(cast):
    organisation = cast.organisation(name="备选")
    due(cast, cast.begun(reserves=[organisation]))
    second = pledges(cast)[1]
    cast.winner = cast.signing(organisation, "offers")
    cast.sign_all(cast.agree(second))
    assert cast.session.get(Challenge, second.challenge_id).state == "in_delivery"


def test_a_winner_that_signed_does_not_forfeit_because_others_did_not(cast):
    pledge = cast.settled()
    cast.sign_all(pledge, "provider")
    before = pledge.due_at
    due(cast, pledge)
    assert pledge.state == "signing"
    assert pledge.due_at > before
    assert cast.events("pledge.stalled")[-1][2]["waited_for"] == ["owner", "office"]
    (deadline,) = cast.session.query(Deadline).filter_by(kind=beginning.DUE)
    assert deadline.due_at == pledge.due_at
    cast.sign_all(pledge, "owner", "office")
    assert pledge.state == "signed"


def test_a_winner_that_agreed_does_not_forfeit_because_the_owner_negotiates_on(cast):
    pledge = cast.begun()
    cast.agree(pledge, "provider")
    assert due(cast, pledge).state == "negotiating"
    assert cast.events("pledge.stalled")[-1][2]["waited_for"] == ["owner", "office"]


def test_nobody_makes_a_winner_forfeit_by_a_proposal_on_the_last_day(cast):
    pledge = cast.settled(reserves=[cast.organisation(name="备选")])
    cast.sign_all(pledge, "provider")
    cast.now = pledge.due_at - timedelta(seconds=1)
    cast.propose(pledge, "owner", special_terms="另附条款")
    before = pledge.due_at
    assert due(cast, pledge).state == "negotiating"
    assert pledge.due_at == cast.city.end_of(
        cast.city.calendar.working_days_after(cast.city.day(before - timedelta(seconds=1)), 5)
    )
    assert "provider" in cast.events("pledge.stalled")[-1][2]["waited_for"]
    due(cast, pledge)
    assert (pledge.state, len(pledges(cast))) == ("forfeited", 2)


def test_nobody_makes_a_winner_forfeit_by_refusing_its_scan_on_the_last_day(cast):
    pledge = cast.settled()
    cast.sign(pledge, "provider", form="scan", attachment_id=cast.scan(pledge).id)
    cast.now = pledge.due_at - timedelta(seconds=1)
    (scan,) = cast.signatures(pledge)
    cast.check(pledge, scan, cast.reviewers[0], is_accepted=False, reason=UNREADABLE)
    assert due(cast, pledge).state == "signing"
    assert due(cast, pledge).state == "forfeited"


def test_an_unchecked_scan_is_waited_for_at_the_office(cast):
    pledge = cast.settled()
    cast.sign(pledge, "owner", form="scan", attachment_id=cast.scan(pledge).id)
    cast.sign_all(pledge, "provider", "office")
    due(cast, pledge)
    assert cast.events("pledge.stalled")[-1][2]["waited_for"] == ["office"]


def test_the_winner_may_decline_with_a_reason_and_the_reserve_need_not_wait(cast):
    pledge = cast.begun(reserves=[cast.organisation(name="备选")])
    with pytest.raises(Invalid):
        decline(cast, pledge, cast.winner, text=" ")
    decline(cast, pledge, cast.winner)
    assert (pledge.state, len(pledges(cast))) == ("forfeited", 2)
    change = cast.session.query(StateChange).filter_by(subject_kind="bid", verb="forfeit").one()
    assert change.reason_code == "declined"


def decline(cast, pledge, actor, text="核心人员离职，无力承担"):
    return forfeiting.decline(
        cast.session, pledge.id, text=text, actor=actor, version=None, **cast.context
    )


def test_nobody_else_declines_for_the_winner(cast):
    pledge = cast.begun()
    for actor in (cast.signatory, cast.owner, cast.lead):
        with pytest.raises(NotPermitted):
            decline(cast, pledge, actor)
    assert pledge.state == "negotiating"


def test_a_signed_pledge_is_neither_declined_nor_forfeited(cast):
    pledge = cast.signed()
    with pytest.raises(IllegalMove):
        decline(cast, pledge, cast.winner)
    assert due(cast, pledge).state == "signed"


def test_a_cancelled_call_makes_its_open_pledges_void(cast):
    pledge = cast.settled()
    challenge = cast.session.get(Challenge, pledge.challenge_id)
    assert forfeiting.void_all(cast.session, challenge.id, **cast.context) == 0
    challenge.state = "cancelled"
    cast.session.flush()
    assert forfeiting.void_all(cast.session, challenge.id, **cast.context) == 1
    assert (pledge.state, cast.session.get(Project, pledge.project_id).state) == (
        "void",
        "terminated",
    )
    assert forfeiting.void_all(cast.session, challenge.id, **cast.context) == 0
    assert due(cast, pledge).state == "void"


def test_in_a_race_the_other_winner_goes_on_when_one_forfeits_without_reserve(cast):
    challenge = cast.awarded("major_project")
    made = []
    for slot, organisation in enumerate(
        (cast.winner_organisation, cast.organisation(name="乙")), 1
    ):
        bid = cast.winning(challenge, organisation)
        cast.award(challenge, bid, slot)
        made.append(
            beginning.begin(
                cast.session, challenge=challenge, bid=bid, actor=SYSTEM, **cast.context
            )
        )
    first, second = made
    cast.sign_all(cast.agree(first))
    assert challenge.state == "awarded"
    due(cast, second)
    assert (second.state, challenge.state) == ("forfeited", "in_delivery")


def extend(cast, pledge, days=5, reason="双方仍在核对测量方法", actor=None):
    last = cast.city.day(pledge.due_at - timedelta(seconds=1))
    due_on = cast.city.calendar.working_days_after(last, days)
    return extending.extend(
        cast.session,
        pledge.id,
        due_on=due_on,
        reason=reason,
        actor=actor or cast.lead,
        version=None,
        **cast.context,
    )


def test_the_lead_extends_the_date_once_with_a_reason(cast):
    pledge = cast.begun()
    before = pledge.due_at
    with pytest.raises(Invalid):
        extend(cast, pledge, reason=" ")
    extend(cast, pledge)
    assert (pledge.due_at > before, pledge.extension_reason) == (True, "双方仍在核对测量方法")
    cast.now = before
    forfeiting.fire(cast.session, pledge.id, **cast.context)
    assert pledge.state == "negotiating"
    with pytest.raises(AlreadyDone, match="extended_already"):
        extend(cast, pledge)
    assert due(cast, pledge).state == "forfeited"


@pytest.mark.parametrize("days", [0, 11])
def test_an_extension_lies_after_the_date_and_within_the_programmes_days(cast, days):
    with pytest.raises(Invalid) as refused:
        extend(cast, cast.begun(), days=days)
    assert [one.rule for one in refused.value.errors] == ["extension_range"]


def test_an_officer_who_acted_for_a_party_or_is_no_lead_extends_nothing(cast):
    pledge = cast.begun()
    with pytest.raises(NotPermitted):
        extend(cast, pledge, actor=cast.reviewers[0])
    cast.mandate(cast.owner_organisation, cast.lead)
    with pytest.raises(RuleRefused, match="own_organisation"):
        extend(cast, pledge)
