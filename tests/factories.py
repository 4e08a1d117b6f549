"""Rows that tests start from, made with as few columns as each needs. Behaviour under test uses the commands."""

from datetime import UTC, datetime, timedelta
from itertools import count

from scenario_market.domain.actor import Actor
from scenario_market.domain.clock import ClockOffset
from scenario_market.domain.parties.models import Mandate, Organisation, Person

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)  # a Monday, 09:30 in Wuhan
USCCS = ("91350100M000100Y43", "91110000802100433B", "914403001922038216", "91440300708461136T")
_serial = count(1)


def person(session, **columns):
    """A person with a mobile number of its own."""
    n = next(_serial)
    row = Person(
        **{"mobile": f"139{n:08}", "name": f"测试{n}", "created_at": NOW, "updated_at": NOW}
        | columns
    )
    session.add(row)
    session.flush()
    return row


def move_clock(session, by):
    """Time passes: as ``clock.move``, of which nobody is to be told."""
    row = session.get(ClockOffset, 1) or ClockOffset(id=1, seconds=0.0)
    row.seconds += by.total_seconds()
    session.add(row)
    session.flush()


def organisation(session, uscc=USCCS[0], **columns):
    """A verified organisation."""
    row = Organisation(
        **{"name": "测试单位", "state": "verified", "created_at": NOW, "updated_at": NOW} | columns,
        uscc=uscc,
    )
    session.add(row)
    session.flush()
    return row


def mandate(session, organisation_id, person_id, *scopes, **columns):
    """A 授权书 in the books, live for a hundred years."""
    row = Mandate(
        **{"starts_at": NOW, "expires_at": later(days=36_500)}
        | {"created_at": NOW, "updated_at": NOW}
        | columns,
        organisation_id=organisation_id,
        person_id=person_id,
        scopes=list(scopes or ("demands", "offers", "profile", "manage")),
    )
    session.add(row)
    session.flush()
    return row


def owner_of(organisation, person):
    """Who may post needs for an organisation."""
    return Actor(
        person_id=person.id,
        roles=frozenset({"enterprise"}),
        mandates={organisation.id: frozenset({"demands", "manage"})},
    )


def provider_of(organisation, person):
    """Who may keep the profile of an organisation and answer in its name."""
    return Actor(
        person_id=person.id,
        roles=frozenset({"provider"}),
        mandates={organisation.id: frozenset({"offers", "profile", "manage"})},
    )


def officer(person, *roles):
    """An officer with the roles."""
    return Actor(person_id=person.id, roles=frozenset(roles or {"office_reviewer"}))


def later(**duration):
    """An instant after the one that tests start from."""
    return NOW + timedelta(**duration)
