"""Two last signatures at the same moment, and a signature while the clock forfeits: one outcome, told once."""

import pytest
from sqlalchemy import func, select

from scenario_market.domain.bids.models import Bid
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.errors import AlreadyDone
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.pledges import forfeiting
from scenario_market.domain.pledges.models import Pledge, PledgeSignature
from tests.domain.pledges import cases


@pytest.fixture
def desk(database, city, tmp_path):
    """A pledge that waits for signatures, and calls that give them, each in a transaction of its own."""

    class Desk:
        def __init__(self):
            with database.unit_of_work() as session:
                cast = cases.cast(session, city, tmp_path)
                pledge = cast.settled()
                cast.sign_all(pledge, "provider")
                session.flush()
                self.cast, self.pledge_id, self.due_at = cast, pledge.id, pledge.due_at

        def sign(self, party):
            def call(session):
                made = cases.Cast(session, city, now=self.cast.now)
                made.winner, made.signatory = self.cast.winner, self.cast.signatory
                made.lead, made.tools = self.cast.lead, self.cast.tools
                return made.sign(session.get(Pledge, self.pledge_id), party)

            return call

        def forfeit(self):
            def call(session):
                forfeiting.fire(session, self.pledge_id, now=self.due_at, city=city)

            return call

        def states(self):
            with database.reading() as session:
                pledge = session.get(Pledge, self.pledge_id)
                bid = session.get(Bid, pledge.bid_id)
                challenge = session.get(Challenge, pledge.challenge_id)
                return pledge.state, bid.state, challenge.state

        def count(self, kind):
            with database.reading() as session:
                query = select(func.count(EventRecord.id)).where(EventRecord.kind == kind)
                return session.scalar(query)

        def signatures(self):
            with database.reading() as session:
                return session.scalar(select(func.count(PledgeSignature.id)))

    return Desk()


def test_two_last_signatures_at_once_complete_the_pledge_once(desk, at_once):
    results = at_once(desk.sign("owner"), desk.sign("office"))
    assert [one.refused for one in results] == [None, None]
    assert desk.states() == ("signed", "pledged", "in_delivery")
    assert desk.count("pledge.signed") == desk.count("challenge.delivery_begun") == 1


def test_one_party_signing_twice_at_once_signs_once(desk, at_once):
    results = at_once(desk.sign("owner"), desk.sign("owner"))
    assert sorted(isinstance(one, AlreadyDone) for one in results) == [False, True]
    assert desk.signatures() == 2


def test_the_clock_and_the_last_signatures_at_once_leave_a_signed_pledge(desk, at_once):
    # The winner has signed, so that the clock may only wait; whoever comes first, nothing is lost.
    at_once(desk.sign("owner"), desk.forfeit(), desk.sign("office"))
    assert desk.states() == ("signed", "pledged", "in_delivery")
    assert desk.count("pledge.signed") == 1
