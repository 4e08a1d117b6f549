"""Signing in by code, password and subject: what is counted, what is told, what ends."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import Invalid, NotFound, TooMany
from scenario_market.domain.parties import actors, people, sessions, sign_in
from scenario_market.domain.parties.models import Person, SignIn, SignInCode
from tests import factories
from tests.domain.parties.door import GOOD, NUMBER, Door, wrong
from tests.factories import NOW, later


def test_a_code_opens_a_session_and_makes_an_account_for_a_new_number(session, door, kinds):
    outcome = door.by_code(
        door.send("+86 138-1234-5678"), number="８６１３８１２３４５６７８", name="李工"
    )
    person = session.get(Person, outcome.person_id)
    assert (person.mobile, person.name) == (NUMBER, "李工")
    assert actors.actor_of_session(session, outcome.token, NOW) == Actor(person_id=person.id)
    assert kinds() == ["sign_in_code.sent", "person.joined", "person.signed_in"]


def test_a_code_for_an_account_changes_nothing_of_it(session, door, member):
    outcome = door.by_code(door.send(), name="冒名")
    assert outcome.person_id == member.id
    assert member.name != "冒名"


def test_neither_code_nor_token_is_kept_in_clear(session, door):
    code = door.send()
    outcome = door.by_code(code)
    kept = [
        *session.scalars(select(SignInCode.code_hash)),
        *session.scalars(select(SignIn.token_hash)),
    ]
    assert all(len(value) == 64 and code not in value for value in kept)
    assert outcome.token not in kept


def test_a_code_is_used_once(door):
    code = door.send()
    assert door.by_code(code).token
    assert door.by_code(code).refused == "wrong_code"


def test_a_code_runs_out_after_five_minutes(door):
    code = door.send()
    assert door.by_code(code, now=later(minutes=5)).refused == "wrong_code"
    assert door.by_code(code, now=later(minutes=5) - timedelta(seconds=1)).token


def test_after_five_wrong_codes_the_right_one_opens_nothing(session, door, kinds):
    code = door.send()
    for _ in range(5):
        assert door.by_code(wrong(code)).refused == "wrong_code"
    assert door.by_code(code).refused == "wrong_code"
    assert session.scalar(select(SignInCode.attempts)) == 5
    assert kinds().count("sign_in_code.refused") == 5


def test_a_wrong_attempt_counts_though_the_sign_in_was_refused(database, city, sent):
    with database.unit_of_work() as session:
        code = Door(session, city, sent, None).send()
    for _ in range(5):
        with database.unit_of_work() as session:
            assert Door(session, city, sent, None).by_code(wrong(code)).refused
    with database.unit_of_work() as session:
        assert Door(session, city, sent, None).by_code(code).refused == "wrong_code"


def test_only_the_newest_code_opens(door):
    first = door.send()
    second = door.send(now=later(seconds=61))
    if first != second:
        assert door.by_code(first, now=later(seconds=62)).refused == "wrong_code"
    assert door.by_code(second, now=later(seconds=62)).token


def test_a_code_of_one_number_opens_no_other(door):
    code = door.send()
    door.send("13900000001")
    if code != door.sent[-1].code:
        assert door.by_code(code, number="13900000001").refused == "wrong_code"


def test_codes_come_with_a_pause_between_and_ten_a_day(door, member):
    for number in (NUMBER, "13900000001"):
        door.send(number)
        with pytest.raises(TooMany) as refused:
            door.send(number, now=later(seconds=15))
        assert refused.value.params == {"wait_seconds": 46}
        for n in range(1, 10):
            door.send(number, now=later(minutes=2 * n))
        with pytest.raises(TooMany) as refused:
            door.send(number, now=later(hours=1))
        assert refused.value.params["wait_seconds"] == 23 * 3600 + 1
        door.send(number, now=later(hours=24))


@pytest.mark.parametrize(
    "text", ["", "1381234567", "23812345678", "138123456789", "12812345678", "abc"]
)
def test_what_is_no_mobile_number_is_named(door, text):
    with pytest.raises(Invalid) as refused:
        door.send(text)
    assert refused.value.errors[0].field == "mobile"


def test_a_demonstration_account_is_refused_in_production_and_by_nobody_else(door, member):
    member.is_demo, door.production = True, True
    assert door.by_password("wrong password").refused == "wrong_password"
    refused = door.by_password(GOOD), door.by_code(door.send())
    assert [one.refused for one in refused] == ["demonstration_account"] * 2
    assert [one.token for one in refused] == [None, None]
    member.is_demo = False
    assert door.by_password(GOOD).token
    member.is_demo, door.production = True, False
    assert door.by_password(GOOD).token


def test_the_identity_provider_opens_no_demonstration_account_in_production(session, member):
    member.is_demo, member.oidc_subject = True, "https://id|7"
    words = {"subject": "https://id|7", "claims": {}, "hours": 12, "now": NOW}
    refused = sign_in.by_subject(session, **words, production=True)
    assert (refused.refused, refused.token) == ("demonstration_account", None)
    assert sign_in.by_subject(session, **words, production=False).token


def test_a_closed_account_is_told_only_to_who_proved_to_be_its_owner(session, door, member):
    administrator = factories.officer(factories.person(session), "administrator")
    token = door.by_password(GOOD).token
    people.disable(session, person_id=member.id, version=None, actor=administrator, now=NOW)
    assert actors.actor_of_session(session, token, NOW) is None
    assert door.by_password("wrong password").refused == "wrong_password"
    assert door.by_password(GOOD).refused == "account_disabled"
    assert door.by_code(door.send()).refused == "account_disabled"


def test_a_session_ends_by_signing_out_and_by_time(session, door, member):
    token, other = door.by_password(GOOD).token, door.by_password(GOOD).token
    for _ in range(2):
        sessions.sign_out(session, token=token, now=NOW)
    assert actors.actor_of_session(session, token, NOW) is None
    assert actors.actor_of_session(session, other, later(hours=12)) is None
    assert actors.actor_of_session(session, other, later(hours=12) - timedelta(seconds=1))
    sessions.sign_out(session, token="unknown", now=NOW)


def test_all_sessions_end_but_the_present_one(session, door, member, kinds):
    tokens = [door.by_password(GOOD).token for _ in range(3)]
    actor = Actor(person_id=member.id)
    assert len(sessions.end_own(session, keep_token=tokens[1], actor=actor, now=NOW)) == 2
    alive = [actors.actor_of_session(session, token, NOW) is not None for token in tokens]
    assert alive == [False, True, False]
    assert kinds()[-1] == "person.signed_out"


def test_nobody_ends_a_strangers_session(session, door, member):
    token = door.by_password(GOOD).token
    row = session.scalar(select(SignIn))
    with pytest.raises(NotFound):
        sessions.end(
            session,
            sign_in_id=row.id,
            actor=Actor(person_id=factories.person(session).id),
            now=NOW,
        )
    sessions.end(session, sign_in_id=row.id, actor=Actor(person_id=member.id), now=NOW)
    assert actors.actor_of_session(session, token, NOW) is None


def test_a_subject_is_linked_by_its_verified_number_and_found_again(session, member):
    claims = {"phone_number": f"+86{NUMBER}", "phone_number_verified": True, "name": "王五"}
    words = {"subject": "https://id|7", "hours": 12, "now": NOW, "production": False}
    first = sign_in.by_subject(session, claims=claims, **words)
    again = sign_in.by_subject(session, claims={}, **words)
    assert first.person_id == again.person_id == member.id
    assert member.oidc_subject == "https://id|7"


def test_an_unknown_subject_with_a_number_gets_an_account_and_without_none(session):
    claims = {"phone_number": NUMBER, "phone_number_verified": True, "name": "王五"}
    words = {"hours": 12, "now": NOW, "production": False}
    for bad in ({}, claims | {"phone_number_verified": False}, claims | {"phone_number": "12"}):
        refused = sign_in.by_subject(session, subject="i|8", claims=bad, **words)
        assert refused.refused == "no_mobile"
    assert session.scalar(select(func.count()).select_from(Person)) == 0
    outcome = sign_in.by_subject(session, subject="i|8", claims=claims, **words)
    assert session.get(Person, outcome.person_id).name == "王五"


def test_a_second_subject_does_not_take_over_an_account(session, member):
    claims = {"phone_number": NUMBER, "phone_number_verified": True}
    words = {"claims": claims, "hours": 12, "now": NOW, "production": False}
    sign_in.by_subject(session, subject="i|1", **words)
    assert sign_in.by_subject(session, subject="i|2", **words).refused == "subject_conflict"
    assert member.oidc_subject == "i|1"
