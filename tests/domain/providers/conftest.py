"""A provider's people, the office's officers, and a complete profile."""

from types import SimpleNamespace

import pytest

from scenario_market.domain.moves import Reason
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.providers import admission, profile
from tests import factories
from tests.desk import Desk

COMPLETE = {
    "categories": ["diagnosis"],
    "service_types": ["诊断咨询"],
    "domains": ["智慧园区"],
    "introduction": "面向制造企业的数字化诊断。",
    "capabilities": "产线数据采集、能耗诊断、转型路线规划。",
    "contact_name": "联络员",
    "contact_mobile": "13900001111",
}


@pytest.fixture
def world(session, city):
    """One provider in draft with its keeper, a rival, a reviewer and two leads."""
    people = [factories.person(session) for _ in range(5)]
    organisation = factories.organisation(session, name="武汉甲公司")
    rival = factories.organisation(session, factories.USCCS[1], name="武汉乙公司")
    keeper = factories.provider_of(organisation, people[0])
    row = profile.open_profile(session, organisation.id, actor=keeper, now=factories.NOW)
    return SimpleNamespace(
        id=row.id,
        row=row,
        organisation=organisation,
        rival_organisation=rival,
        keeper=keeper,
        rival=factories.provider_of(rival, people[1]),
        reviewer=factories.officer(people[2]),
        lead=factories.officer(people[3], "office_lead"),
        other_lead=factories.officer(people[4], "office_lead"),
        people=people,
    )


@pytest.fixture
def edit(session, world, city):
    """Change one's own profile."""

    def do(**fields):
        return profile.edit_profile(
            session,
            world.id,
            fields,
            version=world.row.version,
            actor=world.keeper,
            now=factories.NOW,
            city=city,
        )

    return do


@pytest.fixture
def decide(session, world, city):
    """Make a move by its verb, as the actor."""

    def do(verb, actor, *, now=factories.NOW, reason=None, version=None):
        context = {"version": version, "actor": actor, "now": now}
        if verb in ("apply", "admit"):
            context["city"] = city
        if reason:
            context |= {"reason": Reason(reason, "已核实。"), "city": city}
        command = getattr(admission, verb if verb != "return" else "return_")
        return command(session, world.id, **context)

    return do


@pytest.fixture
def admitted(world, edit, decide):
    """The provider in the pool."""
    edit(**COMPLETE)
    decide("apply", world.keeper)
    decide("review", world.reviewer)
    return decide("admit", world.lead)


@pytest.fixture
def kinds(session):
    """The kinds of the events recorded so far."""

    def read(prefix="provider."):
        session.flush()
        rows = session.query(EventRecord).order_by(EventRecord.id)
        return [row.kind for row in rows if row.kind.startswith(prefix)]

    return read


@pytest.fixture
def office(database, tmp_path, city):
    """An officer who brings pools in."""
    return Desk(database, tmp_path, city, "pool")
