"""Keys of challenges, and the named officers who hold them in halves."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from scenario_market.domain.base import Base, Versioned, key

ACTIVE = "retired_at IS NULL"
UNANSWERED = "confirmed_at IS NULL AND withdrawn_at IS NULL"


class KeyOfficer(Versioned, Base):
    """密钥保管人: a named person with a key pair of his own.

    ``public_key``: X25519; ``attestation``: the market's signature of it. ``kept``: the private half under his
    passphrase, which the market does not know. A forgotten passphrase ends the row: he enrols anew, and holds halves of
    the keys of later challenges alone, until the openers share the others again. ``failures``: wrong passphrases in a
    row; ``blocked_until``: none is looked at before (``guessing.py``).
    """

    __tablename__ = "key_officer"
    __table_args__ = (
        Index(
            "ux_key_officer_active",
            "person_id",
            unique=True,
            postgresql_where=text(ACTIVE),
            sqlite_where=text(ACTIVE),
        ),
    )

    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    attestation: Mapped[bytes] = mapped_column(LargeBinary)
    kept: Mapped[bytes] = mapped_column(LargeBinary)
    failures: Mapped[int] = mapped_column(default=0)
    blocked_until: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]
    retired_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class KeyNaming(Versioned, Base):
    """任用密钥保管人: an administrator asks for a person, a key officer confirms; only then he has the role.

    ``asked_by_id``: None where the command line named him at set-up, confirmed at once.
    """

    __tablename__ = "key_naming"
    __table_args__ = (
        Index(
            "ux_key_naming_open",
            "person_id",
            unique=True,
            postgresql_where=text(UNANSWERED),
            sqlite_where=text(UNANSWERED),
        ),
    )

    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    lapses_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]


class ChallengeKey(Base):
    """The private key of a challenge, wrapped to the opening key that ``opening_key_id`` names."""

    __tablename__ = "challenge_key"
    __table_args__ = (Index("ix_challenge_key_opening", "opening_key_id"),)

    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"), primary_key=True)
    opening_key_id: Mapped[str] = mapped_column(String(16))
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]


class KeyShare(Base):
    """One officer's half of a challenge's key, for one other officer; wrapped to the first one's public key."""

    __tablename__ = "key_share"
    __table_args__ = (Index("ix_key_share_officer", "officer_id", "challenge_id"),)

    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"), primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("key_officer.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("key_officer.id"), primary_key=True)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)


class EarlyOpening(Versioned, Base):
    """应急开启: one key officer asks to open a challenge before its time, or without the opening key; another confirms.

    ``halves``: of the asking officer, key of the other officer → his half, wrapped to the opening key (base64);
    ``half``: the confirming one's. Both are erased once the challenge is opened.
    """

    __tablename__ = "early_opening"
    __table_args__ = (Index("ix_early_opening_challenge", "challenge_id", "id"),)

    id: Mapped[key]
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    reason: Mapped[str]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    officer_id: Mapped[int] = mapped_column(ForeignKey("key_officer.id"))
    halves: Mapped[dict[str, str]]
    asked_at: Mapped[datetime]
    lapses_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    other_id: Mapped[int | None] = mapped_column(ForeignKey("key_officer.id"))
    half: Mapped[bytes | None] = mapped_column(LargeBinary)
    confirmed_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]
