"""Roles: granted by the administrator, with a place where one belongs, never to himself, watchers apart."""

import pytest

from scenario_market.domain.errors import AlreadyDone, Invalid, NotFound, NotPermitted, RuleRefused
from scenario_market.domain.parties import people, queries, roles
from scenario_market.domain.permissions import GRANTED
from tests import factories
from tests.factories import NOW, later


@pytest.fixture
def administrator(session):
    person = factories.person(session)
    roles.install_administrator(session, person_id=person.id, now=NOW)
    return person


@pytest.fixture
def somebody(session):
    return factories.person(session)


@pytest.fixture
def grant(session, city, administrator, act):
    def grant(person, role, place=None, by=None, expires_at=None):
        return roles.grant(
            session,
            person_id=person.id,
            role=role,
            place=place,
            expires_at=expires_at,
            actor=act(by or administrator),
            now=NOW,
            city=city,
        )

    return grant


def test_an_administrator_grants_and_revokes_and_both_hold_at_once(
    session, administrator, somebody, act, grant, kinds
):
    row = grant(somebody, "office_reviewer")
    assert act(somebody).roles == {"office_reviewer"}
    roles.revoke(session, grant_id=row.id, version=None, actor=act(administrator), now=NOW)
    assert act(somebody).roles == frozenset()
    assert kinds()[-2:] == ["person.role_granted", "person.role_revoked"]
    with pytest.raises(AlreadyDone):
        roles.revoke(session, grant_id=row.id, version=None, actor=act(administrator), now=NOW)


def test_a_district_officer_answers_for_his_districts(somebody, act, grant):
    grant(somebody, "district_officer", "420111")
    grant(somebody, "district_officer", "东湖高新")
    grant(somebody, "node_officer", "lab")
    actor = act(somebody)
    assert actor.districts == {"420111", "WH-DHGX"}
    assert actor.nodes == {"lab"}
    with pytest.raises(AlreadyDone):
        grant(somebody, "district_officer", "洪山")


@pytest.mark.parametrize(
    ("role", "place", "field"),
    [
        ("district_officer", None, "place"),
        ("district_officer", "lab", "place"),
        ("node_officer", "420111", "place"),
        ("auditor", "420111", "place"),
        ("emperor", None, "role"),
        ("enterprise", None, "role"),
        ("system", None, "role"),
    ],
)
def test_a_role_needs_its_place_and_only_granted_roles_are_granted(
    somebody, grant, role, place, field
):
    with pytest.raises(Invalid) as refused:
        grant(somebody, role, place)
    assert [e.field for e in refused.value.errors] == [field]


def test_nobody_grants_himself_or_takes_his_own_role(session, administrator, act, grant):
    with pytest.raises(RuleRefused) as refused:
        grant(administrator, "office_lead")
    assert refused.value.rule == "no_self_grant"
    own = queries.roles_of(session, administrator.id, actor=act(administrator)).rows[0]
    with pytest.raises(RuleRefused) as refused:
        roles.revoke(session, grant_id=own.id, version=None, actor=act(administrator), now=NOW)
    assert refused.value.rule == "no_self_revoke"


@pytest.mark.parametrize("role", sorted(GRANTED - {"administrator"}))
def test_nobody_but_an_administrator_grants(session, city, somebody, role):
    with pytest.raises(NotPermitted):
        roles.grant(
            session,
            person_id=somebody.id,
            role="expert",
            actor=factories.officer(factories.person(session), role),
            now=NOW,
            city=city,
        )


@pytest.mark.parametrize("watcher", ["auditor", "discipline_observer"])
@pytest.mark.parametrize("other", ["office_reviewer", "office_lead", "administrator", "expert"])
def test_who_watches_does_nothing_that_is_watched(session, grant, watcher, other):
    one, two = factories.person(session), factories.person(session)
    grant(one, watcher)
    grant(two, other)
    for person, role in ((one, other), (two, watcher)):
        with pytest.raises(RuleRefused) as refused:
            grant(person, role)
        assert refused.value.rule == "separation_of_duties"


def test_both_ways_of_watching_go_together(somebody, act, grant):
    grant(somebody, "auditor")
    grant(somebody, "discipline_observer")
    assert act(somebody).roles == {"auditor", "discipline_observer"}


def test_a_role_for_a_time_ends_by_itself(somebody, act, grant):
    grant(somebody, "joint_organiser", expires_at=later(days=5))
    assert act(somebody, later(days=4)).roles == {"joint_organiser"}
    assert act(somebody, later(days=5)).roles == frozenset()


def test_the_first_administrator_is_installed_once(session, administrator, somebody):
    with pytest.raises(RuleRefused) as refused:
        roles.install_administrator(session, person_id=somebody.id, now=NOW)
    assert refused.value.rule == "has_administrator"


def test_a_closed_account_acts_no_more_until_it_is_opened(
    session, administrator, somebody, act, grant
):
    grant(somebody, "office_lead")
    people.disable(session, person_id=somebody.id, version=None, actor=act(administrator), now=NOW)
    assert act(somebody) is None
    people.enable(session, person_id=somebody.id, version=None, actor=act(administrator), now=NOW)
    assert act(somebody).roles == {"office_lead"}
    with pytest.raises(RuleRefused):
        people.disable(
            session, person_id=administrator.id, version=None, actor=act(administrator), now=NOW
        )


def test_people_are_read_by_the_administrator_and_oneself_alone(
    session, administrator, somebody, act
):
    assert queries.person(session, somebody.id, actor=act(somebody)) is somebody
    with pytest.raises(NotPermitted):
        queries.person(session, administrator.id, actor=act(somebody))
    with pytest.raises(NotPermitted):
        queries.people(session, actor=act(somebody))
    found = queries.people(session, actor=act(administrator), mobile_text=f"+86{somebody.mobile}")
    assert [row.id for row in found.rows] == [somebody.id]
    with pytest.raises(NotFound):
        queries.person(session, 999_999, actor=act(administrator))


def test_people_edit_themselves_and_a_new_address_is_unconfirmed(
    session, somebody, act, kinds, city
):
    somebody.email, somebody.email_confirmed_at = "a@example.cn", NOW
    row = people.edit_own(
        session,
        version=1,
        fields={"email": "New@Example.cn", "name": " 张 三 "},
        actor=act(somebody),
        now=NOW,
        city=city,
    )
    assert (row.email, row.email_confirmed_at, row.name) == ("new@example.cn", None, "张 三")
    assert kinds() == ["person.edited", "person.confirmation_asked"]
    bad = {"email": "b@example", "name": "", "locale": "fr", "mobile": "13900000000"}
    with pytest.raises(Invalid) as refused:
        people.edit_own(session, version=None, fields=bad, actor=act(somebody), now=NOW, city=city)
    assert {(e.field, e.rule) for e in refused.value.errors} == {
        ("email", "email"),
        ("name", "required"),
        ("locale", "unknown_code"),
        ("mobile", "unknown_field"),
    }
