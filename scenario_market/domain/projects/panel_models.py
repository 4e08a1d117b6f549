"""The panel of a final acceptance: its draw, and who sits in it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scenario_market.domain.base import Base, Versioned, key
from scenario_market.domain.projects.states import SeatState


class AcceptancePanel(Base):
    """One draw for one presentation; another attempt where nobody was left to take a seat.

    ``seed`` and ``numbering`` are secret until the conclusion, which writes the seed into ``revealed_seed``; their
    hashes are public from the presentation on. ``experts``: number → key of the expert. ``record`` and ``digest``: what
    was fixed at the draw (``evaluation.draw``). ``passed``: who could not sit any more when it was his turn.
    """

    __tablename__ = "acceptance_panel"
    __table_args__ = (UniqueConstraint("project_id", "round", "attempt"),)

    id: Mapped[key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    round: Mapped[int]
    attempt: Mapped[int] = mapped_column(default=1)
    seed: Mapped[str] = mapped_column(String(64))
    numbering: Mapped[str] = mapped_column(String(64))
    seed_hash: Mapped[str] = mapped_column(String(64))
    numbering_hash: Mapped[str] = mapped_column(String(64))
    revealed_seed: Mapped[str | None] = mapped_column(String(64))
    experts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    record: Mapped[dict[str, Any] | None]
    digest: Mapped[str | None] = mapped_column(String(64))
    passed: Mapped[list[Any]] = mapped_column(default=list)
    drawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Seat(Versioned, Base):
    """One seat, with the declaration of who was drawn, and his opinion: ``accept``, ``rectify`` or ``fail``.

    ``number``: of the draw. ``kind``: ``finance`` or ``field``. ``due_at``: until when he declares.
    """

    __tablename__ = "acceptance_seat"
    __table_args__ = (
        UniqueConstraint("panel_id", "number"),
        Index("ix_acceptance_seat_person", "person_id", "project_id"),
        Index("ix_acceptance_seat_project", "project_id", "id"),
        CheckConstraint("opinion IN ('accept', 'rectify', 'fail')", name="opinion"),
        CheckConstraint("opinion IS NULL OR declared_at IS NOT NULL", name="declared"),
    )

    id: Mapped[key]
    panel_id: Mapped[int] = mapped_column(ForeignKey("acceptance_panel.id"))
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    round: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    number: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), default=SeatState.INVITED)
    due_at: Mapped[datetime]
    is_chair: Mapped[bool] = mapped_column(default=False)
    declaration: Mapped[str] = mapped_column(default="")
    declared_at: Mapped[datetime | None]
    opinion: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(default="")
    given_at: Mapped[datetime | None]
