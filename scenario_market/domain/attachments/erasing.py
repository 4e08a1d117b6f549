"""Erasing: what was removed long ago and nothing frozen holds loses its bytes and its name; the row stays.

So do the files of imports that are done: they hold contacts, and their rows went where they belong.

The row alone is decided on here. The sweep of the store takes away the bytes that no row names any more, so that the
same content attached elsewhere keeps them.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.attachments.events import AttachmentErased
from scenario_market.domain.attachments.models import Attachment, Evidence
from scenario_market.domain.challenges.models import ChallengeVersionAttachment
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import set_deadline
from scenario_market.domain.demands.lists import Contract
from scenario_market.domain.demands.models import VersionAttachment
from scenario_market.domain.imports.models import Import
from scenario_market.domain.imports.states import AT_REST
from scenario_market.domain.parties.models import Mandate
from scenario_market.domain.pledges.models import Pledge, PledgeSignature
from scenario_market.domain.projects.records import Measurement
from scenario_market.domain.providers.models import Credential

DEADLINE = "removed_files"  # kind of the standing deadline
BATCH = 500
HOLDERS: tuple[Any, ...] = (
    VersionAttachment.attachment_id,
    ChallengeVersionAttachment.attachment_id,
    Contract.attachment_id,
    Credential.attachment_id,
    Mandate.attachment_id,
    Evidence.attachment_id,
    Import.attachment_id,
    Measurement.attachment_id,
    PledgeSignature.attachment_id,
    Pledge.attachment_id,
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
    return _erase(session, query, now=now)


def erase_imported(session: Session, *, now: datetime, days: int, limit: int = BATCH) -> int:
    """Mark files of imports as erased on which nothing was done for so many days; returns how many.

    :param limit: as above. Locks the imports too: one that is asked for at this moment keeps its file.
    """
    query = (
        select(Attachment)
        .join(Import, Import.attachment_id == Attachment.id)
        .where(
            Attachment.subject_kind == Import.__tablename__,
            Attachment.erased_at.is_(None),
            Import.state.in_(AT_REST),
            Import.updated_at <= now - timedelta(days=days),
        )
        .order_by(Import.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return _erase(session, query, now=now)


def _erase(session: Session, query: Select[Attachment], *, now: datetime) -> int:
    rows = session.scalars(query.execution_options(populate_existing=True)).all()
    for row in rows:
        row.erased_at, row.removed_at, row.name = now, row.removed_at or now, ""
        event = AttachmentErased(**row.about, sha256=row.sha256)
        outbox.record(session, event, actor=SYSTEM, now=now)
    return len(rows)


def erase_due(session: Session, *, now: datetime, days: int) -> tuple[int, bool]:
    """Erase what is due of either, one batch at most: how many, and whether there may be more."""
    found = [erase(session, now=now, days=days) for erase in (erase_removed, erase_imported)]
    return sum(found), BATCH in found


def fire(session: Session, subject_id: int, *, now: datetime, city: City, days: int) -> None:
    """The clock's command: erase what is due and come again tomorrow, or at once where there is more."""
    _, more = erase_due(session, now=now, days=days)
    due_at = now + timedelta(seconds=1) if more else city.end_of(city.day(now))
    set_deadline(session, DEADLINE, subject_id, due_at=due_at)
