"""The clock of a published call: halfway it is looked at, and the end of questions moves the deadline once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain import clock
from scenario_market.domain.challenges import asking
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.outbox import EventRecord
from scenario_market.workers.clock import fire_due
from tests.domain.challenges import cases
from tests.factories import move_clock


@pytest.fixture
def scene(database, city):
    """A call that the commands published now, with a question: its key."""
    with database.unit_of_work() as session:
        cast = cases.cast(session, city)
        cast.now = clock.now(session)
        call = cast.opened()
        organisation, actor = cast.provider()
        asking.ask(
            session,
            call.id,
            actor=actor,
            now=cast.now,
            city=city,
            organisation_id=organisation.id,
            text="是否允许停线标定？",
        )
        return call.id


def facts(database, call_id):
    """Kinds of what the clock did, and the call as it is."""
    with database.reading() as session:
        kinds = session.scalars(
            select(EventRecord.kind)
            .where(EventRecord.actor_person_id.is_(None))
            .order_by(EventRecord.id)
        ).all()
        return kinds, session.get(Challenge, call_id)


def test_the_clock_looks_halfway_and_ends_questions_and_closes_at_the_moved_deadline(
    scene, database, city
):
    _, before = facts(database, scene)

    def at(instant):
        with database.unit_of_work() as session:
            move_clock(session, instant - clock.now(session) + timedelta(seconds=1))
        while fire_due(database, city):
            pass

    at(before.opens_at + (before.closes_at - before.opens_at) / 2)
    kinds, _ = facts(database, scene)
    assert kinds == ["challenge.interest_low"]
    at(before.questions_close_at)
    kinds, moved = facts(database, scene)
    assert kinds[1:] == ["question.overdue", "challenge.amended"]
    assert moved.closes_at > before.closes_at
    at(before.closes_at)
    assert facts(database, scene)[1].state == "open"
    at(moved.closes_at)
    kinds, closed = facts(database, scene)
    assert closed.state == "closed"
    assert kinds[3:] == ["challenge.closed", "question.lapsed"]
