"""A listed demand that was matched with a provider, and clients of all sides."""

import copy

import pytest
from sqlalchemy import select

from scenario_market.domain import clock
from scenario_market.domain.matching.records import Match
from scenario_market.domain.parties.models import RoleGrant
from scenario_market.workers import machine as workers
from scenario_market.workers import runner
from scenario_market.workers.attempts import Leases
from tests import factories
from tests.api.kept import begun
from tests.domain.demands import cases
from tests.factories import NOW
from tests.workers.test_pipeline import FITS, provider

# Rules that no database has a say in are tried on one.
once = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FIELDS = {"starts_on": "2099-01-01", "ends_on": "2099-12-31"}


@pytest.fixture
def scene(database, city, settings, client_of):
    """A listed demand, matched by the worker's own functions with a fitting provider; clients of all sides."""
    keys = copy.deepcopy(begun("scene", settings, lambda: _matched(database, city, settings)))
    return {name: client_of(key) for name, key in keys["people"].items()}, keys


def _matched(database, city, settings):
    """The keys of the scene."""
    with database.unit_of_work() as session:
        cast = cases.cast(session, city)
        cast.now = clock.now(session)
        row = provider(cast, FITS, districts=["420106"])
        suspended = provider(cast, FITS, state="suspended")

        def mandated(organisation_id, *scopes):
            person = cast.person()
            factories.mandate(session, organisation_id, person.id, *scopes)
            return person.id

        lead = cast.person()
        session.add(RoleGrant(person_id=lead.id, role="office_lead", starts_at=NOW))
        people = {
            "provider": mandated(row.organisation_id, "offers", "profile"),
            "clerk": mandated(row.organisation_id, "profile"),
            "rival": mandated(suspended.organisation_id, "offers", "profile"),
            "owner": mandated(cast.owner_organisation.id, "demands"),
            "office": lead.id,
        }
        demand = cast.listed(**FIELDS)
        keys = {
            "demand": demand.id,
            "provider": row.id,
            "rival": suspended.id,
            "organisation": row.organisation_id,
            "people": people,
        }
    work_off(settings, database)
    with database.reading() as session:
        keys["match"] = session.scalars(
            select(Match.id).where(Match.provider_id == keys["provider"])
        ).one()
    return keys


def work_off(settings, database):
    """Sequence and run what is owed, in this thread."""
    from scenario_market.domain.jobs import Job
    from scenario_market.workers.broker import make_broker
    from scenario_market.workers.relay import Relay

    machine = workers.make_machine(settings)
    relay = Relay(settings, database, make_broker(settings.redis_url))
    for _ in range(
        50
    ):  # a step takes one batch, and a world that many tests share has more than one
        if not relay.step():
            break
    with database.reading() as session:
        jobs = session.scalars(select(Job.id).where(Job.done_at.is_(None))).all()
    for job_id in jobs:
        runner.handle(machine, Leases(machine), job_id)
    machine.database.close()


def ok(answer, status=200):
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.json


def problem(answer, status):
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.json["code"]
