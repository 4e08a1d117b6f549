"""待办: whose turn it is on what, and until when."""

from datetime import datetime

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from scenario_market.domain.base import Base, key

OPEN = "closed_at IS NULL"


class Todo(Base):
    """One step that a subject waits for. ``party`` says whose turn it is (``waiting.py``).

    Derived from the subject's present state and kept, so that lists have an index and reminders a row to count from.
    Its end is the subject's own move; ``closed_at`` only says when that was seen.
    """

    __tablename__ = "todo"
    __table_args__ = (
        Index(
            "ux_todo_open",
            "subject_kind",
            "subject_id",
            "kind",
            "party",
            unique=True,
            postgresql_where=text(OPEN),
            sqlite_where=text(OPEN),
        ),
        Index(
            "ix_todo_party",
            "party",
            "due_at",
            "id",
            postgresql_where=text(OPEN),
            sqlite_where=text(OPEN),
        ),
        Index("ix_todo_due", "due_at", "id", postgresql_where=text(OPEN), sqlite_where=text(OPEN)),
    )

    id: Mapped[key]
    kind: Mapped[str] = mapped_column(String(40))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    party: Mapped[str] = mapped_column(String(80))
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
