"""What matching leaves behind: a run, and each match with the explanation that was true then.

What was matched with the pool is a demand or a call: ``subject_kind`` and ``subject_id`` say which, and ``subjects.py``
what each kind brings.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scenario_market.domain.base import Base, key


class MatchRun(Base):
    """One matching of a subject's version with the pool: under which policy and engine, and what came of it.

    :param floor_milli: the score that had to be reached.
    :param eligible: how many providers passed the engine's rules; ``told``: of them, how many are told that they fit;
        ``near``: how many that they fit but for a condition of the subject.
    """

    __tablename__ = "match_run"
    __table_args__ = (
        UniqueConstraint("event_id"),
        Index("ix_match_run_subject", "subject_kind", "subject_id", "id"),
    )

    id: Mapped[key]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    number: Mapped[int]
    engine_version: Mapped[str] = mapped_column(String(80))
    policy: Mapped[dict[str, Any]]
    floor_milli: Mapped[int]
    eligible: Mapped[int]
    told: Mapped[int]
    near: Mapped[int]
    at: Mapped[datetime]


class FrozenStatistics(Base):
    """The engine's statistics as frozen at some time; all processes score with the newest, so that they agree.

    ``data`` is some megabytes for a large pool, so it is read only by who asks for it: every job looks whether there
    are newer ones.
    """

    __tablename__ = "frozen_statistics"

    id: Mapped[key]
    version: Mapped[str] = mapped_column(String(20))
    profiles: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    at: Mapped[datetime]


class Match(Base):
    """A provider and a subject's version that fit, with the stored explanation. The newest version is kept.

    ``is_near``: it fits but misses a condition of the subject; which one stands in the explanation's ``answers``, as
    ``challenges.bidders.Answer`` has them. Who stands here was told; who may bid is another question.
    """

    __tablename__ = "match"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "provider_id"),
        Index("ix_match_provider", "provider_id", "id"),
        Index("ix_match_score", "subject_kind", "subject_id", "score_milli", "id"),
    )

    id: Mapped[key]
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    number: Mapped[int]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    score_milli: Mapped[int]
    is_near: Mapped[bool]
    explanation: Mapped[dict[str, Any]]
    engine_version: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]


class Dismissal(Base):
    """「不适合我」: a provider's word on a match, with a reason from the list. Kept, and never told again."""

    __tablename__ = "dismissal"
    __table_args__ = (UniqueConstraint("subject_kind", "subject_id", "provider_id"),)

    id: Mapped[key]
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), index=True)
    reason_code: Mapped[str] = mapped_column(String(40))
    reason_text: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
