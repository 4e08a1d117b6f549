"""Attachments: what was uploaded, by content. The bytes lie in a file store outside the web root."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from scenario_market.domain.actor import Actor
from scenario_market.domain.base import Base, key

REMOVED = "removed_at IS NOT NULL AND erased_at IS NULL"


class Attachment(Base):
    """One stored file. ``subject_*`` names the object it belongs to, and with that who may read it.

    Never changed but in ``purpose`` (a photograph taken over as material), when it is removed, and when its bytes are
    erased (``erased_at``): of that one the row stays, with hash, who and when, and without the name people gave it.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        Index("ix_attachment_subject", "subject_kind", "subject_id"),
        Index("ix_attachment_stored", "stored_as"),
        Index("ix_attachment_uploaded_by", "uploaded_by_id", "created_at"),
        Index(
            "ix_attachment_removed",
            "removed_at",
            postgresql_where=text(REMOVED),
            sqlite_where=text(REMOVED),
        ),
        CheckConstraint("erased_at IS NULL OR removed_at IS NOT NULL", name="erased_is_removed"),
    )

    id: Mapped[key]
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    purpose: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size_bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    stored_as: Mapped[str] = mapped_column(String(100))
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    erased_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    @property
    def about(self) -> dict[str, Any]:
        """What every event about it says: which file, of what, and for which purpose."""
        return {
            "subject_id": self.id,
            "of_kind": self.subject_kind,
            "of_id": self.subject_id,
            "purpose": self.purpose,
        }

    @property
    def described(self) -> dict[str, Any]:
        """The same with what the file is."""
        return self.about | {
            "media_type": self.media_type,
            "size_bytes": self.size_bytes,
            "sha256": self.sha256,
        }


class Evidence(Base):
    """A file that lay before an officer when he made a move of an organisation or provider. Never changed.

    What a decision rests on keeps its bytes, whatever becomes of the file at its subject.
    """

    __tablename__ = "evidence"

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), primary_key=True)
    state_change_id: Mapped[int] = mapped_column(ForeignKey("state_change.id"), primary_key=True)


@dataclass(frozen=True)
class Upload:
    """A file that is in the store already: checked, named by us, and what its content is."""

    name: str
    media_type: str
    size_bytes: int
    sha256: str
    stored_as: str

    def attached(
        self, kind: str, subject_id: int, *, purpose: str, actor: Actor, now: datetime
    ) -> Attachment:
        """The row by which this file belongs to a subject; not added to a session yet."""
        return Attachment(
            subject_kind=kind,
            subject_id=subject_id,
            purpose=purpose,
            name=self.name,
            media_type=self.media_type,
            size_bytes=self.size_bytes,
            sha256=self.sha256,
            stored_as=self.stored_as,
            uploaded_by_id=actor.person_id,
            created_at=now,
        )
