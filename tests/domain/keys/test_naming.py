"""Who is to hold keys is asked for by one and confirmed by who holds one; the first two by the command line."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import AlreadyDone, NotPermitted, RuleRefused
from scenario_market.domain.events import REGISTRY
from scenario_market.domain.keys import naming, officers
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parties import actors, roles
from scenario_market.domain.parties.models import RoleGrant
from scenario_market.domain.todos import of_keys
from tests import factories
from tests.domain.keys.holders import actor_of, enrolled, vaults
from tests.factories import NOW, later


@pytest.fixture(scope="module")
def vault():
    return vaults()


@pytest.fixture
def boss(session):
    return factories.officer(factories.person(session), "administrator")


@pytest.fixture
def somebody(session):
    return factories.person(session)


def ask(session, boss, somebody, now=NOW):
    return naming.ask(session, person_id=somebody.id, actor=boss, now=now)


def confirm(session, row, actor, now=NOW):
    return naming.confirm(session, row.id, actor=actor, now=now, version=None)


def refused(call, *arguments, **more):
    with pytest.raises((RuleRefused, AlreadyDone)) as found:
        call(*arguments, **more)
    return found.value.rule


def held_by(session, person, now=NOW):
    return actors.actor_of_person(session, person.id, now).roles


def test_one_asks_another_who_holds_a_key_confirms_and_both_are_public(
    session, vault, boss, somebody, city
):
    keeper, _ = enrolled(session, vault)
    row = ask(session, boss, somebody)
    assert held_by(session, somebody) == frozenset()
    (step,) = of_keys.waiting(session, row.id, city)
    assert (step.kind, step.party) == ("key_naming_confirm", "role:key_officer")
    confirm(session, row, keeper)
    assert held_by(session, somebody) == {"key_officer"}
    assert of_keys.waiting(session, row.id, city) == []
    told = session.scalars(
        select(EventRecord).where(EventRecord.subject_kind == "key_naming").order_by(EventRecord.id)
    ).all()
    assert [(one.kind, REGISTRY[one.kind].public) for one in told] == [
        ("key_naming.asked", True),
        ("key_naming.confirmed", True),
    ]
    assert [one.actor_person_id for one in told] == [boss.person_id, keeper.person_id]


def test_no_administrator_names_a_key_officer_alone_nor_two_of_them_together(
    session, vault, boss, somebody, city
):
    enrolled(session, vault)
    other = factories.officer(factories.person(session), "administrator")
    row = ask(session, boss, somebody)
    assert refused(ask, session, other, somebody) == "key_naming_asked"
    for actor in (boss, other):
        with pytest.raises(NotPermitted):
            confirm(session, row, actor)
        granting = {"person_id": somebody.id, "role": "key_officer", "actor": actor}
        assert refused(roles.grant, session, now=NOW, city=city, **granting) == "named_by_two"
    assert held_by(session, somebody) == frozenset()


def test_who_has_the_role_and_no_key_confirms_nobody(session, vault, boss, somebody):
    enrolled(session, vault)
    puppet = actor_of(session)
    row = ask(session, boss, somebody)
    assert refused(confirm, session, row, puppet) == "key_officer_missing"


def test_nobody_confirms_what_he_asked_for_when_he_was_administrator(session, vault, somebody):
    keeper, _ = enrolled(session, vault)
    both = Actor(person_id=keeper.person_id, roles=frozenset({"administrator", "key_officer"}))
    row = ask(session, both, somebody)
    assert refused(confirm, session, row, keeper) == "own_naming"


def test_duties_stay_apart_when_it_is_asked_and_when_it_is_confirmed(
    session, vault, boss, somebody
):
    keeper, _ = enrolled(session, vault)
    row = ask(session, boss, somebody)
    session.add(RoleGrant(person_id=somebody.id, role="administrator", starts_at=NOW))
    session.flush()
    assert refused(confirm, session, row, keeper) == "separation_of_duties"
    watcher = factories.person(session)
    session.add(RoleGrant(person_id=watcher.id, role="auditor", starts_at=NOW))
    session.flush()
    assert refused(ask, session, boss, watcher) == "separation_of_duties"


@pytest.mark.parametrize("by", ["boss", "keeper"])
def test_either_stops_a_naming_and_then_it_is_answered(session, vault, boss, somebody, by):
    keeper, _ = enrolled(session, vault)
    row = ask(session, boss, somebody)
    who = {"boss": boss, "keeper": keeper}[by]
    naming.withdraw(session, row.id, actor=who, now=NOW, version=None)
    assert refused(confirm, session, row, keeper) == "key_naming_answered"
    ask(session, boss, somebody)  # anew


def test_what_nobody_confirms_in_seven_days_lapses(session, vault, boss, somebody, city):
    keeper, _ = enrolled(session, vault)
    row = ask(session, boss, somebody)
    naming.lapse(session, row.id, now=later(days=6), city=city)
    assert row.withdrawn_at is None
    assert refused(confirm, session, row, keeper, later(days=7)) == "key_naming_answered"
    for _ in range(2):
        naming.lapse(session, row.id, now=NOW + timedelta(days=7), city=city)
    kinds = select(EventRecord.kind).where(EventRecord.kind == "key_naming.lapsed")
    assert len(session.scalars(kinds).all()) == 1


def test_the_first_two_are_named_by_the_command_line_in_public_and_nobody_after_them(
    session, boss, vault
):
    people = [factories.person(session) for _ in range(3)]
    keys = [one.id for one in people]
    assert refused(ask, session, boss, people[0]) == "key_naming_by_operator"
    for wrong in (keys[:1], keys, [keys[0], keys[0]]):
        assert refused(naming.install, session, person_ids=wrong, now=NOW) == "key_officers_first"
    naming.install(session, person_ids=keys[:2], now=NOW)
    assert [held_by(session, one) for one in people[:2]] == [{"key_officer"}] * 2
    events = select(EventRecord).where(EventRecord.kind == "key_naming.installed")
    found = session.scalars(events).all()
    assert [(REGISTRY[one.kind].public, one.payload["person_id"]) for one in found] == [
        (True, key) for key in keys[:2]
    ]
    again = refused(naming.install, session, person_ids=keys[1:], now=NOW)
    assert again == "key_officers_named"
    assert officers.active(session, NOW) == []  # each has still to make his key
    assert refused(ask, session, boss, people[2]) == "key_naming_by_operator"
