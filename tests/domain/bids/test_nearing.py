"""Reminders before the deadline say nothing of who handed in, and come at the deadline's own time."""

from datetime import timedelta

from sqlalchemy import select

from scenario_market.domain.bids import nearing
from scenario_market.domain.bids.events import DeadlineNears
from scenario_market.domain.challenges import timing
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.outbox import EventRecord
from tests.domain.bids.desks import closes_in


def row(scene):
    scene.session.flush()
    query = select(Deadline).where(Deadline.kind == nearing.KIND)
    return scene.session.scalars(query).one()


def told(scene):
    query = select(EventRecord.payload).where(EventRecord.kind == DeadlineNears.kind)
    return [one["days"] for one in scene.session.scalars(query.order_by(EventRecord.id))]


def fire(scene, now):
    nearing.fire(scene.session, scene.challenge.id, now=now, city=scene.city)
    scene.session.flush()


def set_deadline(scene, now, **later):
    """As publication and every change of the deadline do."""
    until = scene.challenge.closes_at + timedelta(**later)
    timing.set_deadline_of(scene.session, scene.challenge, until, now=now, city=scene.city)


def test_all_are_reminded_three_days_before_and_on_the_last(scene):
    set_deadline(scene, scene.now)
    assert row(scene).due_at == closes_in(scene.challenge, days=3)
    fire(scene, closes_in(scene.challenge, days=3))
    assert row(scene).due_at == closes_in(scene.challenge, days=1)
    fire(scene, closes_in(scene.challenge, days=1))
    assert told(scene) == [3, 1]


def test_nothing_that_a_bidder_does_sets_a_clock(scene):
    workspace, actor = scene.begun()
    scene.handed_in(workspace, actor)
    assert scene.session.scalars(select(Deadline)).all() == []


def test_a_deadline_that_moved_away_is_reminded_of_at_its_own_time(scene):
    set_deadline(scene, scene.now)
    due_at = closes_in(scene.challenge, days=3)
    scene.challenge.closes_at += timedelta(days=14)
    fire(scene, due_at)
    assert told(scene) == []
    assert row(scene).due_at == closes_in(scene.challenge, days=3)


def test_a_deadline_that_moves_away_after_its_last_reminder_is_reminded_of_again(scene):
    set_deadline(scene, scene.now)
    last = closes_in(scene.challenge, days=1)
    row(scene).fired_at = last
    set_deadline(scene, last, days=14)
    found = row(scene)
    assert (found.due_at, found.fired_at) == (closes_in(scene.challenge, days=3), None)


def test_of_a_call_that_is_over_nobody_is_reminded(scene):
    set_deadline(scene, scene.now)
    due_at = closes_in(scene.challenge, days=3)
    scene.challenge.state = "cancelled"
    scene.session.flush()
    fire(scene, due_at)
    assert told(scene) == []
