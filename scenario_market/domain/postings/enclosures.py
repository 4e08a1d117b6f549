"""The files of a version: frozen with it, shown with it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, insert, literal, select
from sqlalchemy.orm import Session

from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.attachments.purposes import PURPOSES
from scenario_market.domain.postings.kinds import Kind

Files = Sequence[Mapping[str, Any]]
SHOWN = ("name", "media_type", "size_bytes", "sha256")


def public(kind: Kind) -> Collection[str]:
    """The purposes of files that come out with a posting."""
    return sorted(name for name, purpose in PURPOSES[kind.name].items() if purpose.public)


def freeze(
    session: Session, kind: Kind, row: Any, number: int, *, purposes: Collection[str]
) -> None:
    """Keep what is attached to a posting now, for these purposes, with one of its versions, in one statement."""
    attached = select(literal(row.id), literal(number), Attachment.id, Attachment.purpose).where(
        Attachment.subject_kind == kind.name,
        Attachment.subject_id == row.id,
        Attachment.removed_at.is_(None),
        Attachment.purpose.in_(purposes),
    )
    columns = [kind.key, "number", "attachment_id", "purpose"]
    session.execute(insert(kind.file).from_select(columns, attached))


def of_versions(
    session: Session, kind: Kind, row: Any, *, purposes: Collection[str]
) -> Mapping[int, Files]:
    """Files of these purposes by version of a posting."""
    query = files(kind, kind.file.number, purposes=purposes)
    return grouped(session, query.where(kind.of(kind.file, row)))


def files(kind: Kind, key: Any, *, purposes: Collection[str]) -> Select[Any]:
    """Files of versions, oldest first. :param key: the column by which :func:`grouped` tells them apart."""
    return (
        select(
            key.label("key"),
            Attachment.id,
            kind.file.purpose,
            *(getattr(Attachment, name) for name in SHOWN),
        )
        .join(Attachment, Attachment.id == kind.file.attachment_id)
        .where(kind.file.purpose.in_(purposes))
        .order_by(Attachment.id)
    )


def grouped(session: Session, query: Select[Any]) -> Mapping[int, Files]:
    """The files that a query of :func:`files` finds, by its key."""
    found: defaultdict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in session.execute(query).mappings():
        found[row["key"]].append({name: row[name] for name in ("id", "purpose", *SHOWN)})
    return found


def is_held(
    session: Session, kind: Kind, attachment_id: int, row_id: int, read: ColumnElement[bool]
) -> bool:
    """Whether a version of a posting holds a file. :param read: which versions the reader may see."""
    held = (
        exists()
        .where(
            kind.file.attachment_id == attachment_id, getattr(kind.file, kind.key) == kind.model.id
        )
        .where(read)
    )
    query = select(kind.model.id).where(kind.model.id == row_id, held)
    return session.scalar(query) is not None
