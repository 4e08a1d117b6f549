"""Reminders before the deadline say nothing of who handed in, and come at the deadline's own time."""

from datetime import timedelta

from sqlalchemy import select

from scenario_market.domain.bids import nearing
from scenario_market.domain.bids.events import DeadlineNears
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


def test_whoever_begins_a_bid_is_reminded_three_days_before_and_on_the_last(scene):
    scene.begun()
    assert row(scene).due_at == closes_in(scene.challenge, days=3)
    fire(scene, closes_in(scene.challenge, days=3))
    assert row(scene).due_at == closes_in(scene.challenge, days=1)
    fire(scene, closes_in(scene.challenge, days=1))
    assert told(scene) == [3, 1]


def test_a_call_without_a_workspace_reminds_nobody(scene):
    assert scene.session.scalars(select(Deadline)).all() == []


def test_a_deadline_that_moved_away_is_reminded_of_at_its_own_time(scene):
    scene.begun()
    due_at = closes_in(scene.challenge, days=3)
    scene.challenge.closes_at += timedelta(days=14)
    fire(scene, due_at)
    assert told(scene) == []
    assert row(scene).due_at == closes_in(scene.challenge, days=3)


def test_of_a_call_that_is_over_nobody_is_reminded(scene):
    scene.begun()
    due_at = closes_in(scene.challenge, days=3)
    scene.challenge.state = "cancelled"
    scene.session.flush()
    fire(scene, due_at)
    assert told(scene) == []


def test_handing_in_moves_no_reminder(scene):
    workspace, actor = scene.begun()
    before = row(scene).due_at
    scene.handed_in(workspace, actor)
    assert row(scene).due_at == before
