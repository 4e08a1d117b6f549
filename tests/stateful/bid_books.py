"""What must hold of bids whatever was done: sealed, what the acts have made of them; opened, what the tables say."""

from sqlalchemy import func, select

from scenario_market.domain.bids import envelope
from scenario_market.domain.bids.awards import Award
from scenario_market.domain.bids.models import Bid, BidMember, Participation, Workspace
from scenario_market.domain.bids.sealing import About
from scenario_market.domain.bids.states import BID_MOVES
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import CHALLENGE_MOVES
from scenario_market.domain.evaluation import ranking
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.pledges.models import Pledge
from scenario_market.domain.pledges.states import OPEN, PLEDGE_MOVES
from tests.stateful.books import check_moves
from tests.stateful.signing import look_at_signatures
from tests.stateful.workspaces import ON_ENVELOPE

EVENTS = {
    "consortium.invited": "invite",
    "consortium.consented": "consent",
    "consortium.declined": "decline",
    "consortium.called_back": "call_back",
    "workspace.opened": "begin",
}
OPENED = {"submitted": "under_review", "reconfirm": "lapsed"}  # sealed state → state of the bid


class Books:
    """The invariants of a play with a ``market``, a ``ledger``, a ``database`` and a ``city``."""

    def the_books_hold(self):
        with self.database.reading() as session:
            challenge = session.get(Challenge, self.market.key)
            check_moves(session, challenge, CHALLENGE_MOVES, first="draft", codes=self.city.codes)
            assert sum(one["weight"] for one in challenge.rules["criteria"]) == 100
            if challenge.state in ("open", "closed"):
                self.look_at_workspaces(session)
            if challenge.state == "open":
                assert session.scalars(self.mine(Bid)).all() == []
            if challenge.unsealed_at is not None:
                self.look_at_bids(session)
                self.look_at_places(session, challenge)

    def look_at_workspaces(self, session):
        """Each envelope holds what the acts have made of it; outside of it there is nothing that tells."""
        played, number = self.ledger.played(), self.reconfirm_number()
        rows = session.scalars(self.mine(Workspace)).all()
        assert {row.id for row in rows} == played.keys()
        assert len({(len(row.envelope), len(row.sealed_key)) for row in rows}) <= 1
        taking_part = select(Participation.organisation_id)
        for row in rows:
            wanted = played[row.id]
            about = About(challenge_id=self.market.key, workspace=row.access_key)
            held = envelope.unpack(self.market.scene.web.open_draft(row, about=about))
            found = set(session.scalars(taking_part.where(Participation.workspace_id == row.id)))
            assert (row.version, found) == (wanted.version, wanted.partners)
            assert {name: held.draft[name] for name in wanted.draft} == wanted.draft
            standing = envelope.standing(held, reconfirm_number=number, participating=found)
            assert standing == wanted.standing(number)
        self.look_at_events(session, list(played))

    def look_at_events(self, session, keys):
        """An event for each act, none without one; the same of every act on an envelope, its first one too."""
        changed = [one for one in self.ledger.entries if one.verb in ON_ENVELOPE]
        told = select(EventRecord.payload).where(
            EventRecord.kind == "workspace.changed", EventRecord.subject_id.in_(keys)
        )
        payloads = session.scalars(told).all()
        assert len({one["mark_hash"] for one in payloads}) == len(changed) + len(keys)
        assert all(one.keys() == {"mark_hash"} for one in payloads)
        for kind, verb in EVENTS.items():
            of = [self.market.key] if kind.startswith("consortium") else keys
            count = select(func.count()).where(EventRecord.subject_id.in_(of))
            assert session.scalar(count.where(EventRecord.kind == kind)) == sum(
                one.verb == verb for one in self.ledger.entries
            )
        moved = select(func.count()).where(StateChange.subject_kind == "workspace")
        assert session.scalar(moved) == 0

    def mine(self, model):
        return select(model).where(model.challenge_id == self.market.key)

    def look_at_bids(self, session):
        for bid in session.scalars(self.mine(Bid)):
            begun = select(EventRecord.kind).where(
                EventRecord.subject_kind == "bid",
                EventRecord.subject_id == bid.id,
                EventRecord.kind.in_(["bid.opened", "bid.lapsed"]),
            )
            (kind,) = session.scalars(begun)
            first = {"bid.opened": "under_review", "bid.lapsed": "lapsed"}[kind]
            check_moves(session, bid, BID_MOVES, first=first, codes=self.city.codes)
            assert sum(one["weight"] for one in bid.content["milestones"]) == 100
        for pledge in session.scalars(self.mine(Pledge)):
            check_moves(session, pledge, PLEDGE_MOVES, first="negotiating", codes=self.city.codes)
            look_at_signatures(session, pledge)

    def look_at_places(self, session, challenge):
        """As many winners as the call has places, each with its award and pledge; reserves move up in their order."""
        states = {one.id: one.state for one in session.scalars(self.mine(Bid))}
        given = session.scalars(self.mine(Award).order_by(Award.id)).all()
        held = [one for one in given if one.ended_at is None]
        winners, reserves = challenge.rules["winners"], challenge.rules["reserves"]
        assert len({one.slot for one in held}) == len(held) <= winners
        standing = list(states.values())
        assert standing.count("recommended") <= winners
        assert standing.count("reserve") <= reserves
        assert {one.bid_id for one in given if one.ended_at} == _in(states, "forfeited")
        if challenge.state != "cancelled":
            pledges = session.scalars(self.mine(Pledge)).all()
            waiting = {one.bid_id for one in pledges if one.state in OPEN}
            signed = {one.bid_id for one in pledges if one.state == "signed"}
            assert (waiting, signed) == (_in(states, "awarded"), _in(states, "pledged"))
            assert {one.bid_id for one in held} == waiting | signed
            assert (challenge.state == "in_delivery") == (bool(signed) and not waiting)
        if given:
            places = {one.bid_id: one.place for one in ranking.current(session, challenge.id)}
            assert [places[one.bid_id] for one in given] == list(range(1, len(given) + 1))
            assert challenge.state in ("awarded", "in_delivery", "cancelled")

    def compare_with_what_was_handed_in(self):
        wanted = {
            key: (OPENED[standing], one.handed_in.version, one.handed_in.content_hash, one.named)
            for key, one in self.ledger.played().items()
            if (standing := one.standing(self.reconfirm_number())) in OPENED
        }
        with self.database.reading() as session:
            members = select(BidMember.organisation_id)
            found = {
                bid.workspace_id: (
                    bid.state,
                    bid.number,
                    bid.content_hash,
                    frozenset(session.scalars(members.where(BidMember.bid_id == bid.id))),
                )
                for bid in session.scalars(self.mine(Bid))
            }
        assert found == wanted

    def reconfirm_number(self):
        with self.database.reading() as session:
            number = session.get(Challenge, self.market.key).reconfirm_number
        assert number == max(self.ledger.material, default=number)
        return number


def _in(states, state):
    return {key for key, one in states.items() if one == state}
