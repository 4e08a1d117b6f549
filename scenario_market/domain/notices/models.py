"""Notices: what people are told in their inbox, and the deliveries that carry it further."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from scenario_market.domain.base import Base, key
from scenario_market.domain.jobs import BY_LEASE, PARKED, UNDONE, Leased


class Notice(Base):
    """One message to an organisation (all who hold a mandate there see it) or to one person.

    ``kind`` names the text (``texts.notices``), ``subject_*`` what it is about, ``params`` fill it. ``is_digest``: over
    the day's cap, so it waits for the digest. One event tells one recipient once: the unique constraints see to it.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index(
            "ux_notice_organisation",
            "event_id",
            "kind",
            "subject_id",
            "organisation_id",
            unique=True,
            postgresql_where=text("person_id IS NULL"),
            sqlite_where=text("person_id IS NULL"),
        ),
        Index(
            "ux_notice_person",
            "event_id",
            "kind",
            "subject_id",
            "person_id",
            unique=True,
            postgresql_where=text("organisation_id IS NULL"),
            sqlite_where=text("organisation_id IS NULL"),
        ),
        Index("ix_notice_organisation", "organisation_id", "id"),
        Index("ix_notice_person", "person_id", "id"),
        Index("ix_notice_day", "day", "organisation_id", "is_digest", "kind"),
        Index("ix_notice_subject", "subject_kind", "subject_id", "organisation_id"),
        CheckConstraint("(organisation_id IS NULL) <> (person_id IS NULL)", name="one_recipient"),
    )

    id: Mapped[key]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    kind: Mapped[str] = mapped_column(String(40))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    match_id: Mapped[int | None] = mapped_column(ForeignKey("match.id"))
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    is_digest: Mapped[bool] = mapped_column(default=False)
    day: Mapped[date]
    at: Mapped[datetime]


class NoticeRead(Base):
    """A person opened a notice."""

    __tablename__ = "notice_read"

    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    at: Mapped[datetime]


class Preference(Base):
    """How a person wants one kind of notice: by mail, by SMS, at once or in the digest. No row: the city's default."""

    __tablename__ = "preference"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    mail: Mapped[bool]
    sms: Mapped[bool]
    digest: Mapped[bool]
    version: Mapped[int] = mapped_column(default=1)


class Delivery(Leased, Base):
    """One notice (or digest) on its way to one person by one channel; attempts and back-off stand in the row.

    A mail may repeat only between the server's acceptance and our commit, and then under the same Message-ID, which
    is made from the row's key.
    ``outcome``: sent, refused (the address is dead), rejected (this message is not taken), gone (there is nobody to
    send it to any more, or what it is about is over). ``digest_day``: a digest carries the person's items of that day.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("notice_id", "person_id", "channel"),
        Index(
            "ux_delivery_digest",
            "person_id",
            "digest_day",
            "channel",
            unique=True,
            postgresql_where=text("notice_id IS NULL"),
            sqlite_where=text("notice_id IS NULL"),
        ),
        CheckConstraint("(notice_id IS NULL) = (digest_day IS NOT NULL)", name="digest"),
        Index(
            "ix_delivery_undone",
            *BY_LEASE,
            postgresql_where=text(UNDONE),
            sqlite_where=text(UNDONE),
        ),
        Index("ix_delivery_person", "person_id", "id"),
        Index(
            "ix_delivery_parked",
            "parked_at",
            postgresql_where=text(PARKED),
            sqlite_where=text(PARKED),
        ),
    )

    id: Mapped[key]
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[str] = mapped_column(String(20))
    template: Mapped[str] = mapped_column(String(40))
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    outcome: Mapped[str | None] = mapped_column(String(20))
    digest_day: Mapped[date | None]


class DigestItem(Base):
    """A notice that stands in a person's digest of a day: once, whenever the notice was committed."""

    __tablename__ = "digest_item"
    __table_args__ = (Index("ix_digest_item_person", "person_id", "day", "notice_id"),)

    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    day: Mapped[date]
