"""Demands: what an enterprise needs, in the fields that the office publishes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scenario_market.domain.base import Base, key
from scenario_market.domain.demands.states import DemandState
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.postings.models import Posting, SignedStep, Version, VersionFile


class Demand(Posting, Base):
    """场景需求. Money in fen; ``content_number`` counts the versions of its content, ``public_number`` is the last of
    them in which the public reads something otherwise.

    ``metrics``: objects with name, operator, baseline, target, unit. ``outcomes``: objects with name, baseline,
    target. ``open_conditions``: object with data, site, equipment, interface. ``requirements``: object with honours,
    certificates (code, level), categories, districts: what a provider must hold to be told.
    Contacts stay hidden until docking.
    """

    __tablename__ = "demand"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("import_key"),
        # Newest first for those who work on demands, last listed first for the public; each filter has one of each.
        Index("ix_demand_state", "state", "id"),
        Index("ix_demand_owner", "owner_organisation_id", "id"),
        Index("ix_demand_district", "district", "id"),
        Index("ix_demand_listed", "listed_at", "id"),
        Index("ix_demand_listed_state", "state", "listed_at", "id"),
        Index("ix_demand_listed_district", "district", "listed_at", "id"),
        Index("ix_demand_listed_domain", "domain", "listed_at", "id"),
        Index("ix_demand_listed_node", "node", "listed_at", "id"),
        Index("ix_demand_listed_owner", "owner_organisation_id", "listed_at", "id"),
        Index("ix_demand_closes", "closes_at", "id"),
        Index("ix_demand_source", "source", "created_at"),
        CheckConstraint(
            "budget_min_fen IS NULL OR budget_max_fen IS NULL OR budget_min_fen <= budget_max_fen",
            name="budget",
        ),
        CheckConstraint(
            "starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on", name="dates"
        ),
        CheckConstraint(
            "state NOT IN ('listed','docking','contracted') OR"
            " (number IS NOT NULL AND listed_at IS NOT NULL AND closes_at IS NOT NULL)",
            name="listed_has_its_columns",
        ),
    )

    number: Mapped[str | None] = mapped_column(String(30))
    state: Mapped[str] = mapped_column(String(20), default=DemandState.DRAFT)
    owner_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    programme: Mapped[str] = mapped_column(String(40), default="demand_list")
    source: Mapped[str] = mapped_column(String(40), default="self_posted")
    # Of an imported row: which list, row and owner it named; the key keeps a second import from making it twice.
    source_note: Mapped[str | None] = mapped_column(String(500))
    import_key: Mapped[str | None] = mapped_column(String(64))
    is_rough: Mapped[bool] = mapped_column(default=False)
    public_number: Mapped[int] = mapped_column(default=0)

    problem: Mapped[str] = mapped_column(default="")
    pain_points: Mapped[str] = mapped_column(default="")
    outcomes: Mapped[list[Any]] = mapped_column(default=list)
    budget_min_fen: Mapped[int | None]
    budget_max_fen: Mapped[int | None]
    budget_display: Mapped[str] = mapped_column(String(20), default="public")
    open_conditions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    answers_until: Mapped[date | None]
    requirements: Mapped[dict[str, Any]] = mapped_column(default=dict)
    accepts_consortium: Mapped[bool] = mapped_column(default=False)
    lead_department: Mapped[str | None] = mapped_column(String(120))

    recommended_at: Mapped[datetime | None]
    recommended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    listed_at: Mapped[datetime | None]

    owner: Mapped[Organisation | None] = relationship(lazy="raise")


class DemandVersion(Version, Base):
    """The content of a demand as it was submitted, published or amended. Never changed.

    ``is_public``: the public reads something otherwise in it; not where a figure changed that it is not shown.
    """

    __tablename__ = "demand_version"
    __table_args__ = (UniqueConstraint("demand_id", "number"),)

    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id"))
    is_public: Mapped[bool] = mapped_column(default=True)


class VersionAttachment(VersionFile, Base):
    """A file of a version of a demand."""

    __tablename__ = "version_attachment"
    __table_args__ = (
        ForeignKeyConstraint(
            ["demand_id", "number"], ["demand_version.demand_id", "demand_version.number"]
        ),
        Index("ix_version_attachment_attachment", "attachment_id"),
    )

    demand_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, sort_order=-1)


class Approval(Base):
    """One officer's approval of one version; two of them approve a demand."""

    __tablename__ = "approval"
    __table_args__ = (UniqueConstraint("demand_id", "number", "officer_id"),)

    id: Mapped[key]
    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id"))
    number: Mapped[int]
    officer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    opinion: Mapped[str] = mapped_column(default="")


class Clearance(SignedStep, Base):
    """One signed step of 保密审查 and 三审三校 for one version."""

    __tablename__ = "clearance"
    __table_args__ = (UniqueConstraint("demand_id", "number", "step"),)

    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id"))


class Sharpening(Base):
    """A diagnosis provider's work on a rough problem: disclosed; barred from bidding where the programme says so.

    One at a time; who was asked before keeps his row, because he knows the need from inside.
    """

    __tablename__ = "sharpening"
    __table_args__ = (
        Index("ix_sharpening_provider", "provider_id"),
        Index("ix_sharpening_demand", "demand_id", "id"),
        Index(
            "ux_sharpening_live",
            "demand_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[key]
    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id"))
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    assigned_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    assigned_at: Mapped[datetime]
    due_at: Mapped[datetime]
    proposal: Mapped[dict[str, Any] | None]
    delivered_at: Mapped[datetime | None]
    adopted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")


class Amendment(Base):
    """A change of a public demand that its owner asks for; an officer's confirmation makes it a version.

    It lapses with a demand that is closed before anybody decided.
    """

    __tablename__ = "amendment"
    __table_args__ = (
        Index("ix_amendment_demand", "demand_id", "id"),
        Index(
            "ux_amendment_open",
            "demand_id",
            unique=True,
            postgresql_where=text("decided_at IS NULL"),
            sqlite_where=text("decided_at IS NULL"),
        ),
        Index(
            "ix_amendment_waiting",
            "id",
            postgresql_where=text("decided_at IS NULL"),
            sqlite_where=text("decided_at IS NULL"),
        ),
        CheckConstraint(
            "outcome IN ('confirmed', 'refused', 'withdrawn', 'lapsed')", name="outcome"
        ),
        CheckConstraint("(decided_at IS NULL) = (outcome IS NULL)", name="decided"),
    )

    id: Mapped[key]
    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id"))
    content: Mapped[dict[str, Any]]
    changed: Mapped[list[str]]
    reason: Mapped[str]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[str | None] = mapped_column(String(20))
    answer: Mapped[str] = mapped_column(default="")


class DemandIndustry(Base):
    """One industry of a demand as a row, so that the filter has an index."""

    __tablename__ = "demand_industry"
    __table_args__ = (Index("ix_demand_industry_code", "code", "demand_id"),)

    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)


class DemandGram(Base):
    """One character pair of a demand's title or a sample of its problem: candidates of near-duplicates come from it."""

    __tablename__ = "demand_gram"
    __table_args__ = (Index("ix_demand_gram_gram", "gram", "demand_id"),)

    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id"), primary_key=True)
    gram: Mapped[str] = mapped_column(String(4), primary_key=True)
