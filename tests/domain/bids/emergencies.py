"""An open call whose key three officers hold in halves, and what they do for an early opening."""

from sqlalchemy import select

from scenario_market.domain.bids import emergency
from scenario_market.domain.keys.models import ChallengeKey
from scenario_market.domain.outbox import EventRecord
from tests.domain.bids import desks
from tests.domain.keys import holders
from tests.domain.keys.holders import PASSPHRASE

REASON = "保密期内发现发榜方服务器被入侵，需提前封存原始材料"


def guarded(session, city, vault):
    """An open call whose key any two of three officers hold; one bid was handed in."""
    made = desks.scene(session, city)
    made.web, made.opener = vault.sealing, vault.opener
    made.officers = [holders.enrolled(session, vault, number) for number in (1, 2, 3)]
    key = vault.locksmith.new_challenge_keys(
        session, made.challenge.id, closes_at=made.challenge.closes_at, now=made.now
    )
    made.challenge.public_key = key
    session.flush()
    made.keys = session.get(ChallengeKey, made.challenge.id)
    made.handed_in(*made.begun())
    return made


def prove(scene, vault, number, passphrase=None, challenge_id=None):
    actor, _ = scene.officers[number - 1]
    return emergency.prove(
        scene.session,
        challenge_id or scene.challenge.id,
        passphrase=passphrase or PASSPHRASE.format(number),
        actor=actor,
        now=scene.now,
        vault=vault.officer_keys,
    )


def ask(scene, vault, number=1, reason=REASON):
    actor, _ = scene.officers[number - 1]
    proof = prove(scene, vault, number)
    return emergency.ask(
        scene.session, scene.challenge.id, reason=reason, proof=proof, actor=actor, now=scene.now
    )


def confirm(scene, vault, row, number=2, version=None, proof=None):
    actor, _ = scene.officers[number - 1]
    proof = proof or prove(scene, vault, number)
    return emergency.confirm(
        scene.session, row.id, proof=proof, actor=actor, now=scene.now, version=version
    )


def kinds(scene):
    query = select(EventRecord.kind).where(
        EventRecord.subject_kind == "challenge",
        EventRecord.subject_id == scene.challenge.id,
        EventRecord.is_public,
    )
    return scene.session.scalars(query.order_by(EventRecord.id)).all()
