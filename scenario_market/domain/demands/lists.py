"""Demand lists, and providers' answers to listed demands: the rows."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scenario_market.domain.base import Base, Versioned, key
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.demands.states import ListState, ResponseState
from scenario_market.domain.parties.models import Organisation

LIVE = "state NOT IN ('withdrawn', 'declined', 'ended')"


class DemandList(Versioned, Base):
    """场景需求清单: a numbered batch. Its number is given at publication."""

    __tablename__ = "demand_list"
    __table_args__ = (
        UniqueConstraint("number"),
        Index("ix_demand_list_published", "published_at", "id"),
        Index("ix_demand_list_state", "state", "id"),
        CheckConstraint(
            "state NOT IN ('published','withdrawn') OR (number IS NOT NULL AND published_at IS NOT NULL)",
            name="published_has_its_columns",
        ),
    )

    id: Mapped[key]
    number: Mapped[str | None] = mapped_column(String(30))
    title: Mapped[str] = mapped_column(String(200))
    foreword: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(String(20), default=ListState.DRAFT)
    publish_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    items: Mapped[list["ListItem"]] = relationship(
        lazy="raise", order_by="ListItem.place", cascade="all, delete-orphan"
    )


class ListItem(Base):
    """A demand in a list; ``number`` is the version frozen at publication."""

    __tablename__ = "list_item"
    __table_args__ = (
        UniqueConstraint("list_id", "demand_id"),
        Index("ix_list_item_demand", "demand_id"),
    )

    id: Mapped[key]
    list_id: Mapped[int] = mapped_column(ForeignKey("demand_list.id"))
    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id"))
    place: Mapped[int]
    number: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None]

    demand: Mapped[Demand] = relationship(lazy="raise")


class Response(Versioned, Base):
    """对接意向: a provider's answer to a listed demand; one live answer of an organisation for each."""

    __tablename__ = "response"
    __table_args__ = (
        Index(
            "ux_response_live",
            "demand_id",
            "organisation_id",
            unique=True,
            postgresql_where=text(LIVE),
            sqlite_where=text(LIVE),
        ),
        Index("ix_response_organisation", "organisation_id", "id"),
        Index("ix_response_demand", "demand_id", "id"),
    )

    id: Mapped[key]
    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    state: Mapped[str] = mapped_column(String(20), default=ResponseState.SUBMITTED)
    demand_number: Mapped[int]
    proposal: Mapped[str]
    offering_ids: Mapped[list[Any]] = mapped_column(default=list)
    quote_min_fen: Mapped[int | None]
    quote_max_fen: Mapped[int | None]
    contact_name: Mapped[str] = mapped_column(String(80))
    contact_mobile: Mapped[str] = mapped_column(String(40))
    contact_email: Mapped[str | None] = mapped_column(String(254))
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    owner_due_at: Mapped[datetime | None]

    demand: Mapped[Demand] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")


class Contract(Versioned, Base):
    """签约: recorded by one side and confirmed by the other. The contract itself is made outside the product."""

    __tablename__ = "contract"

    id: Mapped[key]
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), unique=True)
    number: Mapped[str | None] = mapped_column(String(80))
    route: Mapped[str] = mapped_column(String(40))
    amount_fen: Mapped[int]
    signed_on: Mapped[date]
    ends_on: Mapped[date | None]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    recorded_for_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
