"""The pool: providers, what they hold and what they offer."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scenario_market.domain.base import Base, Versioned, key
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.providers.states import ProviderState

# A partial index is used only by a query that repeats its words.
LISTED = "is_listed"


class Provider(Versioned, Base):
    """An organisation's profile as a provider; code lists hold the codes.

    ``profile_revision`` counts what matching reads, so that an index can tell whether it is old.
    """

    __tablename__ = "provider"
    __table_args__ = (
        UniqueConstraint("organisation_id"),
        Index("ix_provider_state", "state", "id"),
        Index("ix_provider_updated", "updated_at", "id"),
        Index("ix_provider_listed", "id", postgresql_where=text(LISTED), sqlite_where=text(LISTED)),
    )

    id: Mapped[key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    state: Mapped[str] = mapped_column(String(20), default=ProviderState.DRAFT)
    categories: Mapped[list[str]] = mapped_column(default=list)
    service_types: Mapped[list[str]] = mapped_column(default=list)
    industries: Mapped[list[str]] = mapped_column(default=list)
    domains: Mapped[list[str]] = mapped_column(default=list)
    districts: Mapped[list[str]] = mapped_column(default=list)
    introduction: Mapped[str] = mapped_column(default="")
    capabilities: Mapped[str] = mapped_column(default="")
    website: Mapped[str | None] = mapped_column(String(300))
    contact_name: Mapped[str | None] = mapped_column(String(80))
    contact_mobile: Mapped[str | None] = mapped_column(String(40))
    contact_email: Mapped[str | None] = mapped_column(String(254))
    is_listed: Mapped[bool] = mapped_column(default=False)
    # Agreed to be named to others who look for a partner in a consortium (联合体).
    is_findable: Mapped[bool] = mapped_column(default=False)
    admitted_at: Mapped[datetime | None]
    # Who sets what matching reads counts it up; see ``profile.py``.
    profile_revision: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    credentials: Mapped[list["Credential"]] = relationship(
        lazy="raise", order_by="Credential.id", cascade="all, delete-orphan"
    )
    offerings: Mapped[list["Offering"]] = relationship(
        lazy="raise", order_by="Offering.id", cascade="all, delete-orphan"
    )


class ProviderTag(Base):
    """One code of one of a provider's lists, for filters: ``kind`` is the profile's field.

    The lists stand in the provider's row for reading. Searching them there would need a GIN index that SQLite does
    not have; with this table one plain index answers "who serves district X, newest first" on both databases. Its
    one writer is ``tags.py``.
    """

    __tablename__ = "provider_tag"
    __table_args__ = (Index("ix_provider_tag_code", "kind", "code", "provider_id"),)

    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)


class Credential(Base):
    """An honour or certificate with issue and expiry; None in ``expires_on`` means that it does not lapse.

    ``code`` is of the city's list of honours or certificates; of a certificate with levels it is the scheme's
    (``cmmi``), and ``level`` ranks them, higher is better, 0 where none is said.
    """

    __tablename__ = "credential"
    __table_args__ = (
        UniqueConstraint("provider_id", "kind", "code"),
        Index("ix_credential_expiry", "expires_on"),
        CheckConstraint("kind IN ('honour', 'certificate')", name="kind"),
        CheckConstraint(
            "expires_on IS NULL OR issued_on IS NULL OR issued_on <= expires_on", name="dates"
        ),
    )

    id: Mapped[key]
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(40))
    level: Mapped[int] = mapped_column(default=0)
    number: Mapped[str | None] = mapped_column(String(80))
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))


class Offering(Base):
    """服务产品及方案: one thing that a provider sells."""

    __tablename__ = "offering"
    __table_args__ = (Index("ix_offering_provider", "provider_id"),)

    id: Mapped[key]
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(default="")
    service_types: Mapped[list[str]] = mapped_column(default=list)
    retired_at: Mapped[datetime | None]


class Appeal(Versioned, Base):
    """A provider's appeal against one decision, decided by somebody who had no part in it."""

    __tablename__ = "appeal"
    __table_args__ = (
        Index("ix_appeal_provider", "provider_id"),
        Index("ix_appeal_open", "decided_at", "id"),
        CheckConstraint("outcome IS NULL OR outcome IN ('upheld', 'dismissed')", name="outcome"),
        CheckConstraint("(decided_at IS NULL) = (outcome IS NULL)", name="decided"),
    )

    id: Mapped[key]
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"))
    state_change_id: Mapped[int] = mapped_column(ForeignKey("state_change.id"), unique=True)
    grounds: Mapped[str]
    filed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[str | None] = mapped_column(String(20))
    reason_code: Mapped[str | None] = mapped_column(String(40))
    answer: Mapped[str | None]
