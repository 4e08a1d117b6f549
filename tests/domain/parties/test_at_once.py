"""What two people do at the same moment, in transactions of their own on both databases."""

from sqlalchemy import func, select

from scenario_market.domain.errors import AlreadyDone
from scenario_market.domain.moves import Reason
from scenario_market.domain.parties import (
    actors,
    invitations,
    mandates,
    organisations,
    roles,
    sign_in,
)
from scenario_market.domain.parties.authority import managing_mandates
from scenario_market.domain.parties.models import Mandate, Organisation, RoleGrant, SignIn
from tests import factories
from tests.domain.parties.cases import KEY
from tests.factories import NOW, USCCS


def revoking(mandate_id, actor, city):
    return lambda session: mandates.revoke(
        session,
        mandate_id=mandate_id,
        reason=Reason("left", "离职"),
        actor=actor,
        now=NOW,
        city=city,
    )


def test_two_managers_who_revoke_each_other_leave_one(database, city, sent, at_once):
    with database.unit_of_work() as session:
        one, two = factories.person(session), factories.person(session)
        organisation = organisations.register(
            session,
            uscc_text=USCCS[0],
            fields={"name": "甲"},
            actor=actors.actor_of_person(session, one.id, NOW),
            now=NOW,
            city=city,
        )
        first = session.scalar(select(Mandate.id))
        boss = actors.actor_of_person(session, one.id, NOW)
        words = {"send": sent, "actor": boss, "now": NOW, "city": city}
        invitations.invite(
            session,
            organisation_id=organisation.id,
            mobile_text=two.mobile,
            scopes=["manage"],
            **words,
        )
        guest = actors.actor_of_person(session, two.id, NOW)
        second = invitations.accept(session, code=sent[0].code, actor=guest, now=NOW, city=city).id
        other = actors.actor_of_person(session, two.id, NOW)
        key = organisation.id
    results = at_once(revoking(second, boss, city), revoking(first, other, city))
    assert sorted(getattr(r, "rule", "done") for r in results) == ["done", "last_manager"]
    with database.reading() as session:
        assert len(managing_mandates(session, key, now=NOW)) == 1


def test_one_code_is_registered_once(database, city, at_once):
    with database.unit_of_work() as session:
        people = [factories.person(session).id for _ in range(3)]

    def registering(person_id):
        return lambda session: organisations.register(
            session,
            uscc_text=USCCS[0],
            fields={"name": "甲"},
            actor=actors.actor_of_person(session, person_id, NOW),
            now=NOW,
            city=city,
        )

    results = at_once(*map(registering, people))
    assert sum(isinstance(r, AlreadyDone) for r in results) == 2
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Organisation)) == 1
        assert session.scalar(select(func.count()).select_from(Mandate)) == 1


def test_one_code_opens_one_session_though_it_comes_twice(database, city, sent, at_once):
    with database.unit_of_work() as session:
        sign_in.send_code(
            session, mobile_text="13812345678", send=sent, key=KEY, now=NOW, city=city
        )

    def entering(session):
        return sign_in.by_code(
            session,
            mobile_text="13812345678",
            code=sent[0].code,
            key=KEY,
            hours=1,
            now=NOW,
            city=city,
            production=False,
        )

    results = at_once(entering, entering, entering)
    assert sorted(str(r.refused) for r in results) == ["None", "wrong_code", "wrong_code"]
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SignIn)) == 1


def test_duties_stay_separate_though_two_administrators_grant_at_once(database, city, at_once):
    with database.unit_of_work() as session:
        somebody = factories.person(session).id
        granters = [factories.officer(factories.person(session), "administrator") for _ in range(2)]

    def granting(actor, role):
        return lambda session: roles.grant(
            session, person_id=somebody, role=role, actor=actor, now=NOW, city=city
        )

    results = at_once(granting(granters[0], "auditor"), granting(granters[1], "office_lead"))
    assert sum(getattr(r, "rule", "") == "separation_of_duties" for r in results) == 1
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(RoleGrant)) == 1
