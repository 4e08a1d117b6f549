"""Signing in by code, password and subject: what is counted, what is told, what ends."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import Invalid, NotFound, NotPermitted, TooMany
from scenario_market.domain.parties import account, actors, people, sessions, sign_in
from scenario_market.domain.parties.models import Person, SignIn, SignInCode
from scenario_market.vault.passwords import Argon2Passwords
from tests import factories
from tests.domain.parties.conftest import KEY
from tests.factories import NOW, later

NUMBER = "13812345678"
GOOD = "correct horse 电池"


@pytest.fixture
def door(session, city, sent, hasher):
    return Door(session, city, sent, hasher)


class Door:
    """The commands of signing in, with what they always need."""

    def __init__(self, session, city, sent, hasher):
        self.session, self.city, self.sent, self.hasher = session, city, sent, hasher

    def send(self, number=NUMBER, now=NOW):
        sign_in.send_code(
            self.session, mobile_text=number, send=self.sent, key=KEY, now=now, city=self.city
        )
        return self.sent[-1].code

    def by_code(self, code, number=NUMBER, now=NOW, name=None):
        return sign_in.by_code(
            self.session,
            mobile_text=number,
            code=code,
            name=name,
            key=KEY,
            hours=12,
            now=now,
            city=self.city,
        )

    def by_password(self, password, number=NUMBER, now=NOW, hasher=None):
        proof = sign_in.prove_password(
            self.session,
            mobile_text=number,
            password=password,
            passwords=hasher or self.hasher,
        )
        return sign_in.by_password(self.session, proof=proof, hours=12, now=now, city=self.city)

    def prepare(self, person, new, current=None, actor=None):
        return account.prepare_password(
            self.session,
            new=new,
            current=current,
            hasher=self.hasher,
            actor=actor or Actor(person_id=person.id),
        )

    def set_prepared(self, person, prepared, now=NOW, keep=None, actor=None, code=None):
        return account.set_password(
            self.session,
            prepared=prepared,
            code=code,
            keep_token=keep,
            key=KEY,
            actor=actor or Actor(person_id=person.id),
            now=now,
            city=self.city,
        )

    def set_password(self, person, new, current=None, actor=None, **rest):
        prepared = self.prepare(person, new, current, actor)
        return self.set_prepared(person, prepared, actor=actor, **rest)


@pytest.fixture
def member(session, hasher):
    return factories.person(session, mobile=NUMBER, password_hash=hasher.hash(GOOD))


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


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


def test_a_password_opens_a_session(session, door, member):
    outcome = door.by_password(GOOD, number="138 1234 5678")
    assert actors.actor_of_session(session, outcome.token, NOW).person_id == member.id


def test_a_wrong_password_and_an_unknown_number_get_the_same_answer(door, member):
    answers = {
        door.by_password("wrong password"),
        door.by_password("wrong password", number="13900000009"),
        door.by_password("wrong password", number="nonsense"),
    }
    assert answers == {sign_in.Outcome(refused="wrong_password")}


class Counted:
    """Counts what costs time when a password is proved: the runs of argon2id."""

    def __init__(self, argon2):
        self.argon2, self.runs = argon2, 0

    def __getattr__(self, name):
        self.runs += name in ("hash", "verify")
        return getattr(self.argon2, name)


def test_an_unknown_number_costs_as_many_hashes_as_a_known_one(
    session, hasher, member, monkeypatch
):
    def runs(number):
        counted = Counted(argon2)
        monkeypatch.setattr(hasher, "_hasher", counted)
        sign_in.prove_password(session, mobile_text=number, password="wrong", passwords=hasher)
        return counted.runs

    argon2 = hasher._hasher
    assert runs(NUMBER) == runs("13900000009") == runs("nonsense") == 1
    # The hash that stands in for a missing one was made with the same parameters.
    assert not hasher.is_outdated(hasher._nobody)


def test_ten_wrong_passwords_block_the_password_silently_but_not_the_code(door, member):
    for _ in range(10):
        door.by_password("wrong password")
    assert door.by_password(GOOD).refused == "wrong_password"
    assert door.by_code(door.send()).token
    assert door.by_password(GOOD, now=later(minutes=15)).token


def test_a_right_password_forgets_the_wrong_ones_before(door, member):
    for _ in range(3):
        for _ in range(9):
            door.by_password("wrong password")
        assert door.by_password(GOOD).token


def test_a_password_that_was_changed_after_the_comparison_opens_nothing(
    session, city, hasher, member
):
    proof = sign_in.prove_password(session, mobile_text=NUMBER, password=GOOD, passwords=hasher)
    member.password_hash = hasher.hash("another password")
    session.flush()
    outcome = sign_in.by_password(session, proof=proof, hours=12, now=NOW, city=city)
    assert outcome.refused == "wrong_password"


def test_a_hash_of_older_parameters_is_renewed_at_sign_in(session, door, member):
    older = Argon2Passwords(memory_kib=8, passes=1)
    member.password_hash = old = older.hash(GOOD)
    session.flush()
    assert door.by_password(GOOD).token
    assert member.password_hash != old
    assert not door.hasher.is_outdated(member.password_hash)
    assert door.by_password(GOOD).token


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


def test_a_new_password_needs_the_present_one_and_ends_the_other_sessions(session, door, member):
    here, elsewhere = door.by_password(GOOD).token, door.by_password(GOOD).token
    wrong = door.set_password(member, "a fresh secret", current="wrong one")
    assert wrong.refused == "wrong_password"
    assert door.by_password(GOOD).token
    done = door.set_password(member, "a fresh secret", current=GOOD, keep=here)
    assert (done.refused, len(done.sessions), done.tokens) == (None, 2, [])
    assert actors.actor_of_session(session, here, NOW)
    assert actors.actor_of_session(session, elsewhere, NOW) is None
    assert door.by_password(GOOD).refused == "wrong_password"
    assert door.by_password("a fresh secret").token


def test_a_password_that_was_changed_meanwhile_is_not_the_present_one(door, member):
    late = door.prepare(member, "a later secret", current=GOOD)
    assert door.set_password(member, "a fresh secret", current=GOOD).refused is None
    assert door.set_prepared(member, late).refused == "wrong_password"
    assert door.by_password("a fresh secret").token


def test_a_fresh_code_stands_in_for_a_forgotten_password(session, door):
    person = factories.person(session, mobile=NUMBER)
    assert door.set_password(person, "a fresh secret").refused == "wrong_password"
    code = door.send()
    assert door.set_password(person, "a fresh secret", code=wrong(code)).refused == "wrong_code"
    assert door.set_password(person, "a fresh secret", code=code).refused is None
    assert door.by_password("a fresh secret").token


def test_an_api_token_sets_no_password(door, member):
    actor = Actor(person_id=member.id, token_scopes=frozenset({"account.use"}))
    with pytest.raises(NotPermitted):
        door.set_password(member, "a fresh secret", current=GOOD, actor=actor)


@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("short", "password_short"),
        ("x" * 129, "password_long"),
        (NUMBER, "password_weak"),
        (f"my{NUMBER}", "password_weak"),
        ("1234567890", "password_weak"),
        ("0987654321", "password_weak"),
        ("aaaaaaaaaaaa", "password_weak"),
        ("password2026!", "password_weak"),
        ("Wuhan@202612", "password_weak"),
        ("ｑｗｅｒｔｙｕｉｏｐ", "password_weak"),
    ],
)
def test_a_weak_password_is_refused_by_rule(door, member, password, rule):
    with pytest.raises(Invalid) as refused:
        door.set_password(member, password, current=GOOD)
    assert [(e.field, e.rule) for e in refused.value.errors] == [("new_password", rule)]


def test_a_subject_is_linked_by_its_verified_number_and_found_again(session, member):
    claims = {"phone_number": f"+86{NUMBER}", "phone_number_verified": True, "name": "王五"}
    words = {"subject": "https://id|7", "hours": 12, "now": NOW}
    first = sign_in.by_subject(session, claims=claims, **words)
    again = sign_in.by_subject(session, claims={}, **words)
    assert first.person_id == again.person_id == member.id
    assert member.oidc_subject == "https://id|7"


def test_an_unknown_subject_with_a_number_gets_an_account_and_without_none(session):
    claims = {"phone_number": NUMBER, "phone_number_verified": True, "name": "王五"}
    words = {"hours": 12, "now": NOW}
    for bad in ({}, claims | {"phone_number_verified": False}, claims | {"phone_number": "12"}):
        refused = sign_in.by_subject(session, subject="i|8", claims=bad, **words)
        assert refused.refused == "no_mobile"
    assert session.scalar(select(func.count()).select_from(Person)) == 0
    outcome = sign_in.by_subject(session, subject="i|8", claims=claims, **words)
    assert session.get(Person, outcome.person_id).name == "王五"


def test_a_second_subject_does_not_take_over_an_account(session, member):
    claims = {"phone_number": NUMBER, "phone_number_verified": True}
    words = {"claims": claims, "hours": 12, "now": NOW}
    sign_in.by_subject(session, subject="i|1", **words)
    assert sign_in.by_subject(session, subject="i|2", **words).refused == "subject_conflict"
    assert member.oidc_subject == "i|1"
