"""The row of an export that a worker makes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from scenario_market.domain.base import Base, Versioned, key
from scenario_market.domain.dossiers.states import ExportState


class DossierExport(Versioned, Base):
    """One export of the record of a case, which is a call or a need (``subject_kind``).

    ``done`` of ``files`` files are written.
    ``sha256`` and ``size_bytes`` are of the file, ``manifest_sha256`` is of the list of hashes in it. ``withheld``:
    parts that were held back. ``kept_until``: when the file is erased here, ``retained_until``: until when whoever
    fetched it keeps it. ``failure``: the rule that refused, with its parameters.
    """

    __tablename__ = "dossier_export"
    __table_args__ = (
        Index("ix_dossier_export_subject", "subject_kind", "subject_id", "id"),
        Index("ix_dossier_export_stored_as", "stored_as"),
        CheckConstraint("state <> 'made' OR stored_as IS NOT NULL", name="made"),
        CheckConstraint("state <> 'failed' OR failure IS NOT NULL", name="failed"),
    )

    id: Mapped[key]
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(20), default=ExportState.ASKED)
    done: Mapped[int] = mapped_column(default=0)
    files: Mapped[int] = mapped_column(default=0)
    withheld: Mapped[list[Any]] = mapped_column(default=list)
    stored_as: Mapped[str | None] = mapped_column(String(80))
    sha256: Mapped[str | None] = mapped_column(String(64))
    manifest_sha256: Mapped[str | None] = mapped_column(String(64))
    size_bytes: Mapped[int | None]
    retained_until: Mapped[date | None]
    kept_until: Mapped[datetime | None]
    failure: Mapped[dict[str, Any] | None]
