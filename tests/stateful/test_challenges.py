"""Calls under a random play of acts, some of them at once, on PostgreSQL: whatever was done, the books hold."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as play
from sqlalchemy import func, select

from scenario_market.domain import clock
from scenario_market.domain.challenges.models import (
    Challenge,
    ChallengeApproval,
    ChallengeVersion,
    ChallengeWriter,
)
from scenario_market.domain.challenges.states import CHALLENGE_MOVES, HIDDEN
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.errors import DomainError
from scenario_market.domain.outbox import EventRecord
from tests import factories
from tests.crowd import at_once
from tests.domain.challenges import cases
from tests.stateful.books import check_chain, check_moves
from tests.stateful.calls import Acts, likely

START = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)
WHICH, NUMBER = st.integers(0, 5), st.integers(0, 120)
LATE = {"starts_on": "2099-01-01", "ends_on": "2099-12-31"}
PROGRAMMES = st.sampled_from(["scenario_challenge", "major_project"])


class Calls(RuleBasedStateMachine):
    """A few calls, on needs and without, and everybody who may act on them."""

    database = city = None

    def __init__(self):
        super().__init__()
        self.keys, self.seen, self.touched = [], {}, set()
        with self.database.unit_of_work() as session:
            factories.move_clock(session, by=START - clock.now(session))
            self.cast = cases.cast(session, self.city)
            self.cast.now = clock.now(session)

    @initialize(programme=PROGRAMMES)
    def some_are_under_way(self, programme):
        """One of each kind that chance would take long to bring about; the first on a need."""
        self.begin(self._on_a_need)
        for state in ("reviewed", "ready", "opened"):
            self.begin(lambda cast, state=state: getattr(cast, state)(programme=programme))

    def _on_a_need(self, cast):
        demand, owner = cast.listed(**LATE), cast.owner
        cast.owner = cast.author
        try:
            return cast.drafted_from_demand(demand)
        finally:
            cast.owner = owner

    def begin(self, make):
        with self.database.unit_of_work() as session:
            self.cast.session, self.cast.now = session, clock.now(session)
            row = make(self.cast)
            session.flush()
            self.keys.append(row.id)
            self.touched.add(row.id)

    @rule(which=WHICH, steps=st.integers(1, 4), number=NUMBER)
    def go_on(self, which, steps, number):
        """Along the usual way, over the deadline where it leads there."""
        for step in range(steps):
            if number % 2:
                self.wait_for_deadline(self.keys[which % len(self.keys)])
            self.act(which, "forward", number + step)

    def wait_for_deadline(self, key):
        with self.database.unit_of_work() as session:
            row, now = session.get(Challenge, key), clock.now(session)
            if row.state == "open" and row.closes_at > now:
                factories.move_clock(session, by=row.closes_at - now)

    @rule(which=WHICH, numbers=st.lists(NUMBER, min_size=4, max_size=8))
    def some_act(self, which, numbers):
        for number in numbers:
            self.act(which, self.verb(which, number), number)

    @rule(which=WHICH, numbers=st.lists(NUMBER, min_size=2, max_size=3))
    def some_act_at_once(self, which, numbers):
        acts = [(self.verb(which, number), number) for number in numbers]
        at_once(*(partial(self.act, which, *one) for one in acts))

    @rule(which=WHICH, number=NUMBER)
    def two_do_the_same(self, which, number):
        self.some_act_at_once(which=which, numbers=[number, number])

    def verb(self, which, number):
        with self.database.reading() as session:
            return likely(session.get(Challenge, self.keys[which % len(self.keys)]).state, number)

    def act(self, which, verb, number):
        """One act in its own transaction; what a rule refuses leaves nothing."""
        key = self.keys[which % len(self.keys)]
        self.touched.add(key)
        try:
            with self.database.unit_of_work() as session:
                now = clock.now(session)
                made = getattr(Acts(self.cast, session, now, key, number), verb)()
                session.flush()
                fresh = made.id if isinstance(made, Challenge) else key
        except DomainError:
            return
        if fresh not in self.keys:
            self.keys.append(fresh)  # a next round
            self.touched.add(fresh)

    @rule(days=st.integers(0, 20))
    def time_passes(self, days):
        with self.database.unit_of_work() as session:
            factories.move_clock(session, by=timedelta(days=days))

    @invariant()
    def the_books_hold(self):
        keys, self.touched = self.touched, set()
        if keys:
            self.look(keys)

    def look(self, keys):
        with self.database.reading() as session:
            rows = session.scalars(select(Challenge).where(Challenge.id.in_(keys))).all()
            for row in rows:
                check_moves(session, row, CHALLENGE_MOVES, first="draft", codes=self.city.codes)
                self.check_versions(session, row)
                self.check_rules(row)
                self.check_times(session, row)
                self.check_signatures(session, row)
                self.check_need(session, row)
                self.check_what_never_changes(row)

    def check_versions(self, session, row):
        query = select(ChallengeVersion).where(ChallengeVersion.challenge_id == row.id)
        versions = session.scalars(query.order_by(ChallengeVersion.number)).all()
        assert [one.number for one in versions] == list(range(1, row.content_number + 1))
        material = [one.number for one in versions if one.is_material]
        assert row.reconfirm_number == (material[-1] if material else 0)
        if row.published_at is not None:
            assert material[0] == row.published_number
            assert versions[-1].content["closes_at"] == row.closes_at.isoformat()
            assert versions[-1].content["metrics"] == row.metrics

    def check_rules(self, row):
        if row.state == "draft":
            return
        if row.state == "cancelled" and row.content_number == 0:
            return  # given up before it was handed in
        assert sum(one["weight"] for one in row.rules["criteria"]) == 100
        assert row.rules["bids_min"] >= row.rules["winners"]

    def check_times(self, session, row):
        query = select(Deadline).where(Deadline.subject_id == row.id, Deadline.fired_at.is_(None))
        owed = {one.kind: one.due_at for one in session.scalars(query)}
        assert owed.get("challenge_publish") == row.publish_at
        if row.publish_at is not None:
            assert row.state == "approved"
        if row.state == "open":
            assert row.opens_at < row.questions_close_at < row.closes_at
            assert owed["challenge_close"] == row.closes_at
        if row.state in HIDDEN:
            assert (row.published_at, row.number, row.public_key) == (None, None, None)
        if row.published_at is None:
            public = select(func.count()).where(
                EventRecord.subject_kind == "challenge",
                EventRecord.subject_id == row.id,
                EventRecord.is_public,
            )
            assert session.scalar(public) == 0

    def check_signatures(self, session, row):
        writers = set(
            session.scalars(
                select(ChallengeWriter.person_id).where(ChallengeWriter.challenge_id == row.id)
            )
        )
        signed = select(ChallengeApproval).where(ChallengeApproval.challenge_id == row.id)
        rows = session.scalars(signed).all()
        assert not writers & {one.person_id for one in rows}
        if row.state == "approved":
            given = [one for one in rows if one.number == row.content_number and not one.is_joint]
            assert len(given) == row.rules["approvals"]

    def check_need(self, session, row):
        if row.demand_id is None:
            return
        state = session.get(Demand, row.demand_id).state
        converted = row.published_at is not None or row.round_number > 1
        assert state == "converted" if converted else state in ("listed", "expired", "converted")

    def check_what_never_changes(self, row):
        """A number once given, the version going up, the deadline never moved nearer."""
        before = self.seen.get(row.id)
        now = (row.version, row.number, row.closes_at, row.published_at)
        if before is not None:
            assert row.version >= before[0]
            assert before[1] in (None, row.number)
            assert before[2] is None or row.closes_at >= before[2]
            assert before[3] in (None, row.published_at)
        self.seen[row.id] = now

    def teardown(self):
        self.look(self.keys)
        with self.database.reading() as session:
            rounds = select(Challenge.previous_id).where(Challenge.previous_id.is_not(None))
            previous = session.scalars(rounds).all()
            assert len(previous) == len(set(previous))
        check_chain(self.database)


def run(postgres, city, **limits):
    machine = type("Played", (Calls,), {"database": postgres, "city": city})
    quiet = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    # Without shrinking: what happens at once is not found again by taking steps away.
    phases = (Phase.explicit, Phase.generate)
    limits |= {"phases": phases, "print_blob": True, "database": None}
    play(machine, settings=settings(deadline=None, suppress_health_check=quiet, **limits))


def test_whatever_is_done_to_calls_the_books_hold(postgres, city):
    run(postgres, city, max_examples=15, stateful_step_count=20)


@pytest.mark.full
def test_whatever_is_done_to_calls_the_books_hold_at_length(postgres, city):
    run(postgres, city, max_examples=150, stateful_step_count=50)
