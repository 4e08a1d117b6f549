"""The machines of project and milestone, played at random by actors at the same time, on real PostgreSQL.

Whatever they do: no state outside the tables, no change without its event and no event without its change, weights of
100, one open change, no tranche twice, a call complete just when its projects have ended, and a whole chain.
"""

import threading
from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as play
from sqlalchemy import select

from scenario_market.domain import audit
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.errors import DomainError
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.projects.models import Milestone, Project
from scenario_market.domain.projects.records import PlanChange, PlanVersion, TrancheRelease
from scenario_market.domain.projects.states import (
    ENDED,
    MILESTONE_MOVES,
    PROJECT_MOVES,
    MilestoneState,
    ProjectState,
)
from scenario_market.domain.sequence import sequence
from scenario_market.persistence.database import Database
from tests.domain.projects import acts, cases, jury
from tests.domain.projects.ways import MILESTONE_ACTS, ON_MILESTONE, ON_PROJECT, PROJECT_ACTS

TABLES = {"project": PROJECT_MOVES, "milestone": MILESTONE_MOVES}
OF_MOVES = {move.event.kind for moves in TABLES.values() for move in moves.values()}
one_act = st.one_of(
    st.tuples(st.sampled_from(MILESTONE_ACTS), st.integers(0, 1), st.integers(1, 3)),
    st.tuples(st.sampled_from(sorted(PROJECT_ACTS)), st.integers(0, 1), st.just(0)),
)


class Delivery(RuleBasedStateMachine):
    """Two projects of one race; each step lets two actors act at once, or lets days pass."""

    database: Database
    city: object

    @initialize()
    def begin(self):
        with self.database.unit_of_work() as session:
            cast = cases.cast(session, self.city)
            challenge = cast.challenge(programme="major_project")
            projects = [cast.active(challenge) for _ in range(2)]
            self.challenge_id = challenge.id
            self.projects = [project.id for project in projects]
            self.milestones = {
                (place, number): cast.milestone(project, number).id
                for place, project in enumerate(projects)
                for number in (1, 2, 3)
            }
            for _ in range(3):
                jury.judge(cast)
        self.cast = cast

    def call(self, act):
        """An act as a call on a session: by a cast of its own."""
        name, place, number = act
        project = SimpleNamespace(id=self.projects[place])

        def run(session):
            cast = replace(self.cast, session=session)
            if number:
                key = self.milestones[place, number]
                getattr(acts, name)(cast, SimpleNamespace(id=key, project_id=project.id))
            else:
                PROJECT_ACTS[name](cast, project)

        return run

    def at_once(self, *calls):
        """Refusals are answers; anything else ends the play."""
        barrier, faults = threading.Barrier(len(calls)), []

        def run(call):
            barrier.wait()
            try:
                with self.database.unit_of_work() as session:
                    call(session)
            except DomainError:
                pass
            except Exception as error:
                faults.append(error)

        threads = [threading.Thread(target=run, args=[call]) for call in calls]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert faults == []

    @rule(first=one_act, second=one_act)
    def two_act_at_once(self, first, second):
        self.at_once(self.call(first), self.call(second))

    def follow(self, way, place, number):
        for step in way:
            first, _, second = step.partition("|")
            self.at_once(
                self.call((first, place, number)), self.call((second or first, place, number))
            )

    @rule(way=st.sampled_from(ON_MILESTONE), place=st.integers(0, 1), number=st.integers(1, 3))
    def a_milestone_goes_its_way(self, way, place, number):
        self.follow(way, place, number)

    @rule(way=st.sampled_from(ON_PROJECT), place=st.integers(0, 1))
    def a_project_goes_its_way(self, way, place):
        self.follow(way, place, 0)

    @rule(place=st.integers(0, 1), way=st.sampled_from(ON_PROJECT[-2:]))
    def everything_is_reached_and_presented(self, place, way):
        for number in (1, 2, 3):
            self.follow(("begin", "submit", "confirm", "accept"), place, number)
            self.follow(("gate",) if number == 1 else (), place, 0)
        self.follow(way, place, 0)

    @rule(days=st.integers(1, 45))
    def days_pass(self, days):
        self.cast.passes(days=days)
        clocks = [self.call(("clock", *which)) for which in self.milestones]
        self.at_once(*clocks, *clocks)

    def changes(self, session, kind, keys):
        query = select(StateChange, EventRecord.kind).join(
            EventRecord, EventRecord.id == StateChange.event_id
        )
        mine = StateChange.subject_kind == kind, StateChange.subject_id.in_(keys)
        return session.execute(query.where(*mine).order_by(StateChange.id)).all()

    @invariant()
    def every_state_is_reached_by_moves_of_the_table_with_their_events(self):
        with self.database.reading() as session:
            for model, states in ((Project, ProjectState), (Milestone, MilestoneState)):
                kind = model.__tablename__
                keys = self.projects if model is Project else list(self.milestones.values())
                begins = next(iter(states))
                standing = dict.fromkeys(keys, begins)
                told = set()
                for change, event in self.changes(session, kind, keys):
                    move = TABLES[kind][change.verb]
                    assert change.source == standing[change.subject_id]
                    assert change.source in move.sources
                    assert (change.target, event) == (move.target, move.event.kind)
                    assert bool(move.reasons) == (change.reason_code is not None)
                    standing[change.subject_id] = change.target
                    told.add(change.event_id)
                rows = session.scalars(select(model).where(model.id.in_(keys)))
                assert {row.id: row.state for row in rows} == standing
                events = select(EventRecord.id).where(
                    EventRecord.subject_kind == kind,
                    EventRecord.subject_id.in_(keys),
                    EventRecord.kind.in_(OF_MOVES),
                )
                assert set(session.scalars(events)) == told

    @invariant()
    def plan_money_and_call_are_in_order(self):
        with self.database.reading() as session:
            rows = session.scalars(select(Project).where(Project.id.in_(self.projects))).all()
            for project in rows:
                weights = select(Milestone.weight).where(Milestone.project_id == project.id)
                assert sum(session.scalars(weights)) == 100
                numbers = select(PlanVersion.number).where(PlanVersion.project_id == project.id)
                kept = sorted(session.scalars(numbers))
                assert kept == list(range(1, project.plan_number + 1))
                released = select(TrancheRelease.amount_fen).where(
                    TrancheRelease.project_id == project.id
                )
                assert sum(session.scalars(released)) <= project.reward_fen
                waiting = select(PlanChange.id).where(
                    PlanChange.project_id == project.id, PlanChange.decided_at.is_(None)
                )
                pending = project.state == ProjectState.CHANGE_PENDING
                assert len(session.scalars(waiting).all()) == pending
            over = all(project.state in ENDED for project in rows)
            challenge = session.get_one(Challenge, self.challenge_id)
            assert challenge.state == ("completed" if over else "in_delivery")

    def teardown(self):
        with self.database.unit_of_work() as session:
            while len(sequence(session, lambda kind: (), limit=500)):
                pass
        with self.database.reading() as session:
            assert audit.verify(session).broken is None


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("examples", [5, pytest.param(40, marks=pytest.mark.full)])
def test_whatever_actors_do_at_once_the_machines_hold(database, city, examples):
    play(
        type("Played", (Delivery,), {"database": database, "city": city}),
        settings=settings(
            max_examples=examples,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],  # a play of threads does not shrink
            suppress_health_check=list(HealthCheck),
        ),
    )
