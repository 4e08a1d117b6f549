"""The panel's opinion: written by its chair, signed by every member, each of whom may dissent in writing."""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import CHALLENGE_MOVES
from scenario_market.domain.city import City
from scenario_market.domain.errors import (
    AlreadyDone,
    FieldError,
    Invalid,
    NotFound,
    RuleRefused,
)
from scenario_market.domain.parties import proving
from scenario_market.domain.permissions import require
from scenario_market.domain.results import events
from scenario_market.domain.results import standing as reading
from scenario_market.domain.results.finding import check_state, open_result, opinion_of
from scenario_market.domain.results.models import OpinionSignature, PanelOpinion
from scenario_market.domain.results.standing import Standing

TEXT_MAX = 20_000
DISSENT_MAX = 5_000


def content_hash(challenge_id: int, attempt: int, text: str, places: list[Any]) -> str:
    """What a member signs: SHA-256 in hex of the canonical JSON of these four."""
    signed = [challenge_id, attempt, text, places]
    return hashlib.sha256(outbox.canonical(signed)).hexdigest()


def draft(
    session: Session,
    challenge_id: int,
    *,
    text: str,
    actor: Actor,
    now: datetime,
    version: int | None,
) -> PanelOpinion:
    """Write the panel's opinion on the ranking as it stands, or change it: who has signed signs again.

    :raises RuleRefused: ``panel_not_seated``; ``ranking_missing``; ``not_the_chair``.
    """
    challenge = open_result(
        session, challenge_id, actor=actor, permission="panel.chair", version=version
    )
    check_state(challenge, CHALLENGE_MOVES, "recommend")
    _check_text("text", text, TEXT_MAX)
    standing = reading.of(session, challenge.id)
    if actor.person_id != standing.chair_id:
        raise RuleRefused("not_the_chair")
    if not standing.places:
        raise RuleRefused("ranking_missing")
    row = opinion_of(session, challenge.id)
    if row is None or row.recommended_at is not None:
        row = _new(challenge, row, standing, now)
        session.add(row)
    else:
        lifecycle.touch(row, now=now)
    row.text, row.members, row.places = text.strip(), list(standing.members), list(standing.places)
    row.content_hash = content_hash(challenge.id, row.attempt, row.text, row.places)
    session.flush()
    session.execute(delete(OpinionSignature).where(OpinionSignature.opinion_id == row.id))
    lifecycle.touch(challenge, now=now, public=False)
    fact = events.OpinionDrafted(subject_id=challenge.id, opinion_id=row.id)
    outbox.record(session, fact, actor=actor, now=now)
    return row


def _new(
    challenge: Challenge, last: PanelOpinion | None, standing: Standing, now: datetime
) -> PanelOpinion:
    return PanelOpinion(
        challenge_id=challenge.id,
        attempt=last.attempt + 1 if last is not None else 1,
        chair_id=standing.chair_id,
        version=1,
        created_at=now,
        updated_at=now,
    )


def _check_text(field: str, text: str, limit: int) -> None:
    if not text.strip():
        raise Invalid(FieldError(field, "required"))
    if len(text) > limit:
        raise Invalid(FieldError(field, "too_long", {"limit": limit, "found": len(text)}))


def sign(
    session: Session,
    challenge_id: int,
    *,
    content_hash: str,
    agrees: bool,
    dissent: str = "",
    proof: proving.Proof,
    key: bytes,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> OpinionSignature | None:
    """Sign the opinion as a member of the panel, who proves again who he is; who does not agree says why, in writing.

    :param key: the secret that one-time codes are hashed with.
    :returns: None: the proof was wrong, which is counted, so the caller commits either way.

    :param content_hash: of what the member has read, so that he signs nothing else.
    :raises NotFound: there is no opinion, or the actor is not on the panel.
    :raises RuleRefused: ``opinion_changed``; ``opinion_outdated``: another ranking or panel stands by now.
    :raises AlreadyDone: ``opinion_signed``.
    :raises Invalid: a dissent without its text, or a text without dissent.
    """
    challenge, row = _open(session, challenge_id, content_hash, actor=actor, version=version)
    _check_dissent(agrees, dissent)
    if actor.person_id in signatories(session, row):
        raise AlreadyDone("opinion_signed")
    if proving.confirm(session, proof, key=key, actor=actor, now=now, city=city) is None:
        return None
    signature = OpinionSignature(
        opinion_id=row.id,
        person_id=actor.person_id,
        agrees=agrees,
        dissent=dissent.strip(),
        content_hash=row.content_hash,
        signed_at=now,
    )
    session.add(signature)
    _record(session, challenge, row, agrees, actor, now)
    return signature


def _open(
    session: Session, challenge_id: int, content_hash: str, *, actor: Actor, version: int | None
) -> tuple[Challenge, PanelOpinion]:
    """Lock a call for a member's signature on what he has read, which is what stands."""
    require(actor, "opinion.sign")
    row = opinion_of(session, challenge_id)
    if row is None or actor.person_id not in row.members:
        raise NotFound(kind="panel_opinion")
    challenge = open_result(
        session, challenge_id, actor=actor, permission="opinion.sign", version=version
    )
    check_state(challenge, CHALLENGE_MOVES, "recommend")
    session.refresh(row)
    if row.recommended_at is not None or row.content_hash != content_hash:
        raise RuleRefused("opinion_changed")
    reading.check_current(session, row)
    return challenge, row


def _record(
    session: Session,
    challenge: Challenge,
    row: PanelOpinion,
    agrees: bool,
    actor: Actor,
    now: datetime,
) -> None:
    """What follows from a signature: the last one says that all have signed."""
    session.flush()
    lifecycle.touch(challenge, now=now, public=False)
    fact = events.OpinionSigned(subject_id=challenge.id, opinion_id=row.id, agrees=agrees)
    outbox.record(session, fact, actor=actor, now=now)
    if not unsigned(session, row):
        done = events.OpinionComplete(subject_id=challenge.id, opinion_id=row.id)
        outbox.record(session, done, actor=actor, now=now)


def _check_dissent(agrees: bool, dissent: str) -> None:
    if not agrees:
        _check_text("dissent", dissent, DISSENT_MAX)
    elif dissent.strip():
        raise Invalid(FieldError("dissent", "dissent_agrees"))


def signatories(session: Session, row: PanelOpinion) -> set[int]:
    """Keys of the people who have signed this content."""
    query = select(OpinionSignature.person_id).where(
        OpinionSignature.opinion_id == row.id,
        OpinionSignature.content_hash == row.content_hash,
    )
    return set(session.scalars(query))


def unsigned(session: Session, row: PanelOpinion) -> set[int]:
    """Keys of the members who have not signed yet."""
    return set(row.members) - signatories(session, row)
