"""Landmarks, and the places that copied them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from scenario_market.domain.base import Base, Versioned, key
from scenario_market.domain.landmarks.states import CopyState, LandmarkState

STANDS = "state NOT IN ('expired', 'revoked', 'declined')"


class Landmark(Versioned, Base):
    """示范场景: an accepted project on its way to a certificate, and with one.

    ``results``: the measured results as they were accepted: objects with key, name, operator, baseline, target,
    measured, unit, measured_by, measured_on. ``nominated_for_id``: the organisation in whose name; None: the office.
    ``certificate``: the canonical text that is signed (Ed25519, base64); ``check_code``: by which anybody finds it.
    """

    __tablename__ = "landmark"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("check_code"),
        UniqueConstraint("document_number"),
        Index(
            "ux_landmark_project",
            "project_id",
            unique=True,
            postgresql_where=text(STANDS),
            sqlite_where=text(STANDS),
        ),
        Index("ix_landmark_state", "state", "id"),
        Index("ix_landmark_certified", "certified_at", "id"),
        Index("ix_landmark_owner", "owner_id", "id"),
        Index("ix_landmark_organisation", "organisation_id", "id"),
        CheckConstraint(
            "state NOT IN ('certified', 'expired', 'revoked') OR (number IS NOT NULL"
            " AND check_code IS NOT NULL AND signature IS NOT NULL AND expires_on IS NOT NULL)",
            name="certified_has_its_columns",
        ),
    )

    id: Mapped[key]
    state: Mapped[str] = mapped_column(String(20), default=LandmarkState.NOMINATED)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    nominated_for_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    nominated_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    nominated_at: Mapped[datetime]
    title: Mapped[str] = mapped_column(String(200))
    domain: Mapped[str | None] = mapped_column(String(40))
    district: Mapped[str | None] = mapped_column(String(20))
    node: Mapped[str | None] = mapped_column(String(40))
    summary: Mapped[str] = mapped_column(default="")
    background: Mapped[str] = mapped_column(default="")
    approach: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(default="")
    results: Mapped[list[Any]]
    opinion: Mapped[str] = mapped_column(default="")
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reviewed_at: Mapped[datetime | None]
    number: Mapped[str | None] = mapped_column(String(40))
    document_number: Mapped[str | None] = mapped_column(String(80))
    certified_at: Mapped[datetime | None]
    expires_on: Mapped[date | None]
    certificate: Mapped[str | None]
    check_code: Mapped[str | None] = mapped_column(String(40))
    signature: Mapped[str | None] = mapped_column(String(100))
    public_key: Mapped[str | None] = mapped_column(String(60))
    ended_at: Mapped[datetime | None]


class LandmarkCopy(Versioned, Base):
    """复制推广: a place that copied a landmark, as somebody reported it; it counts once the office confirmed it."""

    __tablename__ = "landmark_copy"
    __table_args__ = (Index("ix_landmark_copy_landmark", "landmark_id", "state", "id"),)

    id: Mapped[key]
    landmark_id: Mapped[int] = mapped_column(ForeignKey("landmark.id"))
    state: Mapped[str] = mapped_column(String(20), default=CopyState.REPORTED)
    place: Mapped[str] = mapped_column(String(200))
    organisation_name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str]
    copied_on: Mapped[date]
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reported_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
