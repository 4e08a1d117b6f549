"""Marks: each writing of an envelope draws one; it stands inside, and its hash in the event of the writing.

So the chain of events says which envelope is the last one of a workspace. Whoever writes to the database can put an
earlier one back, or make one (it is sealed to a public key), but finds no mark that the last event's hash is of; and
whoever changes the event breaks the chain. A mark is random: it says nothing of what is in the envelope.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenario_market.domain.bids.events import WorkspaceChanged, WorkspaceOpened
from scenario_market.domain.bids.models import Workspace
from scenario_market.domain.outbox import EventRecord

MARK_BYTES = 16
KIND = WorkspaceChanged.subject_kind


def new() -> str:
    """A mark, hex."""
    return secrets.token_hex(MARK_BYTES)


def hashed(mark: str) -> str:
    """What the event says of it: SHA-256, hex."""
    return hashlib.sha256(mark.encode()).hexdigest()


def fits(mark: str, expected: str | None) -> bool:
    """Whether an envelope with this mark is the one that was written last."""
    return expected is not None and hmac.compare_digest(hashed(mark), expected)


def last(session: Session, workspace_ids: Sequence[int]) -> Mapping[int, str]:
    """Workspace → the hash of its last mark."""
    newest = (
        select(func.max(EventRecord.id))
        .where(
            EventRecord.subject_kind == KIND,
            EventRecord.subject_id.in_(workspace_ids),
            EventRecord.kind == WorkspaceChanged.kind,
        )
        .group_by(EventRecord.subject_id)
    )
    query = select(EventRecord.subject_id, EventRecord.payload).where(EventRecord.id.in_(newest))
    return {key: (payload or {}).get("mark_hash", "") for key, payload in session.execute(query)}


def gone(session: Session, challenge_id: int) -> list[int]:
    """Workspaces of a challenge of which there is an event, and no row any more."""
    query = select(EventRecord.subject_id).where(
        EventRecord.subject_kind == KIND,
        EventRecord.kind == WorkspaceOpened.kind,
        EventRecord.payload["challenge_id"].as_integer() == challenge_id,
        EventRecord.subject_id.not_in(select(Workspace.id)),
    )
    return sorted(set(session.scalars(query)))
