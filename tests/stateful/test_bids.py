"""Bids under a random play of acts, many of them at once, on PostgreSQL: from the draft to a pledge signed or lost.

Before the opening what a bid is stands in its envelope alone: the test holds a model of it, and compares what is
opened with it.
"""

from datetime import timedelta
from functools import partial
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from scenario_market.documents.files import Directory
from scenario_market.domain import clock
from scenario_market.domain.bids import opening
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.errors import DomainError
from scenario_market.workers.clock import fire_due
from scenario_market.workers.opening import Unsealer
from tests import factories
from tests.crowd import at_once
from tests.factories import NOW
from tests.stateful.bid_books import Books
from tests.stateful.bidders import COLLEAGUES, ORGANISATIONS, Bidder, Market
from tests.stateful.books import check_chain
from tests.stateful.office import Office, judges
from tests.stateful.signing import with_passwords
from tests.stateful.workspaces import Ledger

# Of all acts: drawn one by one, they would nearly all be the first and simplest.
SEED = st.integers(0, 2**32 - 1)
HOW = ("one by one", "at once", "the same")
# What a bidder may try; handing in comes often, so that something is opened.
VERBS = ("begin", "save", "write_over", "withdraw", "invite", "invite", "consent", "consent")
VERBS += ("decline", "call_back", "leave", "amend", *("hand_in",) * 6)
LAST = (*("hand_in",) * 4, "save", "withdraw")  # while the deadline passes
ROUNDS_SEALED = 4  # then the deadline passes


def _drawn(random, place=None):
    """An act: what, of which organisation, by which of its people, and how."""
    place = random.randrange(ORGANISATIONS) if place is None else place
    return random.choice(VERBS), place, random.randrange(COLLEAGUES), random.randrange(120)


class Bids(Books):
    """One call, several organisations, and everybody who may act on their bids."""

    def __init__(self, database, city, root):
        self.database, self.city, self.root = database, city, root
        self.ledger = Ledger()

    def play(self, random, *, winners, rounds):
        """All rounds; the books hold after each."""
        self.publish(winners)
        for _ in range(ROUNDS_SEALED):
            self.bidders_act(random)
            self.the_books_hold()
        self.deadline_passes(random)
        for _ in range(rounds):
            self.the_office_goes_on(random)
            self.the_books_hold()
        check_chain(self.database)

    def publish(self, winners):
        with self.database.unit_of_work() as session:
            factories.move_clock(session, by=NOW - clock.now(session))
            self.market = Market(session, self.city, winners=winners)
            self.market.judges = judges(self.market)
            with_passwords(session)
        for place in range(ORGANISATIONS - 1):
            self.act(("begin", place, 0, 0))

    def act(self, act):
        """One act in its own transaction; what a rule refuses leaves nothing."""
        verb, place, colleague, number = act
        try:
            with self.database.unit_of_work() as session:
                made = Bidder(self.market, session, place, colleague, number).do(verb)
        except DomainError:
            return
        if verb == "amend":
            self.ledger.material.append(made)
        elif made is not None:
            self.ledger.entries.append(made)

    def bidders_act(self, random):
        """One by one, several at once, or all the same."""
        acts, how = [_drawn(random) for _ in range(8)], random.choice(HOW)
        if how == "one by one":
            for act in acts:
                self.act(act)
        else:
            self.act(acts[0])
            at_once(*(partial(self.act, acts[1] if how == "the same" else one) for one in acts[:4]))

    def deadline_passes(self, random):
        """While all act, again and again; two clocks close the call, and open it at once."""
        acts = [(random.choice(LAST), *_drawn(random, place)[1:]) for place in range(ORGANISATIONS)]
        number = random.randrange(60)
        with self.database.unit_of_work() as session:
            until = session.get(Challenge, self.market.key).closes_at
            before = timedelta(milliseconds=number)
            factories.move_clock(session, by=until - clock.now(session) - before)

        def press(act):
            while self.state() == "open":
                self.act(act)
            self.act(act)

        clocks = [partial(self.close, 2), partial(self.close, 1 + number % 3)]
        at_once(*clocks, *(partial(press, one) for one in acts))
        assert all(one.at < until for one in self.ledger.entries)
        self.compare_with_what_was_handed_in()

    def close(self, batch):
        while self.state() == "open":
            fire_due(self.database, self.city)
        self.open_all(batch)

    def state(self):
        with self.database.reading() as session:
            query = select(Challenge.state).where(Challenge.id == self.market.key)
            return session.scalar(query)

    def open_all(self, batch):
        wrapped, opener = self.market.cast.sealing.kept.wrapped, self.market.scene.opener
        with self.database.reading() as session:
            waiting, now = opening.waiting(session, self.market.key), clock.now(session)
        private = opener.unlock(wrapped, challenge_id=self.market.key, now=now)
        given = {"opening": opener, "private_key": private}
        store = Unsealer(Directory(self.root))
        for start in range(0, len(waiting), batch):
            keys = waiting[start : start + batch]
            with self.database.reading() as session:
                found = opening.read(session, self.market.key, keys, store=store, **given)
            with self.database.unit_of_work() as session:
                opening.enter(session, self.market.key, found, now=clock.now(session))
        with self.database.unit_of_work() as session:
            opening.finish(session, self.market.key, now=clock.now(session))

    def the_office_goes_on(self, random):
        """And bidders, owner, panel; at times on the day on which the clock comes too."""
        numbers, how = [random.randrange(120) for _ in range(8)], random.choice(HOW)
        if how == "one by one":
            for number in numbers:
                self.go(self.likely(number), number)
            return
        if how == "the same":
            self.move_to_next_deadline()
        calls = [partial(self.go, self.likely(one), one) for one in numbers[:3]]
        at_once(calls[0], *calls, partial(fire_due, self.database, self.city))

    def move_to_next_deadline(self):
        """Somebody waited for this day."""
        with self.database.unit_of_work() as session:
            due, now = Office(self.market, session, 0).next_deadline(), clock.now(session)
            if due is not None and due > now:
                factories.move_clock(session, by=due - now)

    def likely(self, number):
        with self.database.reading() as session:
            if number == 7:
                return "cancel"
            verbs = Office(self.market, session, number).likely()
            return verbs[number % len(verbs)]

    def go(self, verb, number):
        try:
            with self.database.unit_of_work() as session:
                Office(self.market, session, number).do(verb)
        except DomainError:
            pass


def run(database, city, root, *, examples, rounds):
    # Without shrinking: what happens at once is not found again by taking steps away.
    @settings(
        max_examples=examples,
        phases=(Phase.generate,),
        deadline=None,
        database=None,
        print_blob=True,
    )
    @given(seed=SEED, winners=st.integers(1, 2))
    def play(seed, winners):
        Bids(database, city, root).play(Random(seed), winners=winners, rounds=rounds)

    play()


def test_whatever_is_done_with_bids_the_books_hold(postgres, city, tmp_path):
    run(postgres, city, tmp_path, examples=4, rounds=9)


@pytest.mark.full
def test_whatever_is_done_with_bids_the_books_hold_at_length(postgres, city, tmp_path):
    run(postgres, city, tmp_path, examples=60, rounds=14)
