"""Workspaces, sealed; and bids, from the opening on."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from scenario_market.domain.base import Base, Versioned, key
from scenario_market.domain.bids.states import BidState

WAITING = "answer IS NULL"


class Workspace(Versioned, Base):
    """Where an organisation works on its bid. Every act replaces the envelope, and nothing else: see ADR 3.

    ``envelope``: one ciphertext of a fixed size. ``sealed_key``: its content key, wrapped to the challenge's public
    key. ``draft_key``: the same, wrapped for the bidder's own people; erased at the opening. ``access_key`` names it in
    addresses, so that no sequence of keys tells how many there are.
    """

    __tablename__ = "workspace"
    __table_args__ = (
        UniqueConstraint("challenge_id", "organisation_id"),
        UniqueConstraint("access_key"),
        Index("ix_workspace_organisation", "organisation_id", "id"),
    )

    id: Mapped[key]
    access_key: Mapped[str] = mapped_column(String(32))
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    envelope: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_key: Mapped[bytes] = mapped_column(LargeBinary)
    draft_key: Mapped[bytes | None] = mapped_column(LargeBinary)


class Participation(Base):
    """An organisation takes part in one bid per challenge: as lead, or as a member that consented."""

    __tablename__ = "participation"
    __table_args__ = (Index("ix_participation_workspace", "workspace_id"),)

    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"))
    is_lead: Mapped[bool]
    joined_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    joined_at: Mapped[datetime | None]


class ConsortiumInvitation(Base):
    """The lead of a workspace asks an organisation to join its consortium (联合体); ``answer``: its word.

    None as long as it waits; ``consented``, ``declined``, ``cancelled`` by the lead, or ``left`` later on. What it
    would do, and for which share, stands in the sealed division of work.
    """

    __tablename__ = "consortium_invitation"
    __table_args__ = (
        UniqueConstraint("access_key"),
        Index("ix_consortium_invitation_workspace", "workspace_id", "id"),
        Index("ix_consortium_invitation_organisation", "organisation_id", "id"),
        Index(
            "ux_consortium_invitation_open",
            "workspace_id",
            "organisation_id",
            unique=True,
            postgresql_where=text(WAITING),
            sqlite_where=text(WAITING),
        ),
    )

    id: Mapped[key]
    access_key: Mapped[str] = mapped_column(String(32))
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    invited_at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(String(20))
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]


class SealedFile(Base):
    """The ciphertext of an attachment, in the store. Which bid names it, and what it is, stands in the envelope alone.

    Its row stays until the opening, whether or not the file was taken out of the draft: what was removed would tell.
    """

    __tablename__ = "sealed_file"
    __table_args__ = (
        Index("ix_sealed_file_workspace", "workspace_id", "id"),
        Index("ix_sealed_file_stored", "stored_as"),
    )

    id: Mapped[key]
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"))
    stored_as: Mapped[str] = mapped_column(String(100))
    stored_bytes: Mapped[int]
    created_at: Mapped[datetime]


class Bid(Versioned, Base):
    """揭榜书: what was handed in, opened.

    ``pseudonym`` is random and unique in its challenge. ``content``: section → its answer (``sections.py``: which are
    blind). ``content_hash`` with ``salt``: what the receipt names. ``traces``: what hints of collusion are made from
    (addresses, devices as salted digests). ``total_fen``: the price asked.
    """

    __tablename__ = "bid"
    __table_args__ = (
        UniqueConstraint("workspace_id"),
        UniqueConstraint("challenge_id", "pseudonym"),
        Index("ix_bid_challenge_state", "challenge_id", "state", "id"),
        Index("ix_bid_organisation", "organisation_id", "id"),
    )

    id: Mapped[key]
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    state: Mapped[str] = mapped_column(String(20), default=BidState.UNDER_REVIEW)
    pseudonym: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    total_fen: Mapped[int | None]
    content_hash: Mapped[str] = mapped_column(String(64))
    salt: Mapped[str] = mapped_column(String(64))
    traces: Mapped[dict[str, Any]] = mapped_column(default=dict)
    handed_in_at: Mapped[datetime]
    opened_at: Mapped[datetime]
    correction_due_at: Mapped[datetime | None]
    correction_fields: Mapped[list[str]] = mapped_column(default=list)


class BidMember(Base):
    """An organisation of a bid: the lead, and the members of its consortium (联合体)."""

    __tablename__ = "bid_member"
    __table_args__ = (Index("ix_bid_member_organisation", "organisation_id"),)

    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    is_lead: Mapped[bool]
    share_percent: Mapped[int | None]
    role: Mapped[str] = mapped_column(default="")


class BidFile(Base):
    """An attachment of an opened bid, decrypted into the file store.

    ``blind_stored_as``: its copy without metadata; ``unclean``: why there is none. ``traces``: what the file says of
    who made it (author, tool), for hints of collusion. ``replaces_id``: in whose place it was sent at the correction.
    ``is_standing``: it is part of the bid; what was replaced is kept and is not, what was sent is from the answer on.
    """

    __tablename__ = "bid_file"
    __table_args__ = (Index("ix_bid_file_bid", "bid_id", "id"),)

    id: Mapped[key]
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"))
    section: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size_bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    stored_as: Mapped[str] = mapped_column(String(100))
    blind_stored_as: Mapped[str | None] = mapped_column(String(100))
    unclean: Mapped[str | None] = mapped_column(String(40))
    traces: Mapped[dict[str, Any]] = mapped_column(default=dict)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("bid_file.id"), index=True)
    is_standing: Mapped[bool] = mapped_column(default=True)


class Reentry(Versioned, Base):
    """补录: one key officer asks to look again at envelopes that did not open; another confirms."""

    __tablename__ = "reentry"
    __table_args__ = (Index("ix_reentry_challenge", "challenge_id", "id"),)

    id: Mapped[key]
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    reason: Mapped[str]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    lapses_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]
