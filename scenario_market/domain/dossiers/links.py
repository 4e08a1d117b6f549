"""What is tied to the rows of a case: people and organisations by name, moves, events with their links, files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, and_, or_, select
from sqlalchemy.orm import Session

from scenario_market.domain import audit
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.base import Base
from scenario_market.domain.bids.models import BidFile
from scenario_market.domain.dossiers import tables
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.outbox import GENESIS, ChainHead, EventRecord
from scenario_market.domain.parties.models import Organisation, Person


@dataclass(frozen=True)
class Enclosure:
    """A stored file of the case. :param path: its place in the dossier."""

    path: str
    stored_as: str
    sha256: str
    size_bytes: int


Keys = Mapping[str, Sequence[int]]
Records = dict[str, list[dict[str, Any]]]


def about(table: Any, keys: Keys) -> Any:
    """Rows of a table or class whose subject is one of the case."""
    columns = table.c if isinstance(table, Table) else table
    return or_(
        *(
            and_(columns.subject_kind == kind, columns.subject_id.in_(ids))
            for kind, ids in keys.items()
            if ids
        )
    )


def add_people(session: Session, records: Records) -> None:
    """Names of the people and organisations that the rows name."""
    for part, model, names in (
        ("person", Person, ("id", "name")),
        ("organisation", Organisation, ("id", "name", "uscc")),
    ):
        wanted = set()
        for name, rows in records.items():
            columns = tables.people_columns(Base.metadata.tables[name], part)
            wanted |= {row[one.name] for one in columns for row in rows if row.get(one.name)}
        query = select(*(getattr(model, name) for name in names)).where(model.id.in_(wanted))
        found = session.execute(query.order_by(model.id))
        records[part] = [dict(row._mapping) for row in found]


def add_trail(session: Session, records: Records, keys: Keys) -> None:
    """The moves with their reasons, and the events with what proves their place in the chain."""
    changes = session.scalars(select(StateChange).where(about(StateChange, keys)))
    records["state_change"] = [_move(one) for one in sorted(changes, key=lambda one: one.id)]
    query = select(EventRecord).where(about(EventRecord, keys)).order_by(EventRecord.id)
    events = session.scalars(query).all()
    before = [one.position - 1 for one in events if one.position]
    query_before: Any = select(EventRecord.position, EventRecord.hash).where(
        EventRecord.position.in_(before)
    )
    known = {row.position: row.hash for row in session.execute(query_before)}
    records["event"] = [_event(one, known) for one in events]


def _move(one: StateChange) -> dict[str, Any]:
    shown = {
        "subject_kind": one.subject_kind,
        "subject_id": one.subject_id,
        "verb": one.verb,
        "source": one.source,
        "target": one.target,
        "at": one.at.isoformat(),
        "event_id": one.event_id,
        "reason_code": one.reason_code,
    }
    if one.subject_kind in tables.PROTECTED:
        return shown
    return shown | {
        "reason_text": one.reason_text,
        "remarks": one.remarks,
        "actor_person_id": one.actor_person_id,
    }


def _event(one: EventRecord, known: Mapping[int, str | None]) -> dict[str, Any]:
    """An event as the chain covers it; of a protected subject only its place, since its actor would tell."""
    shown: dict[str, Any] = {
        "id": one.id,
        "kind": one.kind,
        "subject_kind": one.subject_kind,
        "subject_id": one.subject_id,
        "at": one.at.isoformat(timespec="milliseconds"),
        "position": one.position,
        "hash": one.hash,
        "is_masked": one.subject_kind in tables.PROTECTED,
    }
    if shown["is_masked"]:
        return shown
    before = (one.position or 0) - 1
    return shown | {
        "previous": GENESIS if before == 0 else known.get(before),
        "actor_person_id": one.actor_person_id,
        "payload": one.payload,
        "salt": one.salt,
        "payload_digest": one.payload_digest,
    }


def with_files(keys: Keys) -> Keys:
    """Kinds of subjects whose files belong to the case; those of protected subjects stay out, for they could tell."""
    found = {kind: ids for kind, ids in keys.items() if kind not in tables.PROTECTED}
    return found | {kind: keys.get(table, ()) for kind, table in tables.FILES_OF.items()}


def files(session: Session, keys: Keys) -> list[Enclosure]:
    """The stored files of the case."""
    query = select(Attachment).where(
        about(Attachment, with_files(keys)), Attachment.erased_at.is_(None)
    )
    found = {
        one.sha256: Enclosure(f"files/{one.sha256}", one.stored_as, one.sha256, one.size_bytes)
        for one in session.scalars(query.order_by(Attachment.id))
    }
    bids = keys.get("bid", ())
    for one in session.scalars(select(BidFile).where(BidFile.bid_id.in_(bids))):
        found[one.sha256] = Enclosure(
            f"files/{one.sha256}", one.stored_as, one.sha256, one.size_bytes
        )
    return list(found.values())


def head(session: Session) -> dict[str, Any]:
    """Where the chain stood, and the newest head that was signed: what left the house can be compared with both."""
    at = session.execute(select(ChainHead.position, ChainHead.hash)).one_or_none()
    newest = audit.newest(session)
    return {
        "position": at.position if at else 0,
        "hash": at.hash if at else GENESIS,
        "checkpoint": audit.document(newest) if newest else None,
    }
