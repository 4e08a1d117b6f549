"""The clock's own way with calls: it publishes as planned, with keys of its own, and closes at the deadline."""

from datetime import timedelta

from sqlalchemy import select

from scenario_market.domain import clock
from scenario_market.domain.challenges import publishing
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.keys import officers
from scenario_market.domain.outbox import EventRecord
from scenario_market.workers.clock import COMMANDS, fire_due, sealing
from tests import factories
from tests.domain.challenges import cases
from tests.domain.keys.holders import PASSPHRASE, actor_of
from tests.workers import bidding


def planned(settings, database, city):
    """A call whose publication is planned for tomorrow; its key, and the cast."""
    with database.unit_of_work() as session:
        cast = cases.cast(session, city)
        cast.now = clock.now(session)
        row = cast.ready()
        publishing.schedule(
            session,
            row.id,
            actor=cast.lead,
            version=None,
            publish_at=cast.now + timedelta(days=1),
            **cast.context,
        )
        return row.id


def enrol(settings, database):
    """Two key officers, by the keys of the installation."""
    keys = bidding.quick(settings)
    with database.unit_of_work() as session:
        for number in (1, 2):
            actor = actor_of(session)
            new = keys.enrol(actor.person_id, PASSPHRASE.format(number))
            officers.enrol(session, new=new, actor=actor, now=clock.now(session))


def later(database, **duration):
    with database.unit_of_work() as session:
        factories.move_clock(session, by=timedelta(**duration))


def read(database, query):
    with database.reading() as session:
        return session.scalars(query).all()


def call(database, key):
    (row,) = read(database, select(Challenge).where(Challenge.id == key))
    return row


def test_the_clock_publishes_as_planned_and_closes_at_the_deadline(settings, database, city):
    enrol(settings, database)
    key = planned(settings, database, city)
    commands = {**COMMANDS, **sealing(settings)}
    assert fire_due(database, city, commands) == 0
    later(database, days=1)
    fire_due(database, city, commands)
    row = call(database, key)
    assert row.state == "open"
    assert len(row.public_key) > 32  # with its attestation
    later(database, days=36)
    fire_due(database, city, commands)
    assert call(database, key).state == "closed"
    left = select(Deadline.kind).where(Deadline.subject_id == key, Deadline.fired_at.is_(None))
    assert read(database, left) == []
    assert read(database, select(Deadline.error).where(Deadline.error.is_not(None))) == []


def test_without_key_officers_the_clock_publishes_nothing_and_says_so(settings, database, city):
    key = planned(settings, database, city)
    later(database, days=1)
    fire_due(database, city, {**COMMANDS, **sealing(settings)})
    assert call(database, key).state == "approved"
    missed = select(EventRecord).where(EventRecord.kind == "challenge.publication_missed")
    (event,) = read(database, missed)
    assert event.payload == {"rules": ["keys: key_officers_missing"]}
