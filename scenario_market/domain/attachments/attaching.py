"""Commands on attachments: attach, take over as material, remove. The bytes are in the store before any of them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenario_market.domain import haste, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments import queries
from scenario_market.domain.attachments.events import (
    AttachmentAdded,
    AttachmentAdopted,
    AttachmentRemoved,
)
from scenario_market.domain.attachments.models import Attachment, Upload
from scenario_market.domain.attachments.purposes import ADOPTED
from scenario_market.domain.attachments.subjects import purpose_of, seen_acting, subject
from scenario_market.domain.city import City
from scenario_market.domain.errors import FieldError, Invalid, NotFound, RuleRefused, TooMany
from scenario_market.domain.lifecycle import lock
from scenario_market.domain.permissions import require


def check_may_attach(
    session: Session, kind: str, subject_id: int, *, actor: Actor, now: datetime, city: City
) -> None:
    """Whether one more file may be attached; asked before its bytes are read, so that nobody sends in vain.

    Locks the subject for the rest of the transaction.

    :raises NotFound: the subject is not there for the actor, or not his to change.
    :raises IllegalMove: its state does not allow it.
    :raises RuleRefused: ``attachments_full``: it has as many as the city's policy allows (``per_subject``);
        ``attachments_kept``: with those removed whose bytes are kept still, it has (``kept_per_subject``).
    :raises TooMany: ``too_many_files``: the person has sent his number for the day, those he removed included.
    """
    require(actor, "attachment.add")
    subject(kind).open(session, subject_id, actor)
    _check_room(session, kind, subject_id, city.policy["attachment"])
    wait = haste.wait_seconds(
        session,
        Attachment.created_at,
        Attachment.uploaded_by_id == actor.person_id,
        per_day=city.policy["attachment"]["per_person_and_day"],
        now=now,
    )
    if wait:
        raise TooMany("too_many_files", wait_seconds=wait)


def _check_room(session: Session, kind: str, subject_id: int, policy: Mapping[str, Any]) -> None:
    stored = select(
        func.count(Attachment.id).filter(Attachment.removed_at.is_(None)), func.count(Attachment.id)
    ).where(
        Attachment.subject_kind == kind,
        Attachment.subject_id == subject_id,
        Attachment.erased_at.is_(None),
    )
    attached, kept = session.execute(stored).one()
    if attached >= policy["per_subject"]:
        raise RuleRefused("attachments_full", limit=policy["per_subject"])
    if kept >= policy["kept_per_subject"]:
        raise RuleRefused("attachments_kept", limit=policy["kept_per_subject"], kept=kept)


def accepted_media(kind: str, purpose: str, city: City) -> frozenset[str]:
    """Media types that will do for a purpose: what it can use, of what the city allows.

    :raises Invalid: there is no such purpose.
    """
    return purpose_of(kind, purpose).media & frozenset(city.policy["attachment"]["kinds"])


def attach(
    session: Session,
    kind: str,
    subject_id: int,
    *,
    purpose: str,
    upload: Upload,
    actor: Actor,
    now: datetime,
    city: City,
) -> Attachment:
    """Attach a stored file to a subject.

    :raises Invalid: no such purpose, or not a kind of file for it.
    :raises NotFound, IllegalMove, RuleRefused: as :func:`check_may_attach`.
    """
    check_may_attach(session, kind, subject_id, actor=actor, now=now, city=city)
    _check_media(upload, accepted_media(kind, purpose, city))
    subject(kind).check_purpose(session, subject_id, purpose)
    row = upload.attached(kind, subject_id, purpose=purpose, actor=actor, now=now)
    session.add(row)
    session.flush()
    subject(kind).changed(session, subject_id)
    event = AttachmentAdded(**row.described)
    outbox.record(session, event, actor=seen_acting(kind, actor), now=now)
    return row


def _check_media(upload: Upload, accepted: Collection[str]) -> None:
    if upload.media_type not in accepted:
        params = {"found": upload.media_type, "known": sorted(accepted)}
        raise Invalid(FieldError("file", "unsupported_media", params))


def adopt(
    session: Session, attachment_id: int, *, version: int | None, actor: Actor, now: datetime
) -> Attachment:
    """Take a photograph or recording of a rough problem over as material: it comes out with the need.

    :raises NotFound: there is none, or not for the actor.
    :raises RuleRefused: ``not_adoptable``: it is something else.
    :raises StaleVersion: it was changed since ``version`` was read.
    """
    row = _open(session, attachment_id, actor=actor, permission="attachment.add", version=version)
    wanted = ADOPTED.get(row.purpose)
    if wanted is None:
        raise RuleRefused("not_adoptable", purpose=row.purpose)
    row.purpose, row.version = wanted, row.version + 1
    event = AttachmentAdopted(**row.about)
    outbox.record(session, event, actor=actor, now=now)
    return row


def remove(
    session: Session, attachment_id: int, *, version: int | None, actor: Actor, now: datetime
) -> Attachment:
    """Take a file away from its subject; the row stays on record, the bytes until they are erased.

    :raises NotFound: there is none, it is removed already, or not for the actor.
    :raises RuleRefused: ``attachment_in_use`` or ``attachment_of_another``.
    :raises StaleVersion: it was changed since ``version`` was read.
    """
    row = _open(
        session, attachment_id, actor=actor, permission="attachment.remove", version=version
    )
    held = subject(row.subject_kind)
    held.check_removal(session, row, actor)
    row.removed_at, row.removed_by_id = now, actor.person_id
    row.version += 1
    session.flush()
    held.changed(session, row.subject_id)
    event = AttachmentRemoved(**row.about)
    acted = seen_acting(row.subject_kind, actor)
    outbox.record(session, event, actor=acted, now=now)
    return row


def _open(
    session: Session, attachment_id: int, *, actor: Actor, permission: str, version: int | None
) -> Attachment:
    """Lock an attachment that the actor may see, behind its subject."""
    require(actor, permission)
    seen = queries.attachment(session, attachment_id, actor=actor)
    subject(seen.subject_kind).open(session, seen.subject_id, actor)
    row = lock(session, Attachment, attachment_id, version=version)
    if row.removed_at is not None:
        raise NotFound(kind="attachment")
    return row
