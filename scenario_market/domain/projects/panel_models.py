"""The panel of a final acceptance: its draw, who stands behind the numbers, and who sits in it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scenario_market.domain.base import Base, Versioned, key
from scenario_market.domain.draws.columns import Drawn, Numbered, Seated
from scenario_market.domain.projects.states import SeatState


class AcceptancePanel(Drawn, Base):
    """One draw for one presentation; another attempt where nobody was left to take a seat.

    ``given_up``: when it was, for which reason, and the numbers ``gone`` until then. ``published``: the draw as anybody
    may check it, from the conclusion on.
    """

    __tablename__ = "acceptance_panel"
    __table_args__ = (UniqueConstraint("project_id", "round", "attempt"),)

    id: Mapped[key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    round: Mapped[int]
    attempt: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    given_up: Mapped[dict[str, Any] | None]
    published: Mapped[dict[str, Any] | None]

    @property
    def purpose(self) -> str:
        """What the secret of its draw is sealed for."""
        return f"acceptance_panel:{self.project_id}:{self.round}:{self.attempt}"


class AcceptanceCandidate(Numbered, Base):
    """Which expert stands behind a number of the draw of an acceptance panel."""

    __tablename__ = "acceptance_candidate"
    __table_args__ = (UniqueConstraint("panel_id", "number"),)

    panel_id: Mapped[int] = mapped_column(ForeignKey("acceptance_panel.id"), primary_key=True)


class Seat(Seated, Versioned, Base):
    """One seat, with the opinion of who was drawn: ``accept``, ``rectify`` or ``fail``.

    ``due_at``: until when he declares himself.
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
    state: Mapped[str] = mapped_column(String(20), default=SeatState.INVITED)
    opinion: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(default="")
    given_at: Mapped[datetime | None]
