"""The files of a version: frozen with it, shown with it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, insert, literal, select
from sqlalchemy.orm import Session

from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.attachments.purposes import PURPOSES
from scenario_market.domain.demands.lists import ListItem
from scenario_market.domain.demands.models import VersionAttachment

Files = Sequence[Mapping[str, Any]]
PUBLIC = sorted(name for name, purpose in PURPOSES["demand"].items() if purpose.public)
SHOWN = ("name", "media_type", "size_bytes", "sha256")


def freeze(session: Session, demand_id: int, number: int) -> None:
    """Keep what is attached to a demand now with one of its versions, in one statement."""
    attached = select(literal(demand_id), literal(number), Attachment.id, Attachment.purpose).where(
        Attachment.subject_kind == "demand",
        Attachment.subject_id == demand_id,
        Attachment.removed_at.is_(None),
    )
    columns = ["demand_id", "number", "attachment_id", "purpose"]
    session.execute(insert(VersionAttachment).from_select(columns, attached))


def of_versions(session: Session, demand_id: int, *, public: bool) -> Mapping[int, Files]:
    """Files by version of a demand. :param public: only those that come out with it."""
    query = _files(VersionAttachment.number, public=public)
    return _grouped(session, query.where(VersionAttachment.demand_id == demand_id))


def of_list(session: Session, list_id: int, *, public: bool) -> Mapping[int, Files]:
    """Files by demand of a published list, as they were frozen for it."""
    query = _files(VersionAttachment.demand_id, public=public).join(
        ListItem,
        (ListItem.demand_id == VersionAttachment.demand_id)
        & (ListItem.number == VersionAttachment.number),
    )
    return _grouped(session, query.where(ListItem.list_id == list_id))


def _files(key: Any, *, public: bool) -> Select[Any]:
    query = select(
        key.label("key"),
        Attachment.id,
        VersionAttachment.purpose,
        *(getattr(Attachment, name) for name in SHOWN),
    ).join(Attachment, Attachment.id == VersionAttachment.attachment_id)
    if public:
        query = query.where(VersionAttachment.purpose.in_(PUBLIC))
    return query.order_by(Attachment.id)


def _grouped(session: Session, query: Select[Any]) -> Mapping[int, Files]:
    found: defaultdict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in session.execute(query).mappings():
        found[row["key"]].append({name: row[name] for name in ("id", "purpose", *SHOWN)})
    return found
