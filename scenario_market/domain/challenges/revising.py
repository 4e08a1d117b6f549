"""New versions of a call's files: prepared beside the open call, they come out with the amendment that names them.

What they replace is attached no more and stays in the versions that held it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments.events import AttachmentAdopted, AttachmentRemoved
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.errors import FieldError, Invalid

PREPARED, ATTACHED = "revision", "specification"


@dataclass(frozen=True)
class Revision:
    """A prepared file, and the one that it replaces; None: it is a further one."""

    new: Attachment
    old: Attachment | None


def find(
    session: Session, challenge: Challenge, given: Sequence[Mapping[str, Any]]
) -> list[Revision]:
    """The revisions that an amendment of a **locked** call names.

    :param given: objects with ``attachment_id`` and ``replaces``, keys of attachments.
    :raises Invalid: ``unknown``: no file prepared for this call, or none that is attached to it; ``repeated``.
    """
    query = select(Attachment).where(
        Attachment.subject_kind == "challenge",
        Attachment.subject_id == challenge.id,
        Attachment.removed_at.is_(None),
    )
    stored = {row.id: row for row in session.scalars(query)} if given else {}
    found, faults, named = [], [], set()
    for place, one in enumerate(given):
        rows = {}
        for name, purpose in (("attachment_id", PREPARED), ("replaces", ATTACHED)):
            key = one.get(name)
            row = stored.get(key) if key is not None else None
            if row is not None and row.purpose == purpose and key not in named:
                rows[name] = row
            elif key is not None or name == "attachment_id":
                rule = "repeated" if key in named else "unknown"
                faults.append(FieldError(f"files.{place}.{name}", rule, {"value": key}))
            named.add(key)
        if "attachment_id" in rows:
            found.append(Revision(rows["attachment_id"], rows.get("replaces")))
    if faults:
        raise Invalid(*faults)
    return found


def bring_out(
    session: Session, revisions: Sequence[Revision], *, actor: Actor, now: datetime
) -> None:
    """Attach the new files in the place of the old ones; the version that follows freezes them."""
    for one in revisions:
        one.new.purpose, one.new.version = ATTACHED, one.new.version + 1
        event: Any = AttachmentAdopted(**one.new.about)
        outbox.record(session, event, actor=actor, now=now)
        if one.old is not None:
            one.old.removed_at, one.old.removed_by_id = now, actor.person_id
            one.old.version += 1
            outbox.record(session, AttachmentRemoved(**one.old.about), actor=actor, now=now)
