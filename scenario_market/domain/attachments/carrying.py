"""Files that a thing begins with because another had them: rows of its own for bytes that are in the store already."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments.events import AttachmentAdded
from scenario_market.domain.attachments.models import Attachment, Upload


def carry_over(
    session: Session,
    kind: str,
    source_id: int,
    target_id: int,
    purposes: Collection[str],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Attach to one subject what is attached to another of its kind now; either goes on with its own rows.

    The city's limits are not asked: they held for the first one. Both subjects are locked.
    """
    query = select(Attachment).where(
        Attachment.subject_kind == kind,
        Attachment.subject_id == source_id,
        Attachment.removed_at.is_(None),
        Attachment.purpose.in_(purposes),
    )
    made = [
        Upload(row.name, row.media_type, row.size_bytes, row.sha256, row.stored_as).attached(
            kind, target_id, purpose=row.purpose, actor=actor, now=now
        )
        for row in session.scalars(query.order_by(Attachment.id))
    ]
    session.add_all(made)
    session.flush()
    for row in made:
        outbox.record(session, AttachmentAdded(**row.described), actor=actor, now=now)
