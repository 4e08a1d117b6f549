"""Experts, their fields, and the posts and ties from which conflicts of interest are found."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scenario_market.domain.base import Base, Versioned, key
from scenario_market.domain.experts.states import ExpertState
from scenario_market.domain.parties.models import Person


class Expert(Versioned, Base):
    """评审专家: a person who may be drawn.

    ``fields``: codes of scenario domains. ``is_finance``: may take a seat for an expert on finance. ``absent_from`` and
    ``absent_until``: first and last day of an absence; one of them alone leaves the other end open.
    """

    __tablename__ = "expert"
    __table_args__ = (UniqueConstraint("person_id"), Index("ix_expert_state", "state", "id"))

    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(20), default=ExpertState.PROPOSED)
    title: Mapped[str] = mapped_column(String(80), default="")
    fields: Mapped[list[str]] = mapped_column(default=list)
    is_finance: Mapped[bool] = mapped_column(default=False)
    absent_from: Mapped[date | None]
    absent_until: Mapped[date | None]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise")


class ExpertField(Base):
    """One field of an expert as a row, so that the filter has an index."""

    __tablename__ = "expert_field"
    __table_args__ = (Index("ix_expert_field_code", "code", "expert_id"),)

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)


class ExpertPost(Base):
    """Where an expert works or worked, or what ties him to an organisation.

    ``organisation_id`` where it is known here; otherwise ``uscc`` or the name says which it is. ``kind``:
    ``employment``, ``advisory``, ``holding`` (shares), ``relation`` (somebody close to him). Struck ones were errors.
    """

    __tablename__ = "expert_post"
    __table_args__ = (
        Index("ix_expert_post_expert", "expert_id", "id"),
        CheckConstraint("ends_on IS NULL OR starts_on <= ends_on", name="dates"),
        CheckConstraint("kind IN ('employment', 'advisory', 'holding', 'relation')", name="kind"),
    )

    id: Mapped[key]
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    organisation_name: Mapped[str] = mapped_column(String(200))
    uscc: Mapped[str | None] = mapped_column(String(18))
    kind: Mapped[str] = mapped_column(String(20))
    role: Mapped[str] = mapped_column(String(80), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    struck_at: Mapped[datetime | None]
