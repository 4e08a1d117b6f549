"""应急开启: opening before the deadline, or without the opening key, by two named officers; a public fact at once.

Asking and confirming have two steps each: ``prove`` is slow (argon2id) and only reads; the act then writes.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import SYSTEM, Actor, consequence
from scenario_market.domain.challenges import access, opening_events
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import CHALLENGE_MOVES, SEALED, ChallengeState
from scenario_market.domain.errors import (
    AlreadyDone,
    FieldError,
    IllegalMove,
    Invalid,
    NotFound,
    RuleRefused,
)
from scenario_market.domain.keys import guessing, officers
from scenario_market.domain.keys.models import ChallengeKey, EarlyOpening, KeyOfficer, KeyShare
from scenario_market.domain.keys.values import OfficerVault
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.paging import Page, page
from scenario_market.domain.permissions import require, require_session

PATIENCE = timedelta(hours=24)


@dataclass(frozen=True)
class Proof:
    """What an officer's passphrase opened. ``halves``: key of the other officer → his half, for the openers alone.

    ``is_right``: whether it was his; ``guessing.tried`` counts it before anything is done with the proof.
    """

    challenge_id: int
    officer_id: int
    halves: Mapping[int, bytes]
    is_right: bool = True


def prove(
    session: Session,
    challenge_id: int,
    *,
    passphrase: str,
    actor: Actor,
    now: datetime,
    vault: OfficerVault,
) -> Proof:
    """Take the actor's halves of a challenge's key out of his keeping, wrapped to the opening key.

    :raises NotFound: no such challenge for the actor.
    :raises RuleRefused: ``key_officer_missing``: he has no key. ``no_half_of_key``: not of this challenge.
    :raises TooMany: ``passphrase_blocked``.
    """
    require(actor, "opening.early")
    require_session(actor)
    _readable(session, challenge_id, actor)
    mine = _officer(session, actor, now)
    guessing.check(mine, now)
    query = select(KeyShare.other_id, KeyShare.wrapped).where(
        KeyShare.challenge_id == challenge_id, KeyShare.officer_id == mine.id
    )
    shares = {row.other_id: row.wrapped for row in session.execute(query)}
    if not shares:
        raise RuleRefused("no_half_of_key")
    halves = vault.hand_over(
        mine.kept,
        officers.normalised(passphrase),
        shares,
        challenge_id=challenge_id,
        person_id=mine.person_id,
    )
    return Proof(challenge_id, mine.id, halves or {}, is_right=halves is not None)


def ask(
    session: Session, challenge_id: int, *, reason: str, proof: Proof, actor: Actor, now: datetime
) -> EarlyOpening:
    """Ask to open a challenge. Everybody sees it at once; another officer has 24 hours to confirm.

    :raises IllegalMove: nothing is sealed there.
    :raises AlreadyDone: ``early_opening_asked``.
    :raises RuleRefused: ``no_half_of_key``: the proof is another's, of another call, or of a retired key;
        ``passphrase_wrong``.
    """
    require(actor, "opening.early")
    if not reason.strip():
        raise Invalid(FieldError("reason", "required"))
    challenge = _sealed(session, challenge_id, actor)
    _check_proof(session, proof, challenge, actor, now)
    if _pending(session, challenge_id, now) is not None:
        raise AlreadyDone("early_opening_asked")
    row = EarlyOpening(
        challenge_id=challenge.id,
        reason=reason.strip(),
        asked_by_id=actor.person_id,
        officer_id=proof.officer_id,
        halves={str(key): base64.b64encode(half).decode() for key, half in proof.halves.items()},
        asked_at=now,
        lapses_at=now + PATIENCE,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    event = opening_events.EarlyOpeningAsked(subject_id=challenge.id, early_opening_id=row.id)
    outbox.record(session, event, actor=actor, now=now)
    return row


def confirm(
    session: Session,
    early_opening_id: int,
    *,
    proof: Proof,
    actor: Actor,
    now: datetime,
    version: int | None,
) -> EarlyOpening:
    """Confirm what another officer asked for: the call closes at once, and a worker opens its bids.

    :raises RuleRefused: ``four_eyes``: he asked himself. ``early_opening_lapsed``. ``no_half_of_key``: these two hold
        no halves that fit.
    """
    require(actor, "opening.early")
    challenge, row = _locked(session, early_opening_id, actor, version)
    if row.asked_by_id == actor.person_id:
        raise RuleRefused("four_eyes")
    if row.lapses_at <= now:
        raise RuleRefused("early_opening_lapsed", lapsed_at=row.lapses_at.isoformat())
    _check_proof(session, proof, challenge, actor, now)
    half = proof.halves.get(row.officer_id)
    held = {one.id for one in officers.active(session, now)}
    if half is None or row.officer_id not in held or str(proof.officer_id) not in row.halves:
        raise RuleRefused("no_half_of_key")
    row.confirmed_by_id, row.other_id = actor.person_id, proof.officer_id
    row.half, row.confirmed_at = half, now
    lifecycle.touch(row, now=now)
    event = opening_events.EarlyOpeningConfirmed(subject_id=challenge.id, early_opening_id=row.id)
    outbox.record(session, event, actor=actor, now=now)
    if challenge.state == ChallengeState.OPEN:
        challenge.closed_at = now
        by = consequence(actor, "system")
        lifecycle.move(session, challenge, CHALLENGE_MOVES, "close", actor=by, now=now)
    return row


def withdraw(
    session: Session, early_opening_id: int, *, actor: Actor, now: datetime, version: int | None
) -> EarlyOpening:
    """Take the word back, or stop it: any key officer may. A public fact like the asking."""
    require(actor, "opening.early")
    challenge, row = _locked(session, early_opening_id, actor, version)
    row.withdrawn_by_id, row.withdrawn_at, row.halves = actor.person_id, now, {}
    lifecycle.touch(row, now=now)
    event = opening_events.EarlyOpeningWithdrawn(subject_id=challenge.id, early_opening_id=row.id)
    outbox.record(session, event, actor=actor, now=now)
    return row


def listed(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[EarlyOpening]:
    """The early openings of a challenge that were asked for, newest first: for everybody who reads the call.

    :raises NotFound: no such challenge for the actor.
    """
    _readable(session, challenge_id, actor)
    query = select(EarlyOpening).where(EarlyOpening.challenge_id == challenge_id)
    return page(session, query, EarlyOpening.id, after=after, limit=limit)


def found(session: Session, early_opening_id: int, *, actor: Actor) -> EarlyOpening:
    """One early opening.

    :raises NotFound: there is none, or not for the actor.
    """
    row = session.get(EarlyOpening, early_opening_id)
    if row is None:
        raise NotFound(kind="early_opening")
    _readable(session, row.challenge_id, actor)
    return row


def handed_over(session: Session, challenge_id: int) -> list[bytes]:
    """The two halves of a confirmed early opening, wrapped to the opening key; empty where there is none."""
    query = select(EarlyOpening).where(
        EarlyOpening.challenge_id == challenge_id, EarlyOpening.confirmed_at.is_not(None)
    )
    row = session.scalar(query.order_by(EarlyOpening.id.desc()).limit(1))
    if row is None or row.half is None or str(row.other_id) not in row.halves:
        return []
    return [base64.b64decode(row.halves[str(row.other_id)]), row.half]


def note_failure(session: Session, challenge_id: int, *, now: datetime) -> None:
    """Record once that no key here opens the bids: the office may then declare the call failed. Harmless to repeat."""
    known: Any = select(EventRecord.id).where(
        EventRecord.subject_kind == "challenge",
        EventRecord.subject_id == challenge_id,
        EventRecord.kind == opening_events.OpeningFailed.kind,
    )
    if session.scalar(known.limit(1)) is None:
        event = opening_events.OpeningFailed(subject_id=challenge_id)
        outbox.record(session, event, actor=SYSTEM, now=now)


def forget_halves(session: Session, challenge_id: int) -> None:
    """The bids are open: nobody's half is needed any more."""
    mine = update(EarlyOpening).where(EarlyOpening.challenge_id == challenge_id)
    session.execute(mine.values(halves={}, half=None))


