"""The register of key officers, and the keys of a challenge shared among them."""

from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import select

from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.errors import (
    AlreadyDone,
    Invalid,
    NotFound,
    NotPermitted,
    RuleRefused,
    StaleVersion,
    TooMany,
)
from scenario_market.domain.keys import guessing, officers
from scenario_market.domain.keys.models import ChallengeKey, KeyShare
from scenario_market.domain.keys.values import CannotOpen
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parties import roles
from scenario_market.domain.parties.models import Person, RoleGrant
from tests import factories
from tests.domain.keys.holders import actor_of, enrolled, vaults
from tests.factories import NOW, later


@pytest.fixture(scope="module")
def vault():
    return vaults()


@pytest.fixture
def challenge(session):
    """A draft of a call: enough for keys."""
    owner = factories.organisation(session)
    row = Challenge(
        programme="scenario_challenge",
        rules={},
        owner_organisation_id=owner.id,
        created_at=NOW,
        updated_at=NOW,
    )
    session.add(row)
    session.flush()
    return row


def test_an_officer_enrols_once(session, vault):
    actor, row = enrolled(session, vault)
    assert [one.id for one in officers.active(session, NOW)] == [row.id]
    new = vault.officer_keys.enrol(actor.person_id, "再来一次的很长的一句口令 2026")
    with pytest.raises(AlreadyDone, match="key_officer_enrolled"):
        officers.enrol(session, new=new, actor=actor, now=NOW)
    event = session.scalar(select(EventRecord).where(EventRecord.kind == "key_officer.enrolled"))
    assert event.payload == {"person_id": actor.person_id}


def test_wrong_passphrases_are_counted_of_the_officer_each_on_record(session, vault):
    actor, row = enrolled(session, vault)

    def tried(is_right, now=NOW):
        return guessing.tried(session, row.id, is_right=is_right, actor=actor, now=now)

    for given in (False, False, False, False, True, False, False, False, False):
        assert tried(given) is given
    assert row.blocked_until is None
    tried(False)
    for given in (False, True):  # proofs that were under way when it was blocked
        with pytest.raises(TooMany) as refused:
            tried(given)
        assert refused.value.params == {"wait_seconds": 3601, "minutes": 61}
    query = select(EventRecord.kind).where(EventRecord.kind.like("key_officer.%"))
    kinds = Counter(session.scalars(query))
    assert kinds["key_officer.passphrase_refused"] == 9
    assert kinds["key_officer.blocked"] == 1
    assert tried(True, now=NOW + guessing.PAUSE)


def test_only_who_has_the_role_enrols_and_no_token_does(session, vault):
    nobody = Actor(person_id=factories.person(session).id, roles=frozenset({"office_lead"}))
    new = vault.officer_keys.enrol(nobody.person_id, "很长的一句口令 很长的一句口令")
    with pytest.raises(NotPermitted):
        officers.enrol(session, new=new, actor=nobody, now=NOW)
    by_token = replace(actor_of(session), token_scopes=frozenset({"key.enrol"}))
    with pytest.raises(NotPermitted, match="needs_session"):
        officers.enrol(session, new=new, actor=by_token, now=NOW)


@pytest.mark.parametrize("text", ["", "短口令", " " * 40, "fifteen letters"])
def test_a_short_passphrase_is_refused(text):
    with pytest.raises(Invalid, match="passphrase_short"):
        officers.checked(text)


def test_a_passphrase_typed_in_full_width_is_the_same():
    assert officers.checked("ＡＢＣ一句很长的口令口令口令口令") == "ABC一句很长的口令口令口令口令"


def test_who_lost_the_role_or_the_account_holds_keys_no_more(session, vault):
    one, _ = enrolled(session, vault, 1)
    other, _ = enrolled(session, vault, 2)
    _, row = enrolled(session, vault, 3)
    session.scalar(select(RoleGrant).where(RoleGrant.person_id == one.person_id)).ended_at = NOW
    session.get(Person, other.person_id).disabled_at = NOW
    session.flush()
    assert [held.id for held in officers.active(session, NOW)] == [row.id]


