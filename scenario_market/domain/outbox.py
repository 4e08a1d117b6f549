"""The outbox: facts are stored in the transaction that makes them true, and put in order later by the relay."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from json.encoder import encode_basestring as quoted
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from scenario_market.domain.actor import PUBLIC, Actor
from scenario_market.domain.base import Base, key
from scenario_market.domain.events import Event

GENESIS = "0" * 64
CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class EventRecord(Base):
    """A stored fact. ``position`` and ``hash`` come from the relay; ``public_position`` only to what is public.

    ``payload_digest`` is salted, so that a payload can be erased without breaking the chain.
    """

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("position"),
        UniqueConstraint("public_position"),
        Index(
            "ix_event_unsequenced",
            "id",
            postgresql_where=text("position IS NULL"),
            sqlite_where=text("position IS NULL"),
        ),
        Index("ix_event_subject", "subject_kind", "subject_id", "id"),
    )

    id: Mapped[key]
    kind: Mapped[str] = mapped_column(String(80))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    payload: Mapped[dict[str, Any] | None]
    salt: Mapped[str | None] = mapped_column(String(32))
    payload_digest: Mapped[str] = mapped_column(String(64))
    actor_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    request_id: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime]
    is_public: Mapped[bool]
    position: Mapped[int | None]
    public_position: Mapped[int | None]
    hash: Mapped[str | None] = mapped_column(String(64))


class ChainHead(Base):
    """The single row that the sequencer locks: the last position given and its hash."""

    __tablename__ = "chain_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int]
    public_position: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


def canonical(value: Any) -> bytes:
    """One byte string for one JSON value: sorted keys, no spaces, UTF-8."""
    return CANONICAL.encode(value).encode()


def digest(salt: str, payload: Any) -> str:
    """The salted SHA-256 of a payload, in hex."""
    return hashlib.sha256(salt.encode() + canonical(payload)).hexdigest()


def link(previous: str, position: int, stated: Sequence[Any]) -> str:
    """The chain's formula: SHA-256 over the hash before, the position and what the event states for ever.

    What is hashed is the canonical JSON of these eight values, written out: the relay does it for every event.

    :param stated: what ``stated`` returns.
    """
    kind, subject_kind, subject_id, at, actor, payload_digest = stated
    text = (
        f'["{previous}",{position},{quoted(kind)},{quoted(subject_kind)},{subject_id},'
        f'"{at}",{"null" if actor is None else actor},"{payload_digest}"]'
    )
    return hashlib.sha256(text.encode()).hexdigest()


def stated(event: Any) -> tuple[str, str, int, str, int | None, str]:
    """What an event states for ever, in the order in which the chain covers it; the time to the millisecond."""
    return (
        event.kind,
        event.subject_kind,
        event.subject_id,
        event.at.isoformat(timespec="milliseconds"),
        event.actor_person_id,
        event.payload_digest,
    )


def record(session: Session, event: Event, *, actor: Actor, now: datetime) -> EventRecord:
    """Store a fact in the caller's transaction; the commit wakes the relay.

    A fact that names nobody does not name the request either: the access log tells who made it.
    """
    payload = event.payload()
    salt = secrets.token_hex(16)
    row = EventRecord(
        kind=event.kind,
        subject_kind=event.subject_kind,
        subject_id=event.subject_id,
        payload=payload,
        salt=salt,
        payload_digest=digest(salt, payload),
        actor_person_id=actor.person_id,
        request_id=None if actor is PUBLIC else session.info.get("request_id"),
        at=now.replace(microsecond=now.microsecond // 1000 * 1000),
        is_public=event.public,
    )
    session.add(row)
    session.info["has_events"] = True
    return row
