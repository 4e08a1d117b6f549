"""Pledges, their versions, who agreed to which, and the signatures."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scenario_market.domain.base import Base, Versioned, key
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.pledges.states import PledgeState

LIVE = "void_at IS NULL"


class Pledge(Versioned, Base):
    """军令状 of one awarded bid.

    ``number`` is its present version, ``sha256`` the hash of that version's canonical text: what is signed.
    ``check_code`` stands on the paper; anybody checks the paper by it. ``attachment_id`` and ``issued_sha256``: the
    paper as it was issued. ``extended_at``: the date was moved, which happens once.
    """

    __tablename__ = "pledge"
    __table_args__ = (
        UniqueConstraint("bid_id"),
        UniqueConstraint("check_code"),
        Index("ix_pledge_challenge", "challenge_id", "id"),
        Index("ix_pledge_state", "state", "id"),
        Index("ix_pledge_organisation", "organisation_id", "id"),
        Index("ix_pledge_owner", "owner_id", "id"),
        CheckConstraint("(state = 'signed') = (signed_at IS NOT NULL)", name="signed_at"),
        CheckConstraint(
            "(attachment_id IS NULL) = (issued_sha256 IS NULL)"
            " AND (attachment_id IS NULL OR state = 'signed')",
            name="issued",
        ),
    )

    id: Mapped[key]
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"))
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    state: Mapped[str] = mapped_column(String(20), default=PledgeState.NEGOTIATING)
    check_code: Mapped[str] = mapped_column(String(40))
    number: Mapped[int] = mapped_column(default=1)
    sha256: Mapped[str] = mapped_column(String(64))
    due_at: Mapped[datetime]
    extended_at: Mapped[datetime | None]
    extension_reason: Mapped[str | None]
    signed_at: Mapped[datetime | None]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    issued_sha256: Mapped[str | None] = mapped_column(String(64))

    challenge: Mapped[Challenge] = relationship(lazy="raise")
    provider: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[organisation_id])
    owner: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[owner_id])


class PledgeVersion(Base):
    """The text of a pledge as one proposal made it. Never changed.

    ``canonical`` is the text that is hashed and signed. ``changed``: objects with field, old, new. ``weakened``: keys
    of metrics that this version holds below what was called for or bid.
    """

    __tablename__ = "pledge_version"
    __table_args__ = (UniqueConstraint("pledge_id", "number"),)

    id: Mapped[key]
    pledge_id: Mapped[int] = mapped_column(ForeignKey("pledge.id"))
    number: Mapped[int]
    canonical: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    changed: Mapped[list[Any]] = mapped_column(default=list)
    weakened: Mapped[list[str]] = mapped_column(default=list)
    party: Mapped[str | None] = mapped_column(String(20))
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]


class PledgeAgreement(Base):
    """A party's word that a version may be signed. ``reason``: why it agrees to weaker metrics. Never changed."""

    __tablename__ = "pledge_agreement"
    __table_args__ = (UniqueConstraint("pledge_id", "number", "party"),)

    id: Mapped[key]
    pledge_id: Mapped[int] = mapped_column(ForeignKey("pledge.id"))
    number: Mapped[int]
    party: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


class PledgeSignature(Base):
    """One party's signature over one hash.

    ``stamp`` is the platform's own Ed25519 signature over what was confirmed, whatever the form; ``statement`` the text
    it is over, ``public_key`` the key. ``evidence_sha256``: of the scan or the seal. ``facts``: what the seal's
    certificate says. A scan holds only when it was checked (``checked_at``). ``void_at``: the scan was refused, or the
    text was negotiated again.
    """

    __tablename__ = "pledge_signature"
    __table_args__ = (
        Index(
            "ux_pledge_signature_live",
            "pledge_id",
            "party",
            unique=True,
            postgresql_where=text(LIVE),
            sqlite_where=text(LIVE),
        ),
        Index("ix_pledge_signature_pledge", "pledge_id", "id"),
        CheckConstraint("form <> 'scan' OR attachment_id IS NOT NULL", name="scan"),
        CheckConstraint("form <> 'seal' OR cms IS NOT NULL", name="seal"),
    )

    id: Mapped[key]
    pledge_id: Mapped[int] = mapped_column(ForeignKey("pledge.id"))
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    party: Mapped[str] = mapped_column(String(20))
    form: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime]
    statement: Mapped[str]
    stamp: Mapped[str] = mapped_column(String(100))
    public_key: Mapped[str] = mapped_column(String(60))
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"), index=True)
    evidence_sha256: Mapped[str | None] = mapped_column(String(64))
    cms: Mapped[str | None]
    facts: Mapped[dict[str, Any] | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    checked_at: Mapped[datetime | None]
    void_at: Mapped[datetime | None]
    void_reason_code: Mapped[str | None] = mapped_column(String(40))
    void_reason_text: Mapped[str | None]

    @property
    def holds(self) -> bool:
        """Whether nothing is waited for."""
        return self.void_at is None and (self.form != "scan" or self.checked_at is not None)
