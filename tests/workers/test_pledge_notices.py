"""Who is told of a pledge, and who is not."""

import pytest
from sqlalchemy import select

from scenario_market.domain.moves import Reason
from scenario_market.domain.notices.facts import facts_of
from scenario_market.domain.notices.models import Notice
from scenario_market.domain.parties.models import RoleGrant
from scenario_market.domain.pledges import forfeiting
from scenario_market.texts.notices import say
from tests.domain.pledges import cases
from tests.factories import NOW
from tests.workers.hand import Hand, once


@pytest.fixture
def desk(settings, tmp_path):
    """Plays a scene on a pledge, turns the line, and reads who was told what."""
    hand = Hand(settings)

    class Desk:
        def play(self, scene):
            def change(session, now):
                cast = cases.cast(session, hand.city, tmp_path)
                cast.now = now
                session.add(
                    RoleGrant(person_id=cast.lead.person_id, role="office_lead", starts_at=NOW)
                )
                pledge = scene(cast)
                session.flush()
                return {
                    "provider": (cast.winner_organisation.id, None),
                    "owner": (cast.owner_organisation.id, None),
                    "office": (None, cast.lead.person_id),
                }, pledge.id

            self.who, self.pledge_id = hand.put(change)
            hand.turn()
            return self

        def told(self, kind):
            names = {value: name for name, value in self.who.items()}
            rows = hand.rows(Notice, Notice.kind == kind)
            return sorted(names.get((row.organisation_id, row.person_id), "?") for row in rows)

        def said(self, kind):
            with hand.database.reading() as session:
                rows = session.scalars(select(Notice).where(Notice.kind == kind).limit(1)).all()
                return say(facts_of(session, rows)[rows[0].id], hand.city, "zh")

    yield Desk()
    hand.database.close()


@once
def test_all_parties_are_told_when_it_begins_is_to_be_signed_and_is_signed(desk):
    desk.play(lambda cast: cast.signed())
    for kind in ("pledge_begun", "pledge_to_sign", "pledge_signed"):
        assert desk.told(kind) == ["office", "owner", "provider"]
    assert desk.told("pledge_issued") == ["owner", "provider"]
    said = desk.said("pledge_begun")
    assert "测试揭榜单位" in said.sentences[0]
    assert said.path == f"/pledges/{desk.pledge_id}"


@once
def test_a_proposal_is_told_to_the_others(desk):
    def scene(cast):
        pledge = cast.begun()
        cast.propose(pledge, "owner", special_terms="每月例会")
        return pledge

    assert desk.play(scene).told("pledge_proposed") == ["office", "provider"]


@once
def test_a_refused_scan_is_told_to_its_party_alone(desk):
    def scene(cast):
        pledge = cast.settled()
        cast.sign(pledge, "owner", form="scan", attachment_id=cast.scan(pledge).id)
        (row,) = cast.signatures(pledge)
        reason = Reason("seal_unclear", "印章不清")
        cast.check(pledge, row, cast.reviewers[0], is_accepted=False, reason=reason)
        return pledge

    assert desk.play(scene).told("pledge_scan_refused") == ["owner"]


@once
def test_an_accepted_scan_is_told_to_nobody(desk):
    def scene(cast):
        pledge = cast.settled()
        cast.sign(pledge, "owner", form="scan", attachment_id=cast.scan(pledge).id)
        cast.check(pledge, cast.signatures(pledge)[0], cast.reviewers[0])
        return pledge

    assert desk.play(scene).told("pledge_scan_refused") == []


@once
def test_a_forfeited_pledge_says_why_and_the_office_hears_that_no_reserve_is_left(desk):
    def scene(cast):
        pledge = cast.begun()
        pledge.due_at = cast.now
        forfeiting.fire(cast.session, pledge.id, **cast.context)
        return pledge

    desk.play(scene)
    assert desk.told("pledge_forfeited") == ["office", "owner", "provider"]
    assert desk.told("pledge_no_reserve") == ["office"]
    assert any("逾期未签署" in one for one in desk.said("pledge_forfeited").sentences)
