"""Passwords: set, changed, refused when weak, and what a sign-in by one costs and opens."""

import pytest

from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import Invalid, NotPermitted
from scenario_market.domain.parties import actors, sign_in
from scenario_market.vault.passwords import Argon2Passwords
from tests import factories
from tests.domain.parties.door import GOOD, NUMBER, wrong
from tests.factories import NOW, later


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


@pytest.mark.parametrize(
    "kept", ["", "hash of 口令", "no hash", "$argon2id$v=19$m=8,t=1,p=1$broken"]
)
def test_what_is_kept_and_is_no_hash_matches_no_password(hasher, kept):
    assert not hasher.verify(kept, GOOD)
    assert not hasher.verify(kept, kept)
    assert not hasher.verify(kept, "nobody has this password")


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
    outcome = sign_in.by_password(
        session, proof=proof, hours=12, now=NOW, city=city, production=False
    )
    assert outcome.refused == "wrong_password"


def test_a_hash_of_older_parameters_is_renewed_at_sign_in(session, door, member):
    older = Argon2Passwords(memory_kib=8, passes=1)
    member.password_hash = old = older.hash(GOOD)
    session.flush()
    assert door.by_password(GOOD).token
    assert member.password_hash != old
    assert not door.hasher.is_outdated(member.password_hash)
    assert door.by_password(GOOD).token


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
