"""Acts on opened bids up to the signed or forfeited pledge, by real commands; the panel's finding is set by fiat."""

from copy import copy
from itertools import count

from sqlalchemy import select

from scenario_market.domain import clock
from scenario_market.domain.actor import SYSTEM, consequence
from scenario_market.domain.bids import ending
from scenario_market.domain.bids.models import Bid
from scenario_market.domain.bids.states import BID_MOVES
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import CHALLENGE_MOVES
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.evaluation import correcting, formal, ranking
from scenario_market.domain.lifecycle import lock, move
from scenario_market.domain.permissions import PERMISSIONS
from scenario_market.domain.pledges import forfeiting
from scenario_market.domain.publicity import deciding, filing
from scenario_market.domain.publicity.models import Objection, PublicNotice
from scenario_market.domain.results import confirming
from scenario_market.domain.results import deciding as collective
from tests import factories
from tests.domain.challenges.cases import REASONS
from tests.domain.evaluation.cases import ASK, OUT
from tests.domain.results import cases, ranked
from tests.stateful.signing import Signing

_serial = count(1)


class Office(Signing):
    """Whoever acts on opened bids, in a session of his own, at the clock's time.

    :param number: picks whom and how.
    """

    def __init__(self, market, session, number):
        self.market, self.session, self.number = market, session, number
        self.cast = copy(market.cast)
        self.cast.session, self.cast.now = session, clock.now(session)
        self.challenge = session.get(Challenge, market.key)
        self.result = cases.Result(self.cast, self.challenge, [], *market.judges, now=self.cast.now)
        self.officer = self.cast.reviewers[number % 3]
        self.context = self.result.context
        self.plain = self.result.plain

    def bids(self, *states):
        query = select(Bid).where(Bid.challenge_id == self.market.key, Bid.state.in_(states))
        return self.session.scalars(query.order_by(Bid.id)).all()

    def likely(self):
        """The acts that somebody may try now."""
        return {
            "unsealed": ("begin", "fail"),
            "prequalifying": ("check", "check", "check", "check", "fail", "disqualify"),
            "consensus": ("rank", "recommend", "disqualify", "fail"),
            "recommended": ("confirm", "confirm", "confirm", "decline"),
            "owner_confirmed": ("decide",),
            "approved_award": ("announce",),
            "public_notice": ("award", "award", "object", "uphold", "dismiss"),
            "awarded": (*("sign",) * 7, "give_up"),
        }.get(str(self.challenge.state), ("cancel", "fail", "award", "give_up"))

    def do(self, verb):
        getattr(self, verb)()

    def begin(self):
        formal.begin(self.session, self.market.key, actor=self.officer, **self.plain)

    def check(self):
        """One bid of those that wait for it, in one of the ways."""
        waiting = self.bids("under_review", "correction")
        if not waiting:
            return self.evaluate()
        bid = waiting[self.number % len(waiting)]
        if bid.state == "correction":
            return self.correct(bid)
        if self.number % 5 == 0:
            return correcting.ask_correction(
                self.session, bid.id, fields=["statement.text"], reason=ASK, **self.by(self.officer)
            )
        return formal.qualify(self.session, bid.id, actor=self.officer, **self.plain)

    def by(self, actor):
        return {"actor": actor, **self.context}

    def correct(self, bid):
        correcting.correct(
            self.session,
            bid.id,
            values={"statement.text": f"更正后的承诺{self.number}"},
            **self.by(self.bidder(bid.organisation_id)),
        )

    def bidder(self, organisation_id):
        keys = [one.id for one in self.market.organisations]
        return self.market.people[keys.index(organisation_id)][self.number % 2]

    def disqualify(self):
        found = self.bids("under_review", "qualified", "scored")
        if found and self.number // 6 % 3 == 0:
            bid = found[self.number % len(found)]
            formal.disqualify(self.session, bid.id, reason=OUT, **self.by(self.officer))

    def fail(self):
        ending.fail(
            self.session, self.market.key, reason=REASONS["fail"], **self.by(self.cast.lead)
        )

    def cancel(self):
        ending.cancel(
            self.session, self.market.key, reason=REASONS["cancel"], **self.by(self.cast.lead)
        )

    def follow(self, row, moves, verb):
        """A move of the panel's by the mechanism alone."""
        role = sorted(PERMISSIONS[moves[verb].by].roles)[0]
        actor, now = consequence(SYSTEM, role), self.cast.now
        move(self.session, row, moves, verb, actor=actor, now=now, codes=self.market.city.codes)

    def evaluate(self):
        """The panel has scored and deliberated: by fiat, but no bid may wait for its check."""
        row = lock(self.session, Challenge, self.market.key)
        if row.state != "prequalifying" or self.bids("under_review", "correction"):
            return
        formal.check_enough(self.session, row)
        for bid in self.bids("qualified"):
            self.follow(bid, BID_MOVES, "score")
        for verb in ("score", "deliberate"):
            self.follow(row, CHALLENGE_MOVES, verb)
        seats = ranked.panel(self.session, row, [one.person_id for one in self.result.panel])
        ranked.sheets(self.session, row, seats, self.bids("scored"))

    def rank(self):
        """Places in an order that chance gives; one time in four all but one miss the pass mark."""
        row = lock(self.session, Challenge, self.market.key)
        scored = self.bids("scored")
        if row.state != "consensus" or not scored:
            return self.recommend()
        at = self.number % len(scored)
        order = [*scored[at:], *scored[:at]]
        sunk = order[1:] if self.number // 4 % 4 == 0 else []
        for bid in order:
            self.follow(bid, BID_MOVES, "sink" if bid in sunk else "rank")
        before = [one.attempt for one in ranking.current(self.session, row.id)]
        placed = [bid for bid in order if bid not in sunk]
        ranked.ranking(self.session, row, placed, max(before, default=0) + 1)

    def recommend(self):
        if not self.bids("ranked"):
            return
        self.result.drafted()
        self.result.sign()
        self.result.recommend()

    def confirm(self):
        confirming.confirm(self.session, self.market.key, actor=self.cast.owner, **self.plain)

    def decline(self):
        given = self.by(self.cast.owner)
        confirming.decline(self.session, self.market.key, reason=cases.DECLINED, **given)

    def decide(self):
        day = self.market.city.day(self.cast.now)
        given = self.by(self.cast.lead)
        meeting = cases.meeting(held_on=day)
        collective.decide(self.session, self.market.key, meeting=meeting, **given)

    def announce(self):
        self.result.announced_from_decided()

    def object(self):
        query = select(PublicNotice.id).where(
            PublicNotice.subject_kind == "challenge", PublicNotice.subject_id == self.market.key
        )
        key = self.session.scalar(query.order_by(PublicNotice.id.desc()).limit(1))
        given = {"grounds": cases.GROUNDS, "actor": self.result.objector}
        if key is not None and self.number % 2:
            filing.file_objection(self.session, key, **given, **self.cast.context)

    def answer(self, verb, reason):
        """The first that waits is admitted, or answered."""
        query = select(Objection).where(
            Objection.state.in_(["filed", "admissible"]), Objection.subject_id == self.market.key
        )
        row = self.session.scalar(query.order_by(Objection.id).limit(1))
        if row is None:
            return
        if row.state == "admissible":
            self.result.answer(row, verb, reason)
            return
        actor = self.result.reviewer
        deciding.admit(self.session, row.id, issue="总分汇总是否有误", actor=actor, **self.plain)

    def uphold(self):
        self.answer("uphold", cases.UPHELD)

    def dismiss(self):
        self.answer("dismiss", cases.DISMISSED)

    def award(self):
        self.result.award(f"武场景〔{self.cast.now.year}〕{next(_serial)}号")

    def give_up(self):
        """A winner says that it will not sign."""
        rows = self.pledges()
        if not rows:
            return self.cancel() if self.number % 4 == 0 else None
        row = rows[self.number % len(rows)]
        actor = self.bidder(row.organisation_id)
        forfeiting.decline(self.session, row.id, text="无力承接", **self.by(actor))

    def next_deadline(self):
        """When the clock has something to do again that this call brought with it; None: it has not."""
        query = select(Deadline.due_at).where(
            Deadline.fired_at.is_(None), Deadline.id > self.market.deadlines_before
        )
        return self.session.scalar(query.order_by(Deadline.due_at).limit(1))


def judges(market):
    """A panel, a reviewer of objections and somebody who objects."""
    cast = market.cast
    panel = [cases.expert(cast) for _ in range(5)]
    reviewer = factories.officer(cast.person(), "objection_reviewer")
    return panel, reviewer, cases.Actor(person_id=cast.person().id)
