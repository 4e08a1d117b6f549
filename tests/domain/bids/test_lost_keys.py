"""Keys that are lost, and keys that are destroyed."""

import pytest
from sqlalchemy import select

from scenario_market.domain.bids import emergency, opening
from scenario_market.domain.bids.sealing import CannotOpen
from scenario_market.domain.challenges import ending
from scenario_market.domain.errors import RuleRefused
from scenario_market.domain.keys.models import ChallengeKey, KeyOfficer, KeyShare
from scenario_market.domain.moves import Reason
from tests import factories
from tests.domain.bids.emergencies import ask, guarded, kinds
from tests.domain.bids.openings import close
from tests.domain.keys import holders
from tests.vault.rings import halves as strangers


@pytest.fixture
def vault():
    return holders.vaults()


@pytest.fixture
def scene(session, city, vault):
    return guarded(session, city, vault)


def lead_of(scene):
    return factories.officer(factories.person(scene.session), "office_lead")


def fail(scene):
    return ending.fail(
        scene.session,
        scene.challenge.id,
        actor=lead_of(scene),
        version=None,
        reason=Reason("bids_unreadable", "开启密钥遗失，密钥保管人分片亦不可用"),
        qualified=0,
        **scene.context,
    )


def test_a_call_whose_keys_are_lost_fails_publicly_and_is_reopened(scene, vault):
    close(scene)
    _, stranger = strangers()
    with pytest.raises(CannotOpen, match="key_missing"):
        stranger.unlock(scene.keys.wrapped, challenge_id=scene.challenge.id, now=scene.now)
    with pytest.raises(RuleRefused, match="bids_not_opened_yet"):
        fail(scene)
    for _ in range(2):
        emergency.note_failure(scene.session, scene.challenge.id, now=scene.now)
    assert kinds(scene).count("challenge.opening_failed") == 1
    assert fail(scene).state == "failed"
    again = ending.reopen(
        scene.session, scene.challenge.id, actor=lead_of(scene), version=None, **scene.context
    )
    assert (again.previous_id, again.round_number) == (scene.challenge.id, 2)


def test_the_key_of_a_call_that_ended_is_destroyed(scene, vault):
    row = ask(scene, vault)
    emergency.forget_key(scene.session, scene.challenge.id)
    opening.erase(scene.session, scene.challenge.id)
    scene.session.refresh(row)
    assert row.halves == {}
    for table in (ChallengeKey, KeyShare):
        mine = select(table).where(table.challenge_id == scene.challenge.id)
        assert scene.session.scalars(mine).all() == []
    assert scene.session.scalars(select(KeyOfficer)).all() != []
