"""Checking the chain: from the first event to the head, and against signed heads that left the house."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.checkpoint_events import CheckpointSigned
from scenario_market.domain.checkpoints import Checkpoint
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import set_deadline
from scenario_market.domain.outbox import (
    GENESIS,
    ChainHead,
    EventRecord,
    canonical,
    digest,
    link,
    stated,
)

BATCH = 2_000
CHECKPOINT = "checkpoint"  # kind of the standing deadline


class Signer(Protocol):
    """Signs heads; ``vault.signing`` has the real one."""

    id: str
    public_key: str

    def sign(self, message: bytes) -> str:
        """The signature of a message, as text."""
        ...


@dataclass(frozen=True)
class Broken:
    """The first link that does not hold: where, and which rule it breaks."""

    position: int
    rule: str


@dataclass(frozen=True)
class Verdict:
    """What a check found: how many events it read, the head's hash, the first broken link if any."""

    events: int
    hash: str
    broken: Broken | None = None


def verify(session: Session, *, checkpoints: dict[int, str] | None = None) -> Verdict:
    """Read the whole chain in batches, in constant memory.

    :param checkpoints: position → hash, of signed heads whose signatures the caller has checked.
    """
    wanted = dict(checkpoints or {})
    previous, position, public = GENESIS, 0, 0
    while events := _batch(session, position):
        for event in events:
            rule = _fault(event, position + 1, previous, public)
            if rule is None and wanted.pop(event.position, event.hash) != event.hash:
                rule = "differs_from_checkpoint"
            if rule:
                return Verdict(position, previous, Broken(position + 1, rule))
            position, previous = event.position, event.hash
            public += event.public_position is not None
    session.expunge_all()
    return Verdict(position, previous, _tail(session, position, previous, wanted))


def _batch(session: Session, after: int) -> list[Any]:
    columns = (
        EventRecord.position, EventRecord.public_position, EventRecord.is_public,
        EventRecord.kind, EventRecord.subject_kind, EventRecord.subject_id, EventRecord.at,
        EventRecord.actor_person_id, EventRecord.payload, EventRecord.salt,
        EventRecord.payload_digest, EventRecord.hash,
    )  # fmt: skip
    query = select(*columns).where(EventRecord.position > after)
    return list(session.execute(query.order_by(EventRecord.position).limit(BATCH)).all())


def _fault(event: Any, position: int, previous: str, public: int) -> str | None:
    if event.position != position:
        return "missing"
    # An erased payload has neither text nor salt; its digest still stands in the chain.
    if event.salt is not None and digest(event.salt, event.payload) != event.payload_digest:
        return "payload_changed"
    if event.salt is None and event.payload is not None:
        return "payload_changed"
    if link(previous, position, stated(event)) != event.hash:
        return "link_broken"
    if event.public_position != (public + 1 if event.is_public else None):
        return "public_position_wrong"
    return None


def _tail(session: Session, position: int, last: str, wanted: dict[int, str]) -> Broken | None:
    if wanted:
        return Broken(min(wanted), "cut_before_checkpoint")
    head = session.execute(select(ChainHead.position, ChainHead.hash)).one_or_none()
    if head is not None and (head.position, head.hash) != (position, last):
        return Broken(position + 1, "head_differs")
    newest = session.execute(
        select(func.max(Checkpoint.position)).where(Checkpoint.position > position)
    ).scalar()
    return Broken(position + 1, "cut_before_checkpoint") if newest else None


def statement(position: int, hash_: str, at: str) -> bytes:
    """What a signed head signs."""
    return canonical({"chain": "scenario_market", "position": position, "hash": hash_, "at": at})


def sign_head(session: Session, *, signer: Signer, now: datetime) -> Checkpoint | None:
    """Sign the present head and keep it; None when there is nothing new since the last one."""
    head = session.execute(select(ChainHead.position, ChainHead.hash)).one_or_none()
    if head is None or head.position == 0:
        return None
    known = session.scalar(select(Checkpoint).where(Checkpoint.position == head.position))
    if known is not None:
        return None
    at = now.replace(microsecond=0)
    row = Checkpoint(
        position=head.position,
        hash=head.hash,
        at=at,
        key_id=signer.id,
        public_key=signer.public_key,
        signature=signer.sign(statement(head.position, head.hash, at.isoformat())),
    )
    session.add(row)
    return row


def sign_daily(
    session: Session, subject_id: int, *, now: datetime, city: City, signer: Signer
) -> None:
    """The clock's command: sign the head if there is something new, publish it, and come again at the day's end."""
    row = sign_head(session, signer=signer, now=now)
    if row is not None:
        session.flush()
        paper = document(row)
        event = CheckpointSigned(subject_id=row.id, signed_at=paper.pop("at"), **paper)
        outbox.record(session, event, actor=SYSTEM, now=now)
    set_deadline(session, CHECKPOINT, subject_id, due_at=city.end_of(city.day(now)))


def newest(session: Session) -> Checkpoint | None:
    """The last signed head."""
    return session.scalar(select(Checkpoint).order_by(Checkpoint.position.desc()).limit(1))


def document(row: Checkpoint) -> dict[str, Any]:
    """A checkpoint as it is published and mailed."""
    return {
        "position": row.position,
        "hash": row.hash,
        "at": row.at.isoformat(),
        "key_id": row.key_id,
        "public_key": row.public_key,
        "signature": row.signature,
    }