def test_an_officer_retires_his_own_key_and_the_administrator_any(session, vault):
    one, mine = enrolled(session, vault, 1)
    _, theirs = enrolled(session, vault, 2)
    with pytest.raises(NotPermitted, match="own_key_only"):
        officers.retire(session, theirs.id, actor=one, now=NOW, version=1)
    with pytest.raises(StaleVersion):
        officers.retire(session, mine.id, actor=one, now=NOW, version=7)
    officers.retire(session, mine.id, actor=one, now=NOW, version=1)
    with pytest.raises(AlreadyDone):
        officers.retire(session, mine.id, actor=one, now=NOW, version=2)
    boss = Actor(person_id=factories.person(session).id, roles=frozenset({"administrator"}))
    officers.retire(session, theirs.id, actor=boss, now=NOW, version=1)
    assert officers.active(session, NOW) == []
    new = vault.officer_keys.enrol(one.person_id, "忘了以后的另一句很长的口令 2026")
    again = officers.enrol(session, new=new, actor=one, now=later(days=1))
    assert [held.id for held in officers.active(session, NOW)] == [again.id]
    page = officers.listed(session, actor=boss, now=later(days=1))
    assert [row.id for row in page.rows] == [again.id, theirs.id, mine.id]
    assert [row.is_active for row in page.rows] == [True, False, False]


def test_who_is_not_there_is_not_found(session, vault):
    actor, row = enrolled(session, vault)
    assert officers.officer(session, row.id, actor=actor, now=NOW).person_id == actor.person_id
    with pytest.raises(NotFound):
        officers.officer(session, row.id + 1, actor=actor, now=NOW)


def test_the_administrator_holds_no_half_of_a_key(session, city):
    boss = Actor(person_id=factories.person(session).id, roles=frozenset({"administrator"}))
    person = factories.person(session)
    session.add(RoleGrant(person_id=person.id, role="key_officer", starts_at=NOW))
    roles.grant(session, person_id=person.id, role="office_lead", actor=boss, now=NOW, city=city)
    with pytest.raises(RuleRefused, match="separation_of_duties"):
        roles.grant(
            session, person_id=person.id, role="administrator", actor=boss, now=NOW, city=city
        )


def test_a_challenge_has_no_key_without_two_officers(session, vault, challenge):
    enrolled(session, vault)
    with pytest.raises(RuleRefused, match="key_officers_missing") as refusal:
        vault.locksmith.new_challenge_keys(session, challenge.id, closes_at=NOW, now=NOW)
    assert refusal.value.params == {"wanted": 2, "found": 1}


def test_the_key_of_a_challenge_is_kept_wrapped_and_in_halves_for_each_pair(
    session, vault, challenge
):
    people = [enrolled(session, vault, number)[1].id for number in (1, 2, 3)]
    vault.locksmith.new_challenge_keys(session, challenge.id, closes_at=NOW, now=NOW)
    kept = session.get(ChallengeKey, challenge.id)
    private = vault.opener.unlock(
        kept.wrapped, challenge_id=challenge.id, now=NOW
    ).private_bytes_raw()
    pairs = session.execute(select(KeyShare.officer_id, KeyShare.other_id)).all()
    assert sorted(map(tuple, pairs)) == sorted(
        (one, other) for one in people for other in people if one != other
    )
    shares = session.scalars(select(KeyShare.wrapped)).all()
    assert all(private not in stored for stored in [*shares, kept.wrapped])


def test_an_officer_s_key_that_somebody_changed_in_the_database_is_not_shared_with(
    session, vault, challenge
):
    enrolled(session, vault, 1)
    _, row = enrolled(session, vault, 2)
    row.public_key = vaults().opening.public().first.material
    session.flush()
    with pytest.raises(CannotOpen, match="officer_key_not_attested"):
        vault.locksmith.new_challenge_keys(session, challenge.id, closes_at=NOW, now=NOW)
