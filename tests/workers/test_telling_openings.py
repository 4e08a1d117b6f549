"""Who is told of an opening, by the clock or before its time, and of what does not open."""

import pytest
from sqlalchemy import select

from scenario_market.domain.bids import emergency
from scenario_market.domain.keys import guessing, naming
from scenario_market.domain.keys.models import ChallengeKey, KeyOfficer
from scenario_market.domain.parties.models import RoleGrant
from tests import factories
from tests.domain.bids import desks
from tests.domain.bids.openings import close, keep_file, open_all
from tests.domain.keys import holders
from tests.domain.keys.holders import PASSPHRASE
from tests.factories import NOW
from tests.workers.test_telling_challenges import said, told


@pytest.fixture
def vault():
    return holders.vaults()


@pytest.fixture
def scene(session, city, vault):
    """An open call with two key officers, a bidder, an officer and an auditor; ``everybody``: who hears of it."""
    made = desks.scene(session, city)
    made.web, made.opener = vault.sealing, vault.opener
    made.officers = [holders.enrolled(session, vault, number)[0] for number in (1, 2)]
    key = vault.locksmith.new_challenge_keys(
        session, made.challenge.id, closes_at=made.challenge.closes_at, now=made.now
    )
    made.challenge.public_key = key
    made.keys = session.get(ChallengeKey, made.challenge.id)
    made.office = factories.person(session).id
    made.auditor = factories.person(session).id
    for person_id, role in ((made.office, "office_reviewer"), (made.auditor, "auditor")):
        session.add(RoleGrant(person_id=person_id, role=role, starts_at=NOW))
    made.workspace, made.actor = made.begun()
    made.bidding = made.workspace.organisation_id
    made.everybody = {
        made.bidding,
        made.owner.id,
        -made.office,
        -made.auditor,
        *(-actor.person_id for actor in made.officers),
    }
    session.flush()
    return made


def prove(scene, vault, number):
    return emergency.prove(
        scene.session,
        scene.challenge.id,
        passphrase=PASSPHRASE.format(number),
        actor=scene.officers[number - 1],
        now=scene.now,
        vault=vault.officer_keys,
    )


def ask(scene, vault):
    return emergency.ask(
        scene.session,
        scene.challenge.id,
        reason="主机遭入侵",
        proof=prove(scene, vault, 1),
        actor=scene.officers[0],
        now=scene.now,
    )


def test_who_is_named_to_hold_keys_and_who_guesses_is_told_to_those_who_answer_for_them(
    scene, session
):
    wanted = {-scene.auditor, *(-actor.person_id for actor in scene.officers)}
    assert told(scene, "key_officer.enrolled") == {"key_enrolled": wanted}
    actor = scene.officers[0]
    row = session.scalar(select(KeyOfficer).where(KeyOfficer.person_id == actor.person_id))
    for _ in range(guessing.ATTEMPTS):
        guessing.tried(session, row.id, is_right=False, actor=actor, now=scene.now)
    assert told(scene, "key_officer.blocked") == {"key_blocked": wanted}
    assert "连续 5 次" in said(scene, "key_officer.blocked", "key_blocked")


def test_who_is_to_hold_keys_is_known_to_those_who_answer_for_them_before_he_does(scene, session):
    boss = factories.officer(factories.person(session), "administrator")
    row = naming.ask(session, person_id=factories.person(session).id, actor=boss, now=scene.now)
    wanted = {-scene.auditor, *(-actor.person_id for actor in scene.officers)}
    assert told(scene, "key_naming.asked") == {"key_naming_asked": wanted}
    assert "7 天内" in said(scene, "key_naming.asked", "key_naming_asked")
    naming.confirm(session, row.id, actor=scene.officers[0], now=scene.now, version=None)
    wanted |= {-row.person_id}  # who is one of them now
    assert told(scene, "key_naming.confirmed") == {"key_naming_confirmed": wanted}


def test_everybody_concerned_hears_at_once_that_two_officers_open_early(scene, vault):
    row = ask(scene, vault)
    assert told(scene, "challenge.early_opening_asked") == {
        "challenge_early_asked": scene.everybody
    }
    assert "24 小时" in said(scene, "challenge.early_opening_asked", "challenge_early_asked")
    proof, actor = prove(scene, vault, 2), scene.officers[1]
    emergency.confirm(scene.session, row.id, proof=proof, actor=actor, now=scene.now, version=None)
    assert told(scene, "challenge.early_opening_confirmed") == {
        "challenge_early_confirmed": scene.everybody
    }


def test_everybody_concerned_hears_that_it_was_stopped(scene, vault):
    row = ask(scene, vault)
    actor = scene.officers[1]
    emergency.withdraw(scene.session, row.id, actor=actor, now=scene.now, version=None)
    assert told(scene, "challenge.early_opening_withdrawn") == {
        "challenge_early_withdrawn": scene.everybody
    }


def test_everybody_concerned_hears_how_many_bids_were_opened_or_that_none_could_be(scene, tmp_path):
    scene.handed_in(scene.workspace, scene.actor)
    close(scene)
    emergency.note_failure(scene.session, scene.challenge.id, now=scene.now)
    assert told(scene, "challenge.opening_failed") == {"challenge_not_opened": scene.everybody}
    open_all(scene, tmp_path)
    assert told(scene, "challenge.unsealed") == {"challenge_unsealed": scene.everybody}
    assert "共 1 份有效" in said(scene, "challenge.unsealed", "challenge_unsealed")


def test_what_does_not_open_its_bidder_and_the_office_hear_of(scene, tmp_path):
    file = keep_file(scene, tmp_path, scene.workspace, b"content")
    scene.act(scene.workspace, scene.actor, added=file)
    scene.handed_in(scene.workspace, scene.actor)
    (tmp_path / file.stored_as).unlink()
    spoilt, actor = scene.begun()
    scene.handed_in(spoilt, actor)
    spoilt.sealed_key = bytes(len(spoilt.sealed_key))
    scene.session.flush()
    close(scene)
    open_all(scene, tmp_path)
    assert told(scene, "challenge.bid_unreadable") == {
        "challenge_bid_unreadable": {spoilt.organisation_id, -scene.office}
    }
    assert told(scene, "challenge.bid_file_unreadable") == {
        "challenge_file_unreadable": {scene.bidding, -scene.office}
    }
    assert file.sha256 in said(scene, "challenge.bid_file_unreadable", "challenge_file_unreadable")
