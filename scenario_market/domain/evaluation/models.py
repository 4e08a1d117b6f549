"""Panels, seats, sheets, hearings, rankings, corrections and hints."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from scenario_market.domain.base import Base, Versioned, key
from scenario_market.domain.evaluation import draw
from scenario_market.domain.evaluation.states import PanelState, SeatState, SheetState

STANDS = "state <> 'dissolved'"


class Panel(Versioned, Base):
    """评审组 of a call. ``docs/evaluation.md`` says how it is drawn.

    ``secret_sealed``: the secret of the draw under the web's own key, in hex, so that a copy of the database does not
    tell the order; ``secret`` in hex from the draw on. ``pool_hash`` commits to who stands behind which number.
    ``fields``: codes of which a member that is not on finance has one. ``record``: what was drawn from, as it is
    published; ``digest`` its SHA-256. ``passed``: numbers that were passed over after the draw, with reasons.
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
    secret_sealed: Mapped[str] = mapped_column(String(300))
    secret: Mapped[str | None] = mapped_column(String(64))
    secret_hash: Mapped[str] = mapped_column(String(64))
    pool_hash: Mapped[str] = mapped_column(String(64))
    after_opening: Mapped[bool] = mapped_column(default=False)
    fields: Mapped[list[str]] = mapped_column(default=list)
    record: Mapped[dict[str, Any] | None]
    digest: Mapped[str | None] = mapped_column(String(64))
    passed: Mapped[list[Any]] = mapped_column(default=list)
    blind_locked_at: Mapped[datetime | None]


class PanelCandidate(Base):
    """Which expert stands behind a number of a draw, under which name and salt this was committed to."""

    __tablename__ = "panel_candidate"
    __table_args__ = (UniqueConstraint("panel_id", "number"),)

    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"), primary_key=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), primary_key=True)
    number: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(80))
    salt: Mapped[str] = mapped_column(String(32))

    @property
    def sealed(self) -> str:
        """As it is published before the draw."""
        return draw.sealed(self.number, self.name, self.salt)


class PanelSeat(Versioned, Base):
    """Somebody who was drawn and asked. ``kind``: ``finance`` or ``field``. ``declaration``: his own words.

    ``removal_``…: that an officer asked that he be taken off, who, when and why.
    """

    __tablename__ = "panel_seat"
    __table_args__ = (
        UniqueConstraint("panel_id", "number"),
        Index("ix_panel_seat_expert", "expert_id", "id"),
    )

    id: Mapped[key]
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"))
    number: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), default=SeatState.INVITED)
    due_at: Mapped[datetime]
    is_chair: Mapped[bool] = mapped_column(default=False)
    declaration: Mapped[str] = mapped_column(default="")
    declared_at: Mapped[datetime | None]
    removal_asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    removal_asked_at: Mapped[datetime | None]
    removal_code: Mapped[str | None] = mapped_column(String(40))
    removal_text: Mapped[str] = mapped_column(default="")


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
