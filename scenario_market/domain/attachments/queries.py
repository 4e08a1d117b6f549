"""Reading attachments, each for an actor: what he may not see is not found."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select, union
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.attachments.subjects import subject
from scenario_market.domain.bids.models import BidFile, SealedFile
from scenario_market.domain.dossiers.models import DossierExport
from scenario_market.domain.errors import NotFound
from scenario_market.domain.paging import Page, page

# Other rows that name files in the store.
NAMING: tuple[Any, ...] = (
    SealedFile.stored_as,
    BidFile.stored_as,
    BidFile.blind_stored_as,
    DossierExport.stored_as,
)


def live(kind: str, subject_id: int) -> tuple[ColumnElement[bool], ...]:
    """Condition of what is attached to a subject now. Index: ``ix_attachment_subject``."""
    return (
        Attachment.subject_kind == kind,
        Attachment.subject_id == subject_id,
        Attachment.removed_at.is_(None),
    )


def attachments(
    session: Session,
    kind: str,
    subject_id: int,
    *,
    actor: Actor,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[Attachment]:
    """What is attached to a subject and may be read by the actor, oldest first.

    :raises NotFound: there is no such subject, or not for him.
    """
    purposes = subject(kind).readable(session, subject_id, actor)
    if not purposes:
        raise NotFound(kind=kind)
    query = select(Attachment).where(*live(kind, subject_id), Attachment.purpose.in_(purposes))
    return page(session, query, Attachment.id, after=after, limit=limit, descending=False)


def firsts(
    session: Session, kind: str, subject_ids: Collection[int], *, purpose: str
) -> dict[int, Attachment]:
    """Subject → the first file of a purpose. The caller knows that the subjects and the purpose are public."""
    first = (
        select(func.min(Attachment.id))
        .where(
            Attachment.subject_kind == kind,
            Attachment.subject_id.in_(subject_ids),
            Attachment.purpose == purpose,
            Attachment.removed_at.is_(None),
        )
        .group_by(Attachment.subject_id)
    )
    rows = session.scalars(select(Attachment).where(Attachment.id.in_(first)))
    return {row.subject_id: row for row in rows}


def attachment(session: Session, attachment_id: int, *, actor: Actor) -> Attachment:
    """One attachment that is not removed, or that a version holds which the actor reads.

    :raises NotFound: there is none, or not for the actor.
    """
    row = session.get(Attachment, attachment_id)
    if row is None:
        raise NotFound(kind="attachment")
    if row.removed_at is not None and not subject(row.subject_kind).is_kept(session, row, actor):
        raise NotFound(kind="attachment")
    if row.purpose not in subject(row.subject_kind).readable(session, row.subject_id, actor):
        raise NotFound(kind="attachment")
    return row


def named(session: Session, stored_as: Collection[str]) -> set[str]:
    """Which of these names in the store any row names, removed ones included and erased ones not. For the sweep."""
    found = [
        select(Attachment.stored_as).where(
            Attachment.stored_as.in_(stored_as), Attachment.erased_at.is_(None)
        )
    ]
    found += [select(column).where(column.in_(stored_as)) for column in NAMING]
    return set(session.scalars(union(*found)))
