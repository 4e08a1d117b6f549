"""Who read bids and score sheets: each reading leaves a row that nothing changes; those who watch list them.

A reading is written in the transaction that answers it: what could not be put on record is not shown.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from scenario_market.domain.actor import Actor
from scenario_market.domain.base import Base, key
from scenario_market.domain.paging import Page, page
from scenario_market.domain.permissions import require


class Reading(Base):
    """One person read one thing. ``part``: ``blind``, ``open``, ``whole``, ``file`` or a list (``list``)."""

    __tablename__ = "reading"
    __table_args__ = (
        Index("ix_reading_subject", "subject_kind", "subject_id", "id"),
        Index("ix_reading_challenge", "challenge_id", "id"),
        Index("ix_reading_person", "person_id", "id"),
    )

    id: Mapped[key]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    part: Mapped[str] = mapped_column(String(20))
    request_id: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime]


def record(
    session: Session,
    subject_kind: str,
    subject_id: int,
    *,
    challenge_id: int,
    part: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Put a reading on record, in the caller's writing transaction."""
    session.add(
        Reading(
            person_id=actor.person_id,
            challenge_id=challenge_id,
            subject_kind=subject_kind,
            subject_id=subject_id,
            part=part,
            request_id=session.info.get("request_id"),
            at=now,
        )
    )
    session.flush()


def readings(
    session: Session,
    *,
    actor: Actor,
    challenge_id: int | None = None,
    subject_kind: str | None = None,
    subject_id: int | None = None,
    person_id: int | None = None,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[Reading]:
    """Readings, newest first, of one call, thing or person where asked; for those who watch."""
    require(actor, "reading.list")
    query = select(Reading)
    for column, value in (
        (Reading.challenge_id, challenge_id),
        (Reading.subject_kind, subject_kind),
        (Reading.subject_id, subject_id),
        (Reading.person_id, person_id),
    ):
        if value is not None:
            query = query.where(column == value)
    return page(session, query, Reading.id, after=after, limit=limit)
