"""Rotation: what stands in the books under an older key is wrapped anew, batch by batch, while the market goes on."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.bids.models import Workspace
from scenario_market.domain.bids.sealing import About
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import SEALED
from scenario_market.domain.keys import officers
from scenario_market.domain.keys.events import KeysRenewed, SharesRenewed
from scenario_market.domain.keys.making import keep_shares
from scenario_market.domain.keys.models import ChallengeKey, EarlyOpening, KeyShare
from scenario_market.domain.keys.values import OfficerKey, Share

BATCH = 200
ID_BYTES = 8


def renew_drafts(
    session: Session, after: int, renewed: Callable[[bytes, About], bytes], *, first_id: str
) -> tuple[int | None, int]:
    """Wrap the content keys of a batch of workspaces under the newest draft key. Harmless to repeat.

    Nothing else of a workspace changes: neither its version nor its time tells that its key was renewed.

    :param after: key of the last workspace of the batch before, 0 at first. :param first_id: id of the newest key.
    :returns: key of the last one looked at (None: there are no more), and how many were wrapped anew.
    """
    query: Any = select(Workspace).where(Workspace.id > after, Workspace.draft_key.is_not(None))
    rows = session.scalars(query.order_by(Workspace.id).limit(BATCH).with_for_update()).all()
    done = 0
    for row in rows:
        if row.draft_key is None or row.draft_key[:ID_BYTES].hex() == first_id:
            continue
        row.draft_key = renewed(row.draft_key, About(row.challenge_id, row.access_key))
        done += 1
    session.flush()
    return (rows[-1].id if rows else None), done


def renew_challenge_keys(
    session: Session, rewrapped: Callable[[bytes, int], bytes], *, first_id: str
) -> int:
    """Wrap the private keys of challenges to the newest opening key; returns how many. Harmless to repeat."""
    query: Any = select(ChallengeKey).where(ChallengeKey.opening_key_id != first_id)
    rows = session.scalars(query.with_for_update()).all()
    for row in rows:
        row.wrapped = rewrapped(row.wrapped, row.challenge_id)
        row.opening_key_id = first_id
    session.flush()
    return len(rows)


def share_anew(
    session: Session,
    split: Callable[[bytes, int, Sequence[OfficerKey]], Sequence[Share]],
    *,
    now: datetime,
) -> int:
    """Share the keys of all challenges that are sealed among today's officers; returns how many. Older halves are gone.

    :raises RuleRefused: ``key_officers_missing``.
    """
    held = officers.public_keys(session, now)
    query: Any = (
        select(ChallengeKey)
        .join(Challenge, Challenge.id == ChallengeKey.challenge_id)
        .where(Challenge.state.in_(SEALED))
    )
    rows = session.scalars(query.with_for_update(of=ChallengeKey)).all()
    for row in rows:
        shares = split(row.wrapped, row.challenge_id, held)
        session.execute(delete(KeyShare).where(KeyShare.challenge_id == row.challenge_id))
        keep_shares(session, row.challenge_id, shares)
    # A half that was handed over before fits none of the new ones.
    waiting = update(EarlyOpening).where(
        EarlyOpening.challenge_id.in_([row.challenge_id for row in rows]),
        EarlyOpening.confirmed_at.is_(None),
    )
    session.execute(waiting.values(halves={}), execution_options={"synchronize_session": "fetch"})
    event = SharesRenewed(subject_id=0, challenges=len(rows))
    outbox.record(session, event, actor=SYSTEM, now=now)
    return len(rows)


def note(session: Session, purpose: str, key_id: str, rows: int, *, now: datetime) -> None:
    """Record that keys were renewed."""
    event = KeysRenewed(subject_id=0, purpose=purpose, key_id=key_id, rows=rows)
    outbox.record(session, event, actor=SYSTEM, now=now)


def under_draft_key(session: Session, key_id: str) -> int:
    """How many workspaces can be read on by this draft key alone."""
    prefix = func.substr(Workspace.draft_key, 1, ID_BYTES)
    query = select(func.count(Workspace.id)).where(prefix == bytes.fromhex(key_id))
    return session.scalar(query) or 0


def under_opening_key(session: Session, key_id: str) -> int:
    """How many challenges are opened by this opening key."""
    query = select(func.count()).where(ChallengeKey.opening_key_id == key_id)
    return session.scalar(query) or 0


def public_keys(session: Session, now: datetime) -> list[tuple[str, int, bytes, bytes]]:
    """Public keys that are in use: kind (``challenge``, ``officer``), whose, the key and its attestation."""
    query = select(Challenge.id, Challenge.public_key).where(
        Challenge.state.in_(SEALED), Challenge.public_key.is_not(None)
    )
    found = [
        ("challenge", row.id, row.public_key[:32], row.public_key[32:])
        for row in session.execute(query)
    ]
    return found + [
        ("officer", one.person_id, one.public_key, one.attestation)
        for one in officers.active(session, now)
    ]
