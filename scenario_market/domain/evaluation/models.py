"""Panels, seats, sheets, hearings, rankings, corrections and hints."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from scenario_market.domain.base import Base, Versioned, key
from scenario_market.domain.draws.columns import Drawn, Numbered, Seated
from scenario_market.domain.evaluation.states import PanelState, SeatState, SheetState

STANDS = "state <> 'dissolved'"


class Panel(Drawn, Versioned, Base):
    """评审组 of a call. ``docs/evaluation.md`` says how it is drawn.

    ``after_opening``: the bids were open already when it was committed to.
    """

    __tablename__ = "panel"
    __table_args__ = (
        Index(
            "ux_panel_challenge",
            "challenge_id",
            unique=True,
            postgresql_where=text(STANDS),
            sqlite_where=text(STANDS),
        ),
        Index("ix_panel_challenge", "challenge_id", "id"),
    )

    id: Mapped[key]
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    state: Mapped[str] = mapped_column(String(20), default=PanelState.PREPARED)
    after_opening: Mapped[bool] = mapped_column(default=False)
    blind_locked_at: Mapped[datetime | None]

    @property
    def purpose(self) -> str:
        """What the secret of its draw is sealed for."""
        return f"panel:{self.challenge_id}"


class PanelCandidate(Numbered, Base):
    """Which expert stands behind a number of the draw of a call's panel."""

    __tablename__ = "panel_candidate"
    __table_args__ = (UniqueConstraint("panel_id", "number"),)

    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"), primary_key=True)


class PanelSeat(Seated, Versioned, Base):
    """A seat in the panel of a call."""

    __tablename__ = "panel_seat"
    __table_args__ = (
        UniqueConstraint("panel_id", "number"),
        Index("ix_panel_seat_expert", "expert_id", "id"),
    )

    id: Mapped[key]
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"))
    state: Mapped[str] = mapped_column(String(20), default=SeatState.INVITED)


class ScoreSheet(Versioned, Base):
    """评分表: one member's scores on one part of one bid. ``scores``: criterion → object with score and reason.

    ``earlier``: what stood in it each time that the chair reopened it: objects with scores, submitted_at, reopened_at.
    """

    __tablename__ = "score_sheet"
    __table_args__ = (
        UniqueConstraint("seat_id", "bid_id", "part"),
        Index("ix_score_sheet_challenge", "challenge_id", "id"),
        Index("ix_score_sheet_bid", "bid_id"),
        CheckConstraint("part IN ('blind', 'open')", name="part"),
    )

    id: Mapped[key]
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("panel_seat.id"))
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"))
    part: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(20), default=SheetState.ASSIGNED)
    scores: Mapped[dict[str, Any]] = mapped_column(default=dict)
    submitted_at: Mapped[datetime | None]
    earlier: Mapped[list[Any]] = mapped_column(default=list)


class Hearing(Base):
    """答辩 or 现场考察 of one bid, after the blind part was locked. Never changed."""

    __tablename__ = "hearing"
    __table_args__ = (
        Index("ix_hearing_challenge", "challenge_id", "id"),
        CheckConstraint("kind IN ('interview', 'site_visit')", name="kind"),
    )

    id: Mapped[key]
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"))
    kind: Mapped[str] = mapped_column(String(20))
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(200))
    minutes: Mapped[str]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]


class Ranking(Base):
    """Where a bid stood in one ranking of its call. Never changed; a result that is sent back gets another attempt.

    ``total`` and the means in ``scores`` are exact (``"250/3"``). ``failed``: what it missed. ``outcome``: what the
    rules make of its place. ``settled_by``: the rule that set it before the next.
    """

    __tablename__ = "ranking"
    __table_args__ = (UniqueConstraint("challenge_id", "attempt", "bid_id"),)

    id: Mapped[key]
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    attempt: Mapped[int]
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), index=True)
    place: Mapped[int | None]
    total: Mapped[str] = mapped_column(String(80))
    scores: Mapped[dict[str, str]]
    failed: Mapped[list[str]]
    used: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(20))
    settled_by: Mapped[str | None] = mapped_column(String(60))
    made_at: Mapped[datetime]


class BidCorrection(Base):
    """The one correction that a bid was asked for. ``before``: what stood in the fields; ``values``: what came."""

    __tablename__ = "bid_correction"
    __table_args__ = (UniqueConstraint("bid_id"),)

    id: Mapped[key]
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"))
    fields: Mapped[list[str]]
    before: Mapped[dict[str, Any]]
    values: Mapped[dict[str, Any] | None]
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    corrected_at: Mapped[datetime | None]
    lapsed_at: Mapped[datetime | None]


class CollusionHint(Base):
    """What several opened bids have in common: evidence for the office to look at, never a verdict."""

    __tablename__ = "collusion_hint"
    __table_args__ = (Index("ix_collusion_hint_challenge", "challenge_id", "id"),)

    id: Mapped[key]
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    kind: Mapped[str] = mapped_column(String(20))
    bid_ids: Mapped[list[Any]]
    evidence: Mapped[dict[str, Any]]
    found_at: Mapped[datetime]
