"""What matching a call leaves behind: as of demands, and besides who nearly fits."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scenario_market.domain.base import Base, key


class ChallengeRun(Base):
    """One matching of a call's version with the pool. ``near``: how many fit but for a condition of the call."""

    __tablename__ = "challenge_run"
    __table_args__ = (
        UniqueConstraint("event_id"),
        Index("ix_challenge_run_challenge", "challenge_id", "id"),
    )

    id: Mapped[key]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    number: Mapped[int]
    engine_version: Mapped[str] = mapped_column(String(80))
    policy: Mapped[dict[str, Any]]
    floor_milli: Mapped[int]
    eligible: Mapped[int]
    told: Mapped[int]
    near: Mapped[int]
    at: Mapped[datetime]


class ChallengeMatch(Base):
    """A provider and a call's version that fit. The newest version is kept.

    ``is_near``: it fits but misses a condition of the call: which one stands in the explanation's ``answers``, as
    ``bidders.Answer`` has them. Being in the pool decides on who stands here, not on who may bid.
    """

    __tablename__ = "challenge_match"
    __table_args__ = (
        UniqueConstraint("challenge_id", "provider_id"),
        Index("ix_challenge_match_provider", "provider_id", "id"),
        Index("ix_challenge_match_score", "challenge_id", "score_milli", "id"),
    )

    id: Mapped[key]
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    number: Mapped[int]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    score_milli: Mapped[int]
    is_near: Mapped[bool]
    explanation: Mapped[dict[str, Any]]
    engine_version: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]


class ChallengeDismissal(Base):
    """「不适合我」: a provider's word on a call that it was told of. Kept, and never told again."""

    __tablename__ = "challenge_dismissal"
    __table_args__ = (UniqueConstraint("challenge_id", "provider_id"),)

    id: Mapped[key]
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), index=True)
    reason_code: Mapped[str] = mapped_column(String(40))
    reason_text: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
