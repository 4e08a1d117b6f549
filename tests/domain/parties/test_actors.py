"""Who a session or token is: in two statements, with what is in force at the instant."""

import pytest
from sqlalchemy import event

from scenario_market.domain.actor import Actor
from scenario_market.domain.parties import actors, mandates, organisations, sessions, tokens
from scenario_market.domain.permissions import SCOPES
from tests import factories
from tests.factories import NOW, USCCS


@pytest.mark.parametrize(
    ("scopes", "roles"),
    [
        ({"demands"}, {"enterprise"}),
        ({"demands", "manage"}, {"enterprise"}),
        ({"offers"}, {"provider"}),
        ({"profile", "manage"}, {"provider"}),
        ({"demands", "profile"}, {"enterprise", "provider"}),
        ({"manage"}, {"enterprise", "provider"}),
        ({"sign"}, {"enterprise", "provider"}),
        ({"sign", "demands"}, {"enterprise"}),
        (set(SCOPES), {"enterprise", "provider"}),
    ],
)
def test_roles_follow_the_scopes_of_a_mandate(scopes, roles):
    assert actors.mandate_roles(scopes) == roles


def test_an_actor_is_read_in_two_statements_whatever_he_holds(session, city, act):
    person = factories.person(session)
    for uscc in USCCS:
        organisations.register(
            session, uscc_text=uscc, fields={"name": "甲"}, actor=act(person), now=NOW, city=city
        )
    for n in range(3):
        session.add(
            factories_role(person, "district_officer", f"42010{n + 2}"),
        )
    token = sessions.begin(session, person, way="code", hours=1, now=NOW)
    _, api_token = tokens.issue(
        session, name="x", scopes=["account.use"], actor=act(person), now=NOW, city=city
    )
    session.flush()
    statements = []
    bind = session.get_bind()

    def count(connection, cursor, statement, *rest):
        statements.append(statement)

    event.listen(bind, "before_cursor_execute", count)
    try:
        by_session = actors.actor_of_session(session, token, NOW)
        assert len(statements) == 2
        by_token = actors.actor_of_token(session, api_token, NOW)
        assert len(statements) == 4
    finally:
        event.remove(bind, "before_cursor_execute", count)
    assert len(by_session.mandates) == 4
    assert by_session.districts == {"420102", "420103", "420104"}
    assert by_token.mandates == by_session.mandates
    assert by_token.token_scopes == {"account.use"}


def factories_role(person, role, place):
    from scenario_market.domain.parties.models import RoleGrant

    return RoleGrant(person_id=person.id, role=role, place=place, starts_at=NOW)


def test_mandates_of_several_organisations_stay_apart(session, city, act, bring_in):
    boss, clerk = factories.person(session), factories.person(session)
    rows = [
        organisations.register(
            session, uscc_text=uscc, fields={"name": "甲"}, actor=act(boss), now=NOW, city=city
        )
        for uscc in USCCS[:2]
    ]
    bring_in(rows[0], boss, clerk, "demands")
    bring_in(rows[1], boss, clerk, "offers")
    actor = act(clerk)
    assert actor.roles == {"enterprise", "provider"}
    assert actor.organisations_with("demands") == [rows[0].id]
    assert actor.organisations_with("offers") == [rows[1].id]


def test_an_unknown_token_is_nobody(session):
    assert actors.actor_of_session(session, "unknown", NOW) is None
    assert actors.actor_of_token(session, "unknown", NOW) is None
    assert actors.actor_of_person(session, 999_999, NOW) is None


def test_who_holds_nothing_is_a_person_without_roles(session):
    person = factories.person(session)
    assert actors.actor_of_person(session, person.id, NOW) == Actor(person_id=person.id)


def test_a_handover_takes_effect_in_a_session_that_is_open(session, city, act, bring_in):
    boss, clerk = factories.person(session), factories.person(session)
    organisation = organisations.register(
        session, uscc_text=USCCS[0], fields={"name": "甲"}, actor=act(boss), now=NOW, city=city
    )
    first = mandates_of(session, organisation)
    bring_in(organisation, boss, clerk, "demands")
    token = sessions.begin(session, boss, way="code", hours=1, now=NOW)
    assert actors.actor_of_session(session, token, NOW).mandates
    mandates.hand_over(
        session,
        mandate_id=first.id,
        successor_person_id=clerk.id,
        actor=act(boss),
        now=NOW,
        city=city,
    )
    assert actors.actor_of_session(session, token, NOW).mandates == {}


def mandates_of(session, organisation):
    from scenario_market.domain.parties.authority import managing_mandates

    return managing_mandates(session, organisation.id, now=NOW)[0]
