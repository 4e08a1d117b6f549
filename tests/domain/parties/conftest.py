"""What the tests of parties share: senders that keep what they were given, a quick hasher, commands with defaults."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parties import (
    actors,
    invitations,
    organisations,
)
from scenario_market.domain.parties.models import Mandate
from scenario_market.vault.passwords import Argon2Passwords
from tests import factories
from tests.domain.parties.cases import FIELDS
from tests.domain.parties.door import GOOD, NUMBER, Door
from tests.factories import NOW, USCCS


class Sent(list):
    """A sender that keeps what it carried: (number, code)."""

    def __call__(self, mobile, code, **words):
        self.append(SimpleNamespace(mobile=mobile, code=code, **words))


@pytest.fixture
def sent():
    return Sent()


@pytest.fixture(scope="session")
def hasher():
    """argon2id with the product's own parameters."""
    return Argon2Passwords()


@pytest.fixture
def kinds(session):
    """The kinds of the events recorded so far, in order."""

    def kinds():
        session.flush()
        return list(session.scalars(select(EventRecord.kind).order_by(EventRecord.id)))

    return kinds


@pytest.fixture
def act(session):
    """The actor that a person is now, as a request would find him."""

    def act(person, now=NOW):
        session.flush()
        return actors.actor_of_person(session, person.id, now)

    return act


@pytest.fixture
def bring_in(session, city, sent, act):
    """Invite a person and let him accept; returns his mandate."""

    def bring_in(organisation, manager, person, *scopes, now=NOW, until=None):
        invitations.invite(
            session,
            organisation_id=organisation.id,
            mobile_text=person.mobile,
            scopes=scopes,
            mandate_expires_at=until,
            send=sent,
            actor=act(manager, now),
            now=now,
            city=city,
        )
        return invitations.accept(
            session, code=sent[-1].code, actor=act(person, now), now=now, city=city
        )

    return bring_in


@pytest.fixture
def founder(session):
    return factories.person(session)


@pytest.fixture
def organisation(session, city, founder, act):
    return organisations.register(
        session, uscc_text=USCCS[0], fields=FIELDS, actor=act(founder), now=NOW, city=city
    )


@pytest.fixture
def officer(session):
    return factories.officer(factories.person(session))


@pytest.fixture
def door(session, city, sent, hasher):
    return Door(session, city, sent, hasher)


@pytest.fixture
def member(session, hasher):
    return factories.person(session, mobile=NUMBER, password_hash=hasher.hash(GOOD))


@pytest.fixture
def clerk(session):
    return factories.person(session)


@pytest.fixture
def first(session, organisation):
    return session.scalar(select(Mandate).where(Mandate.organisation_id == organisation.id))
