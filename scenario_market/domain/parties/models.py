"""Organisations, people, mandates, roles, and how people prove who they are."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from scenario_market.domain.base import Base, Versioned, key
from scenario_market.domain.errors import FieldError
from scenario_market.domain.parties.states import MandateState, Verification
from scenario_market.domain.parties.uscc import warnings

LIVE = "ended_at IS NULL"
CONFIRMED = "email_confirmed_at IS NOT NULL"


class Organisation(Versioned, Base):
    """A legal person, known by its uscc; it can be enterprise and provider at once.

    ``state`` is the office's verification. ``controlled_by_id`` names the organisation that controls it, as the office
    recorded it with its source (``control_source``): neither owner nor what the owner controls may answer the owner.
    """

    __tablename__ = "organisation"
    __table_args__ = (
        UniqueConstraint("uscc"),
        Index("ix_organisation_state", "state", "id"),
        Index("ix_organisation_name", "name"),
        CheckConstraint("length(uscc) = 18", name="uscc_length"),
        CheckConstraint("controlled_by_id <> id", name="control"),
    )

    id: Mapped[key]
    uscc: Mapped[str] = mapped_column(String(18))
    name: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20), default=Verification.UNVERIFIED)
    district: Mapped[str | None] = mapped_column(String(20))
    owner_type: Mapped[str | None] = mapped_column(String(40))
    size_class: Mapped[str | None] = mapped_column(String(20))
    industry: Mapped[str | None] = mapped_column(String(20))
    address: Mapped[str | None] = mapped_column(String(300))
    controlled_by_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    control_source: Mapped[str | None] = mapped_column(String(500))
    # laboratory, innovation_centre: what it may post calls as, recorded by the office with its source.
    host_kinds: Mapped[list[str]] = mapped_column(default=list)
    host_source: Mapped[str | None] = mapped_column(String(500))
    is_fictitious: Mapped[bool] = mapped_column(default=False)

    @property
    def warnings(self) -> list[FieldError]:
        """What a reader should compare with the licence; refuses nothing."""
        return warnings(self.uscc)


class Person(Versioned, Base):
    """Somebody who signs in, by mobile number. ``is_demo`` marks the demonstration accounts.

    Anybody may claim an e-mail address; it is his alone once he has confirmed it.

    ``password_failures`` counts wrong passwords in a row; too many block the password (not the code) for a while.
    """

    __tablename__ = "person"
    __table_args__ = (
        Index(
            "ux_person_email",
            "email",
            unique=True,
            postgresql_where=text(CONFIRMED),
            sqlite_where=text(CONFIRMED),
        ),
        UniqueConstraint("mobile"),
        UniqueConstraint("oidc_subject"),
    )

    id: Mapped[key]
    mobile: Mapped[str] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(254))
    email_confirmed_at: Mapped[datetime | None]
    email_refused_at: Mapped[datetime | None]
    name: Mapped[str] = mapped_column(String(80))
    locale: Mapped[str] = mapped_column(String(5), default="zh")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_failures: Mapped[int] = mapped_column(default=0)
    password_blocked_until: Mapped[datetime | None]
    oidc_subject: Mapped[str | None] = mapped_column(String(300))
    disabled_at: Mapped[datetime | None]
    is_demo: Mapped[bool] = mapped_column(default=False)


class Mandate(Versioned, Base):
    """授权书: a person may act for an organisation within scopes, until it expires or ends.

    ``end_cause`` is the verb that ended it; ``successor_id`` names the mandate that took over in a handover,
    ``attachment_id`` the newest letter uploaded. ``recused_until``: as long its holder, an officer now, decides
    nothing on the organisation.
    """

    __tablename__ = "mandate"
    __table_args__ = (
        Index(
            "ux_mandate_live",
            "organisation_id",
            "person_id",
            unique=True,
            postgresql_where=text(LIVE),
            sqlite_where=text(LIVE),
        ),
        Index("ix_mandate_person", "person_id", "id"),
        Index("ix_mandate_organisation", "organisation_id", "id"),
        CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended_at"),
    )

    id: Mapped[key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(20), default=MandateState.LIVE)
    scopes: Mapped[list[str]]
    starts_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_cause: Mapped[str | None] = mapped_column(String(20))
    recused_until: Mapped[datetime | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("mandate.id"))
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))


class RoleGrant(Base):
    """A role that the administrator granted; ``place`` is the district or node it is for."""

    __tablename__ = "role_grant"
    __table_args__ = (Index("ix_role_grant_person", "person_id", "id"),)

    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(40))
    place: Mapped[str | None] = mapped_column(String(40))
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    starts_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class Invitation(Base):
    """An offer of a mandate to a mobile number; the code is kept as a hash."""

    __tablename__ = "invitation"
    __table_args__ = (
        Index("ix_invitation_mobile", "mobile", "id"),
        Index("ix_invitation_organisation", "organisation_id", "id"),
    )

    id: Mapped[key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    mobile: Mapped[str] = mapped_column(String(20))
    scopes: Mapped[list[str]]
    mandate_expires_at: Mapped[datetime]
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class SignInCode(Base):
    """A one-time code sent to a mobile number; attempts are counted, the code is kept as a hash."""

    __tablename__ = "sign_in_code"
    __table_args__ = (
        Index("ix_sign_in_code_mobile", "mobile", "id"),
        Index("ix_sign_in_code_created_at", "created_at"),
    )

    id: Mapped[key]
    mobile: Mapped[str] = mapped_column(String(20))
    code_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class Confirmation(Base):
    """A confirming mail that was asked for: counted per person and per address, forgotten after some days.

    ``is_owed``: it is to be sent; not where the address has had its number for the day.
    """

    __tablename__ = "confirmation"
    __table_args__ = (
        Index("ix_confirmation_person", "person_id", "created_at"),
        Index("ix_confirmation_address", "address", "created_at"),
        Index("ix_confirmation_created_at", "created_at"),
    )

    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    address: Mapped[str] = mapped_column(String(254))
    is_owed: Mapped[bool]
    created_at: Mapped[datetime]


class SignIn(Base):
    """A session: the browser holds a random token, the row its hash. Ending the row signs out at once."""

    __tablename__ = "sign_in"
    __table_args__ = (Index("ix_sign_in_person", "person_id", "id"),)

    id: Mapped[key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    way: Mapped[str] = mapped_column(String(20))


class ApiToken(Base):
    """An API token: shown once, kept as a hash, limited to permissions and time."""

    __tablename__ = "api_token"
    __table_args__ = (Index("ix_api_token_person", "person_id", "id"),)

    id: Mapped[key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    hint: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(80))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    scopes: Mapped[list[str]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
