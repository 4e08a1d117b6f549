"""应急开启: two named officers, each with a passphrase, and everybody sees it at once."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from scenario_market.domain.actor import PUBLIC, Actor
from scenario_market.domain.bids import emergency, rotating
from scenario_market.domain.errors import (
    AlreadyDone,
    IllegalMove,
    Invalid,
    NotPermitted,
    NotSignedIn,
    RuleRefused,
    StaleVersion,
    TooMany,
)
from scenario_market.domain.keys import guessing, officers
from scenario_market.domain.outbox import EventRecord
from tests import factories
from tests.domain.bids import desks
from tests.domain.bids.emergencies import REASON, ask, confirm, guarded, kinds, prove
from tests.domain.bids.openings import bids, close, later, open_all
from tests.domain.keys import holders
from tests.domain.keys.holders import PASSPHRASE


@pytest.fixture
def vault():
    return holders.vaults()


@pytest.fixture
def scene(session, city, vault):
    return guarded(session, city, vault)


def test_two_officers_open_a_call_before_its_time_and_it_is_public_at_once(scene, vault, tmp_path):
    row = ask(scene, vault)
    assert kinds(scene) == ["challenge.early_opening_asked"]
    assert scene.challenge.state == "open"
    confirm(scene, vault, row)
    assert kinds(scene)[1:] == ["challenge.early_opening_confirmed", "challenge.closed"]
    assert (scene.challenge.state, scene.challenge.closed_at) == ("closed", scene.now)
    assert scene.challenge.closes_at > scene.now
    open_all(scene, tmp_path)
    assert len(bids(scene)) == 1
    unsealed = scene.session.scalar(
        select(EventRecord).where(EventRecord.kind == "challenge.unsealed")
    )
    assert unsealed.payload == {"bids": 1, "early": True}


def test_the_halves_of_two_officers_open_without_the_opening_key(scene, vault, tmp_path):
    close(scene)
    assert emergency.handed_over(scene.session, scene.challenge.id) == []
    row = ask(scene, vault, 3)
    confirm(scene, vault, row, 1)
    handed = emergency.handed_over(scene.session, scene.challenge.id)
    together = vault.opener.unlock_shares(
        handed, challenge_id=scene.challenge.id, public_key=scene.challenge.public_key
    )
    kept = vault.opener.unlock(
        scene.keys.wrapped, challenge_id=scene.challenge.id, now=scene.challenge.closes_at
    )
    assert together.private_bytes_raw() == kept.private_bytes_raw()


def test_what_was_handed_over_is_forgotten_after_the_opening(scene, vault, tmp_path):
    row = confirm(scene, vault, ask(scene, vault))
    open_all(scene, tmp_path)
    emergency.forget_halves(scene.session, scene.challenge.id)
    scene.session.refresh(row)
    assert (row.halves, row.half) == ({}, None)
    assert emergency.handed_over(scene.session, scene.challenge.id) == []


def test_what_was_asked_for_before_the_keys_were_shared_anew_is_not_confirmed(scene, vault):
    row = ask(scene, vault)

    def split(wrapped, challenge_id, held):
        return vault.opener.shares(wrapped, challenge_id=challenge_id, officers=held)

    assert rotating.share_anew(scene.session, split, now=scene.now) == 1
    with pytest.raises(RuleRefused, match="no_half_of_key"):
        confirm(scene, vault, row)
    assert scene.challenge.state == "open"
    actor, _ = scene.officers[1]
    emergency.withdraw(scene.session, row.id, actor=actor, now=scene.now, version=None)
    confirm(scene, vault, ask(scene, vault))
    assert scene.challenge.state == "closed"


def test_nobody_confirms_what_he_asked_for(scene, vault):
    row = ask(scene, vault)
    with pytest.raises(RuleRefused, match="four_eyes"):
        confirm(scene, vault, row, 1)
    assert scene.challenge.state == "open"


def test_a_wrong_passphrase_proves_nothing(scene, vault):
    proof = prove(scene, vault, 1, PASSPHRASE.format(2))
    assert (proof.is_right, proof.halves) == (False, {})
    actor, _ = scene.officers[0]
    with pytest.raises(RuleRefused, match="passphrase_wrong"):
        emergency.ask(
            scene.session,
            scene.challenge.id,
            reason=REASON,
            proof=proof,
            actor=actor,
            now=scene.now,
        )


def test_after_too_many_wrong_ones_not_even_the_right_passphrase_proves_anything(scene, vault):
    actor, row = scene.officers[0]
    for _ in range(guessing.ATTEMPTS):
        guessing.tried(scene.session, row.id, is_right=False, actor=actor, now=scene.now)
    with pytest.raises(TooMany, match="passphrase_blocked"):
        prove(scene, vault, 1)
    scene.now += guessing.PAUSE
    assert prove(scene, vault, 1).is_right


def test_only_key_officers_ask_and_no_token_does(scene, vault):
    lead = Actor(person_id=factories.person(scene.session).id, roles=frozenset({"office_lead"}))
    token = replace(scene.officers[0][0], token_scopes=frozenset({"opening.early"}))
    for actor in (lead, token, PUBLIC):
        with pytest.raises(NotSignedIn if actor is PUBLIC else NotPermitted):
            emergency.prove(
                scene.session,
                scene.challenge.id,
                passphrase=PASSPHRASE.format(1),
                actor=actor,
                now=scene.now,
                vault=vault.officer_keys,
            )


def test_an_officer_who_came_after_the_publication_has_no_half(scene, vault):
    scene.officers.append(holders.enrolled(scene.session, vault, 4))
    with pytest.raises(RuleRefused, match="no_half_of_key"):
        prove(scene, vault, 4)


def test_an_officer_without_a_key_is_told(scene, vault):
    scene.officers.append((holders.actor_of(scene.session), None))
    with pytest.raises(RuleRefused, match="key_officer_missing"):
        prove(scene, vault, 4)


def test_halves_of_a_retired_officer_are_confirmed_by_nobody(scene, vault):
    row = ask(scene, vault)
    actor, mine = scene.officers[0]
    officers.retire(scene.session, mine.id, actor=actor, now=scene.now, version=None)
    with pytest.raises(RuleRefused, match="no_half_of_key"):
        confirm(scene, vault, row)


def test_a_proof_for_another_call_does_not_confirm(scene, vault):
    other, _ = desks.open_call(scene)
    other.public_key = vault.locksmith.new_challenge_keys(
        scene.session, other.id, closes_at=other.closes_at, now=scene.now
    )
    row = ask(scene, vault)
    with pytest.raises(RuleRefused, match="no_half_of_key"):
        confirm(scene, vault, row, proof=prove(scene, vault, 2, challenge_id=other.id))


def test_a_proof_is_good_for_its_own_officer_and_call_while_he_holds_the_key(scene, vault):
    other, _ = desks.open_call(scene)
    other.public_key = vault.locksmith.new_challenge_keys(
        scene.session, other.id, closes_at=other.closes_at, now=scene.now
    )
    (one, mine), (two, _), _ = scene.officers
    mine_here, theirs = prove(scene, vault, 1), prove(scene, vault, 2)
    elsewhere = prove(scene, vault, 1, challenge_id=other.id)

    def asked(proof):
        return emergency.ask(
            scene.session,
            scene.challenge.id,
            reason=REASON,
            proof=proof,
            actor=one,
            now=scene.now,
        )

    for proof in (theirs, elsewhere):
        with pytest.raises(RuleRefused, match="no_half_of_key"):
            asked(proof)
    officers.retire(scene.session, mine.id, actor=one, now=scene.now, version=None)
    with pytest.raises(RuleRefused, match="key_officer_missing"):
        asked(mine_here)
    assert two.person_id != one.person_id
    assert kinds(scene) == []


def test_an_early_opening_lapses_after_a_day(scene, vault):
    row = ask(scene, vault)
    later(scene, hours=24)
    with pytest.raises(RuleRefused, match="early_opening_lapsed"):
        confirm(scene, vault, row)
    again = ask(scene, vault)
    confirm(scene, vault, again)
    assert scene.challenge.state == "closed"


def test_one_waits_at_a_time_and_any_officer_may_stop_it(scene, vault):
    row = ask(scene, vault)
    with pytest.raises(AlreadyDone, match="early_opening_asked"):
        ask(scene, vault, 2)
    actor, _ = scene.officers[2]
    emergency.withdraw(scene.session, row.id, actor=actor, now=scene.now, version=None)
    assert kinds(scene)[-1] == "challenge.early_opening_withdrawn"
    with pytest.raises(AlreadyDone, match="early_opening_answered"):
        confirm(scene, vault, row)
    ask(scene, vault, 2)


def test_a_confirmation_names_the_version_it_was_made_from(scene, vault):
    row = ask(scene, vault)
    with pytest.raises(StaleVersion):
        confirm(scene, vault, row, version=7)
    confirm(scene, vault, row, version=1)
    with pytest.raises(AlreadyDone):
        confirm(scene, vault, row, 3)


def test_a_reason_is_owed(scene, vault):
    with pytest.raises(Invalid, match="required"):
        ask(scene, vault, reason="  ")


def test_an_opened_call_is_not_opened_early(scene, vault, tmp_path):
    row = ask(scene, vault)
    close(scene)
    open_all(scene, tmp_path)
    with pytest.raises(IllegalMove):
        confirm(scene, vault, row)
    with pytest.raises(IllegalMove):
        ask(scene, vault, 2)


def test_everybody_reads_that_an_early_opening_was_asked_for(scene, vault):
    row = ask(scene, vault)
    assert emergency.listed(scene.session, scene.challenge.id, actor=PUBLIC).rows == [row]
    assert emergency.found(scene.session, row.id, actor=PUBLIC).reason == REASON