def forget_key(session: Session, challenge_id: int) -> None:
    """Destroy what is left of a challenge's private key: what was sealed to it stays sealed for ever."""
    forget_halves(session, challenge_id)
    for table in (KeyShare, ChallengeKey):
        session.execute(delete(table).where(table.challenge_id == challenge_id))


def _readable(session: Session, challenge_id: int, actor: Actor) -> None:
    query = select(Challenge.id).where(Challenge.id == challenge_id, access.readable(actor))
    if session.scalar(query) is None:
        raise NotFound(kind="challenge")


def _sealed(session: Session, challenge_id: int, actor: Actor) -> Challenge:
    _readable(session, challenge_id, actor)
    challenge = lifecycle.lock(session, Challenge, challenge_id)
    if challenge.state not in SEALED:
        raise IllegalMove(verb="open_early", state=challenge.state, kind="challenge")
    return challenge


def _locked(
    session: Session, early_opening_id: int, actor: Actor, version: int | None
) -> tuple[Challenge, EarlyOpening]:
    """The challenge first, as in every act, then the request, which nobody has answered."""
    known = found(session, early_opening_id, actor=actor)
    challenge = _sealed(session, known.challenge_id, actor)
    row = lifecycle.lock(session, EarlyOpening, early_opening_id, version=version)
    if row.confirmed_at is not None or row.withdrawn_at is not None:
        raise AlreadyDone("early_opening_answered")
    return challenge, row


def _pending(session: Session, challenge_id: int, now: datetime) -> EarlyOpening | None:
    query: Any = select(EarlyOpening).where(
        EarlyOpening.challenge_id == challenge_id,
        EarlyOpening.confirmed_at.is_(None),
        EarlyOpening.withdrawn_at.is_(None),
        EarlyOpening.lapses_at > now,
    )
    return session.scalar(query.limit(1))


def _check_proof(
    session: Session, proof: Proof, challenge: Challenge, actor: Actor, now: datetime
) -> None:
    """Between the proof and the act somebody may have retired the key, or lost the role."""
    if not proof.is_right:
        raise RuleRefused("passphrase_wrong")
    if proof.challenge_id != challenge.id or proof.officer_id != _officer(session, actor, now).id:
        raise RuleRefused("no_half_of_key")


def _officer(session: Session, actor: Actor, now: datetime) -> KeyOfficer:
    for row in officers.active(session, now):
        if row.person_id == actor.person_id:
            return row
    raise RuleRefused("key_officer_missing")
