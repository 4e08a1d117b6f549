"""Answers kept for repeated calls: the same Idempotency-Key gets the same answer, kept in the call's transaction."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from scenario_market.domain.base import Base, key
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import set_deadline

SWEEP = "kept_answers"  # kind of the standing deadline
KEPT = timedelta(days=2)


class KeptAnswer(Base):
    """One kept answer; ``fingerprint`` is of the request, so that a key used for another body is refused."""

    __tablename__ = "kept_answer"
    __table_args__ = (
        UniqueConstraint("person_id", "idempotency_key"),
        Index("ix_kept_answer_at", "at"),
    )

    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    idempotency_key: Mapped[str] = mapped_column(String(255))
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    headers: Mapped[dict[str, str]]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]


def sweep(session: Session, subject_id: int, *, now: datetime, city: City) -> None:
    """The clock's command: forget answers of more than two days, which may hold contacts, and come again tomorrow."""
    session.execute(delete(KeptAnswer).where(KeptAnswer.at < now - KEPT))
    set_deadline(session, SWEEP, subject_id, due_at=city.end_of(city.day(now)))
