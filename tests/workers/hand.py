"""The line turned by hand, and readers of its mails."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain import clock, outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.jobs import Job
from scenario_market.domain.notices.models import Delivery
from scenario_market.domain.parties.events import OrganisationVerified
from scenario_market.domain.parties.models import Person
from scenario_market.workers import deliver, machine, runner
from scenario_market.workers.attempts import Leases
from scenario_market.workers.broker import make_broker
from scenario_market.workers.relay import Relay
from tests import factories
from tests.domain.demands import cases

MAIL = "reader@provider.example"


# What a message looks like does not depend on the database.
once = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Hand:
    """Turns the line by hand: relay and runner in this thread, so that a test decides what comes when."""

    def __init__(self, settings):
        self.settings = settings
        self.machine = machine.make_machine(settings)
        self.database, self.city = self.machine.database, self.machine.city
        self.leases = Leases(self.machine)
        self.relay = Relay(settings, self.database, make_broker(settings.redis_url))

    def turn(self):
        """Sequence, run every job, then carry every delivery that is due."""
        for _ in range(10):
            if not self.relay.step():
                break
            for job_id in self.due(Job):
                runner.handle(self.machine, self.leases, job_id)
            for delivery_id in self.due(Delivery):
                deliver.deliver(self.machine, self.leases, delivery_id)

    def due(self, model):
        with self.database.reading() as session:
            now = clock.now(session)
            return session.scalars(
                select(model.id).where(
                    model.done_at.is_(None), model.parked_at.is_(None), model.due_at <= now
                )
            ).all()

    def rows(self, model, *where):
        with self.database.reading() as session:
            return session.scalars(select(model).where(*where).order_by(model.id)).all()

    def put(self, change):
        with self.database.unit_of_work() as session:
            return change(session, clock.now(session))

    def later(self, **duration):
        self.put(lambda session, now: factories.move_clock(session, by=timedelta(**duration)))


def reader(session, actor, organisation, **columns):
    """Gives an actor a live mandate and an address."""
    now = clock.now(session)
    factories.mandate(session, organisation.id, actor.person_id, "offers", "manage")
    person = session.get(Person, actor.person_id)
    for name, value in ({"email": MAIL, "email_confirmed_at": now} | columns).items():
        setattr(person, name, value)
    session.flush()
    return person.id


def verified(hand, name="武汉测试科技有限公司", **columns):
    """An organisation with one reader, just verified: one event, one notice, one mail."""

    def change(session, now):
        cast = cases.cast(session, hand.city)
        organisation, actor = cast.provider(name=name)
        person_id = reader(session, actor, organisation, **columns)
        fact = OrganisationVerified(subject_id=organisation.id)
        outbox.record(session, fact, actor=SYSTEM, now=now)
        return organisation.id, person_id

    return hand.put(change)


def matched(hand):
    return hand.rows(Delivery, Delivery.template == "demand_matched")


def body(message, kind):
    return message.get_body((kind,)).get_content()


def undo(session, model, key, now):
    row = session.get(model, key)
    row.done_at, row.leased_until, row.holder, row.due_at = None, None, None, now
