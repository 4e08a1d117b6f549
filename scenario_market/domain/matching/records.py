"""What matching leaves behind: a run, and each match with the explanation that was true then."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scenario_market.domain.base import Base, key


class MatchRun(Base):
    """One matching of a demand's version with the pool: under which policy and engine, and what came of it.

    ``floor_milli``: the score that had to be reached. ``eligible``, ``told``: how many providers.
    """

    __tablename__ = "match_run"
    __table_args__ = (
        UniqueConstraint("event_id"),
        Index("ix_match_run_demand", "demand_id", "id"),
    )

    id: Mapped[key]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id"))
    number: Mapped[int]
    engine_version: Mapped[str] = mapped_column(String(80))
    policy: Mapped[dict[str, Any]]
    floor_milli: Mapped[int]
    eligible: Mapped[int]
    told: Mapped[int]
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
    """A provider and a demand's version that fit, with the stored explanation. The newest version is kept."""

    __tablename__ = "match"
    __table_args__ = (
        UniqueConstraint("demand_id", "provider_id"),
        Index("ix_match_provider", "provider_id", "id"),
        Index("ix_match_demand_score", "demand_id", "score_milli"),
    )

    id: Mapped[key]
    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id"))
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    number: Mapped[int]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    score_milli: Mapped[int]
    explanation: Mapped[dict[str, Any]]
    engine_version: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]


class Dismissal(Base):
    """「不适合我」: a provider's word on a match, with a reason from the list. Kept, and never told again."""

    __tablename__ = "dismissal"
    __table_args__ = (UniqueConstraint("demand_id", "provider_id"),)

    id: Mapped[key]
    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id"))
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), index=True)
    reason_code: Mapped[str] = mapped_column(String(40))
    reason_text: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
