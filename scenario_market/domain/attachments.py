"""Attachments: what was uploaded, by content. The bytes lie in a file store outside the web root."""

from datetime import datetime
from typing import IO, Protocol

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from scenario_market.domain.base import Base, key


class Attachment(Base):
    """One stored file. ``subject_*`` names the object it belongs to, and with that who may read it."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_subject", "subject_kind", "subject_id"),)

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


class FileStore(Protocol):
    """Where the bytes are kept; ``documents.files`` has the real one."""

    def open(self, stored_as: str) -> IO[bytes]:
        """The bytes of a kept file."""
        ...
