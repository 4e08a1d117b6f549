"""What stands around a call: its fair competition review, the questions on it, and who follows it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scenario_market.domain.base import Base, Versioned, key
from scenario_market.domain.challenges.question_states import QuestionState


class FairReview(Base):
    """公平竞争审查记录 of one version of a call. Never changed; the newest one of a version counts.

    ``findings``: objects with place (of the condition in ``eligibility``; None: of anything else in the call),
    accepted and text. ``passed``: nothing was found that would have to go.
    """

    __tablename__ = "fair_review"
    __table_args__ = (Index("ix_fair_review_challenge", "challenge_id", "number", "id"),)

    id: Mapped[key]
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    number: Mapped[int]
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    findings: Mapped[list[Any]]
    opinion: Mapped[str]
    passed: Mapped[bool]
    at: Mapped[datetime]


class Question(Versioned, Base):
    """A question on a call, anonymous both ways.

    ``asked`` is what was written and read by its own organisation and by who makes it anonymous; ``text`` is what is
    published. ``number`` is given at publication, so that no gap tells of what was not published. ``overdue_at``: when
    it was told that the time for questions ended without an answer to it.
    """

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("challenge_id", "number"),
        Index("ix_question_challenge_state", "challenge_id", "state", "id"),
        Index("ix_question_state", "state", "id"),
        Index("ix_question_organisation", "organisation_id", "challenge_id"),
        CheckConstraint(
            "state NOT IN ('published', 'answered') OR published_at IS NOT NULL", name="is_public"
        ),
        CheckConstraint(
            "published_at IS NULL OR (number IS NOT NULL AND text IS NOT NULL)",
            name="published",
        ),
        CheckConstraint("(state = 'answered') = (answer IS NOT NULL)", name="answered"),
    )

    id: Mapped[key]
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(20), default=QuestionState.ASKED)
    number: Mapped[int | None]
    asked: Mapped[str]
    text: Mapped[str | None]
    answer: Mapped[str | None]
    published_at: Mapped[datetime | None]
    overdue_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Follow(Base):
    """An organisation wants to hear of a call. Who follows is read by nobody else; their number is public in time."""

    __tablename__ = "follow"
    __table_args__ = (Index("ix_follow_organisation", "organisation_id", "challenge_id"),)

    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
