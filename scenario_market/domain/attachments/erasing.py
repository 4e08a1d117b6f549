"""Erasing: what was removed long ago and nothing frozen holds loses its bytes and its name; the row stays.

The row alone is decided on here. The sweep of the store takes away the bytes that no row names any more, so that the
same content attached elsewhere keeps them.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.attachments.events import AttachmentErased
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import set_deadline
from scenario_market.domain.demands.lists import Contract
from scenario_market.domain.demands.models import VersionAttachment
from scenario_market.domain.imports.models import Import
from scenario_market.domain.parties.models import Mandate
from scenario_market.domain.providers.models import Credential

DEADLINE = "removed_files"  # kind of the standing deadline
BATCH = 500
HOLDERS: tuple[Any, ...] = (
    VersionAttachment.attachment_id,
    Contract.attachment_id,
    Credential.attachment_id,
    Mandate.attachment_id,
    Import.attachment_id,
)


def erase_removed(session: Session, *, now: datetime, days: int, limit: int = BATCH) -> int:
    """Mark files as erased that were removed at least so many days ago; returns how many.

    :param limit: at most so many in one transaction, the first removed first. Index: ``ix_attachment_removed``.
    """
    query = (
        select(Attachment)
        .where(
            Attachment.removed_at <= now - timedelta(days=days),
            Attachment.erased_at.is_(None),
            *(~exists().where(column == Attachment.id) for column in HOLDERS),
        )
        .order_by(Attachment.removed_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = session.scalars(query.execution_options(populate_existing=True)).all()
    for row in rows:
        row.erased_at, row.name = now, ""
        event = AttachmentErased(
            subject_id=row.id,
            of_kind=row.subject_kind,
            of_id=row.subject_id,
            purpose=row.purpose,
            sha256=row.sha256,
        )
        outbox.record(session, event, actor=SYSTEM, now=now)
    return len(rows)


def fire(session: Session, subject_id: int, *, now: datetime, city: City, days: int) -> None:
    """The clock's command: erase what is due and come again tomorrow, or at once where there is more."""
    more = erase_removed(session, now=now, days=days) == BATCH
    due_at = now + timedelta(seconds=1) if more else city.end_of(city.day(now))
    set_deadline(session, DEADLINE, subject_id, due_at=due_at)
