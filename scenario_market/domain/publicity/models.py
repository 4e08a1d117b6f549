"""Public notices, and the objections against them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from scenario_market.domain.base import Base, Versioned, key
from scenario_market.domain.publicity.states import ObjectionState

STANDING = "ended_at IS NULL AND withdrawn_at IS NULL"
UNANSWERED = "state IN ('filed', 'admissible')"


class PublicNotice(Versioned, Base):
    """公示: what stands in public, from the day after its posting to the end of a working day.

    ``content``: what the public reads, and no more than that. ``receiver``: the receiving office and the 纪检 telephone
    as they held on the day of posting. ``is_provisional``: its end was reckoned into a year whose holidays were not
    known; it stays when they are. ``rested_on``: the day since which the clock rests for an open objection;
    ``ends_at``, exclusive, says nothing as long as it does.
    """

    __tablename__ = "public_notice"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("subject_kind", "subject_id", "attempt"),
        Index(
            "ux_public_notice_standing",
            "subject_kind",
            "subject_id",
            unique=True,
            postgresql_where=text(STANDING),
            sqlite_where=text(STANDING),
        ),
        Index("ix_public_notice_posted", "posted_at", "id"),
        CheckConstraint("first_on <= last_on", name="days"),
    )

    id: Mapped[key]
    number: Mapped[str] = mapped_column(String(40))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    attempt: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    content: Mapped[dict[str, Any]]
    receiver: Mapped[dict[str, Any]]
    day_kind: Mapped[str] = mapped_column(String(20))
    days: Mapped[int]
    answer_days: Mapped[int]
    posted_at: Mapped[datetime]
    posted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    first_on: Mapped[date]
    last_on: Mapped[date]
    ends_at: Mapped[datetime]
    is_provisional: Mapped[bool] = mapped_column(default=False)
    rested_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class Objection(Versioned, Base):
    """异议: by a person under his real name, or by an organisation under seal through who holds its mandate.

    Who objected is protected: ``objector_id``, ``objector_name`` (as he called himself at the filing),
    ``organisation_id``, ``contact``, ``grounds`` and ``request`` are for the objector, an independent reviewer and
    those who watch. ``issue`` and ``finding`` are the reviewer's own words, which name nobody: they go to the office,
    the panel and the owner.
    """

    __tablename__ = "objection"
    __table_args__ = (
        UniqueConstraint("number"),
        Index("ix_objection_notice", "notice_id", "id"),
        Index("ix_objection_objector", "objector_id", "id"),
        Index("ix_objection_subject", "subject_kind", "subject_id", "id"),
        Index("ix_objection_state", "state", "id"),
        Index(
            "ux_objection_open",
            "notice_id",
            "objector_id",
            unique=True,
            postgresql_where=text(UNANSWERED),
            sqlite_where=text(UNANSWERED),
        ),
        CheckConstraint(
            "state IN ('filed', 'admissible') OR decided_at IS NOT NULL", name="decided"
        ),
    )

    id: Mapped[key]
    number: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(20), default=ObjectionState.FILED)
    notice_id: Mapped[int] = mapped_column(ForeignKey("public_notice.id"))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    objector_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    objector_name: Mapped[str] = mapped_column(String(80), default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    contact: Mapped[str] = mapped_column(String(200), default="")
    grounds: Mapped[str]
    request: Mapped[str] = mapped_column(default="")
    filed_at: Mapped[datetime]
    due_at: Mapped[datetime]
    issue: Mapped[str] = mapped_column(default="")
    admitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason_code: Mapped[str | None] = mapped_column(String(40))
    answer: Mapped[str] = mapped_column(default="")
    finding: Mapped[str] = mapped_column(default="")
