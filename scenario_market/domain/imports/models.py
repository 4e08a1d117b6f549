"""The row of a file on its way in."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from scenario_market.domain.base import Base, Versioned, key
from scenario_market.domain.imports.states import ImportState


class Import(Versioned, Base):
    """A file of providers (``pool``) or demands on its way in: checked first, committed when the officer says so.

    ``report`` holds what was found: counts by outcome and the errors per row; after the commit the keys too.
    ``list_title``: what a list of demands is called; with the 序号 it tells its rows apart. ``mode``: all or good.
    ``is_fictitious`` marks the organisations of a demonstration.
    """

    __tablename__ = "import"
    __table_args__ = (
        Index("ix_import_kind", "kind", "id"),
        Index("ix_import_by", "uploaded_by_id", "id"),
    )

    id: Mapped[key]
    kind: Mapped[str] = mapped_column(String(20))
    list_title: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20), default=ImportState.CHECKING)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"))
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    rows_total: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_wrong: Mapped[int] = mapped_column(default=0)
    mode: Mapped[str | None] = mapped_column(String(20))
    is_fictitious: Mapped[bool] = mapped_column(default=False)
    report: Mapped[dict[str, Any] | None]
    committed_at: Mapped[datetime | None]
