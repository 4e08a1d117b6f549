"""The industries of postings as rows, so that the filter has an index."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from scenario_market.domain.postings.kinds import Kind


def refresh(session: Session, kind: Kind, rows: Sequence[Any]) -> None:
    """Write the industries of saved postings anew, set-based."""
    session.flush()
    keys = [row.id for row in rows]
    session.execute(delete(kind.industry).where(getattr(kind.industry, kind.key).in_(keys)))
    coded = [{kind.key: row.id, "code": code} for row in rows for code in row.industries]
    if coded:
        session.execute(insert(kind.industry), coded)
