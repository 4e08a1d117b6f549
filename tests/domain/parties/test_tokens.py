"""API tokens: shown once, never wider than their owner, gone when revoked, expired or lost."""

from datetime import timedelta

import pytest

from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import Invalid, NotFound, NotPermitted, NotSignedIn
from scenario_market.domain.parties import actors, email, people, queries, roles, sessions, tokens
from scenario_market.domain.permissions import allowed, require
from tests import factories
from tests.factories import NOW, later


@pytest.fixture
def officer(session):
    return factories.person(session)


@pytest.fixture
def administrator(session):
    person = factories.person(session)
    roles.install_administrator(session, person_id=person.id, now=NOW)
    return person


@pytest.fixture
def role(session, city, officer, administrator, act):
    return roles.grant(
        session,
        person_id=officer.id,
        role="office_reviewer",
        actor=act(administrator),
        now=NOW,
        city=city,
    )


def issue(session, city, actor, scopes, days=None, name="导入脚本"):
    return tokens.issue(
        session, name=name, scopes=scopes, days=days, actor=actor, now=NOW, city=city
    )


def test_a_token_opens_its_scopes_and_nothing_else(session, city, officer, role, act, kinds):
    row, token = issue(session, city, act(officer), ["provider.import", "provider.read"])
    actor = actors.actor_of_token(session, token, NOW)
    assert allowed(actor, "provider.import")
    assert not allowed(actor, "demand.approve")
    assert not allowed(actor, "account.use")
    assert token not in (row.token_hash, row.hint)
    assert token.startswith(row.hint)
    assert kinds()[-1] == "person.token_issued"


def test_a_scope_that_the_person_lost_opens_nothing(
    session, city, officer, role, administrator, act
):
    _, token = issue(session, city, act(officer), ["provider.import"])
    roles.revoke(session, grant_id=role.id, version=None, actor=act(administrator), now=NOW)
    actor = actors.actor_of_token(session, token, NOW)
    with pytest.raises(NotPermitted):
        require(actor, "provider.import")


@pytest.mark.parametrize(
    "scope", ["demand.publish", "nonsense", "token.manage", "system", "role.grant"]
)
def test_no_scope_is_given_that_the_person_does_not_hold(session, city, officer, role, act, scope):
    with pytest.raises(Invalid) as refused:
        issue(session, city, act(officer), ["provider.read", scope])
    assert [(e.rule, e.params["value"]) for e in refused.value.errors] == [
        ("scope_not_held", scope)
    ]


def test_an_administrators_token_grants_no_roles(session, city, administrator, act):
    with pytest.raises(Invalid):
        issue(session, city, act(administrator), ["role.grant"])


def test_name_scopes_and_term_are_checked_together(session, city, officer, role, act):
    with pytest.raises(Invalid) as refused:
        issue(session, city, act(officer), [], days=91, name=" ")
    assert [e.field for e in refused.value.errors] == ["scopes", "name", "days"]


def test_a_token_runs_out(session, city, officer, role, act):
    _, token = issue(session, city, act(officer), ["provider.read"], days=7)
    assert actors.actor_of_token(session, token, later(days=7) - timedelta(seconds=1))
    assert actors.actor_of_token(session, token, later(days=7)) is None


def test_a_token_is_revoked_by_its_owner_alone(session, city, officer, role, administrator, act):
    row, token = issue(session, city, act(officer), ["provider.read"])
    with pytest.raises(NotFound):
        tokens.revoke(session, token_id=row.id, actor=act(administrator), now=NOW)
    for _ in range(2):
        tokens.revoke(session, token_id=row.id, actor=act(officer), now=NOW)
    assert actors.actor_of_token(session, token, NOW) is None


def test_a_token_makes_and_revokes_no_tokens(session, city, officer, role, act):
    row, token = issue(session, city, act(officer), ["provider.read", "account.use"])
    actor = actors.actor_of_token(session, token, NOW)
    for attempt in (
        lambda: issue(session, city, actor, ["account.use"]),
        lambda: tokens.revoke(session, token_id=row.id, actor=actor, now=NOW),
        lambda: queries.tokens(session, actor=actor),
    ):
        with pytest.raises(NotPermitted):
            attempt()
    with pytest.raises(NotSignedIn):
        issue(session, city, Actor(), ["account.use"])


def test_a_token_of_a_closed_account_is_nobody(session, city, officer, role, act):
    _, token = issue(session, city, act(officer), ["provider.read"])
    officer.disabled_at = NOW
    session.flush()
    assert actors.actor_of_token(session, token, NOW) is None


def test_the_last_use_is_noted_once_an_hour(session, city, officer, role, act):
    row, token = issue(session, city, act(officer), ["provider.read"])
    noted = []
    for minutes in (0, 30, 59, 60, 90, 120):
        now = later(minutes=minutes)
        identity = actors.identify_token(session, token, now)
        if identity.is_use_due:
            noted.append(minutes)
        tokens.note_use(session, identity.token_id, now=now)
        session.refresh(row)
    assert noted == [0, 60, 120]
    assert row.last_used_at == later(minutes=120)


def test_people_list_their_own_tokens_only(session, city, officer, role, administrator, act):
    row, _ = issue(session, city, act(officer), ["provider.read"])
    assert [r.id for r in queries.tokens(session, actor=act(officer)).rows] == [row.id]
    assert queries.tokens(session, actor=act(administrator)).rows == []


def test_a_stolen_token_changes_no_address_and_shuts_nobody_out(session, city, officer):
    thief = Actor(person_id=officer.id, token_scopes=frozenset({"account.use"}))
    words = {"actor": thief, "now": NOW}
    fields = {"email": "thief@mail.example"}
    for refused in (
        lambda: people.edit_own(session, version=None, fields=fields, city=city, **words),
        lambda: email.ask_again(session, city=city, **words),
        lambda: email.confirm(session, token="x", key="key", **words),
        lambda: sessions.end_own(session, **words),
        lambda: sessions.end(session, sign_in_id=1, **words),
    ):
        with pytest.raises(NotPermitted) as why:
            refused()
        assert why.value.rule == "needs_session"
    renamed = people.edit_own(session, version=None, fields={"name": "新名"}, city=city, **words)
    assert renamed.name == "新名"
