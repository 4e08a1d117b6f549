"""The inbox: what a person and the organisations that he acts for were told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal, or_, select, union_all
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from scenario_market.domain import paging
from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import NotFound
from scenario_market.domain.notices.models import Notice, NoticeRead
from scenario_market.domain.permissions import require

COUNT_LIMIT = 1_000  # above this the count says "1000" and means "more"


@dataclass(frozen=True)
class Filter:
    """What of the inbox is asked for; None: everything."""

    unread: bool | None = None
    kinds: Sequence[str] | None = None
    organisation_id: int | None = None
    subject_kind: str | None = None
    subject_id: int | None = None


@dataclass(frozen=True)
class Entry:
    """A notice as one person sees it; ``read_at`` is None while it is unread."""

    notice: Notice
    read_at: datetime | None


EVERYTHING = Filter()


def inbox(
    session: Session,
    *,
    actor: Actor,
    chosen: Filter = EVERYTHING,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> paging.Page[Entry]:
    """One page, newest first. The cost does not grow with the length of the inbox."""
    require(actor, "notice.read")
    limit = max(1, min(limit, paging.LIMIT_MAX))
    boxes = [
        _box(actor, box, chosen, after).order_by(Notice.id.desc()).limit(limit + 1).subquery()
        for box in _boxes(actor, chosen)
    ]
    if not boxes:
        return paging.Page([], None)
    # Each box is read along its own index; only their heads are merged.
    heads = union_all(*(select(box.c.id) for box in boxes)).subquery()
    found = paging.page(
        session,
        select(Notice).where(Notice.id.in_(select(heads.c.id))),
        Notice.id,
        after=after,
        limit=limit,
    )
    return paging.Page(_entries(session, found.rows, actor), found.after)


def _boxes(actor: Actor, chosen: Filter) -> list[ColumnElement[bool]]:
    """The person's own box and one for each organisation; a foreign organisation has none."""
    wanted = chosen.organisation_id
    boxes = [Notice.organisation_id == key for key in actor.organisations if wanted in (None, key)]
    if wanted is None:
        boxes.append(Notice.person_id == actor.person_id)
    return boxes


def _box(
    actor: Actor, box: ColumnElement[bool], chosen: Filter, after: Sequence[Any] | None
) -> Select[Any]:
    query = select(Notice.id).where(box)
    if after is not None:
        query = query.where(Notice.id < after[0])
    if chosen.unread is not None:
        read = _read_by(actor)
        query = query.where(~read if chosen.unread else read)
    if chosen.kinds is not None:
        query = query.where(Notice.kind.in_(chosen.kinds))
    if chosen.subject_kind is not None:
        query = query.where(Notice.subject_kind == chosen.subject_kind)
    if chosen.subject_id is not None:
        query = query.where(Notice.subject_id == chosen.subject_id)
    return query


def _read_by(actor: Actor) -> ColumnElement[bool]:
    return exists().where(
        NoticeRead.notice_id == Notice.id, NoticeRead.person_id == actor.person_id
    )


def _entries(session: Session, notices: Sequence[Notice], actor: Actor) -> list[Entry]:
    rows = session.execute(
        select(NoticeRead.notice_id, NoticeRead.at).where(
            NoticeRead.person_id == actor.person_id,
            NoticeRead.notice_id.in_([notice.id for notice in notices]),
        )
    )
    read = {row.notice_id: row.at for row in rows}
    return [Entry(notice, read.get(notice.id)) for notice in notices]


def _visible(actor: Actor) -> ColumnElement[bool]:
    return or_(*_boxes(actor, EVERYTHING))


def entry(session: Session, notice_id: int, *, actor: Actor) -> Entry:
    """One notice.

    :raises NotFound: there is none, or it is not the actor's.
    """
    require(actor, "notice.read")
    notice = session.scalar(select(Notice).where(Notice.id == notice_id, _visible(actor)))
    if notice is None:
        raise NotFound(kind="notice")
    return _entries(session, [notice], actor)[0]


def unread_counts(session: Session, *, actor: Actor) -> dict[str, int]:
    """How many notices of each kind are unread, in one statement; at most 1,000 altogether are counted."""
    require(actor, "notice.read")
    boxes = [
        select(Notice.kind)
        .where(box, ~_read_by(actor))
        .order_by(Notice.id.desc())
        .limit(COUNT_LIMIT)
        .subquery()
        for box in _boxes(actor, EVERYTHING)
    ]
    unread = union_all(*(select(box.c.kind) for box in boxes)).limit(COUNT_LIMIT).subquery()
    rows = session.execute(
        select(unread.c.kind, func.count()).group_by(unread.c.kind).order_by(unread.c.kind)
    )
    return {row[0]: row[1] for row in rows}


def mark_read(session: Session, notice_id: int, *, actor: Actor, now: datetime) -> Entry:
    """Mark one notice read. Reading is the person's own matter: no event tells of it.

    :raises NotFound: it is not the actor's.
    """
    found = entry(session, notice_id, actor=actor)
    _mark(session, select(Notice).where(Notice.id == notice_id, _visible(actor)), actor, now)
    return Entry(found.notice, found.read_at or now)


def mark_all_read(session: Session, *, up_to: int, actor: Actor, now: datetime) -> int:
    """Mark everything up to a notice read, in one statement; what came later stays unread.

    :returns: how many notices became read.
    """
    require(actor, "notice.read")
    return _mark(session, select(Notice).where(Notice.id <= up_to, _visible(actor)), actor, now)


def _mark(session: Session, notices: Select[Any], actor: Actor, now: datetime) -> int:
    dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    rows = notices.with_only_columns(
        Notice.id, literal(actor.person_id), literal(now, NoticeRead.at.type)
    ).where(~_read_by(actor))
    result: Any = session.execute(
        dialect.insert(NoticeRead)
        .from_select(["notice_id", "person_id", "at"], rows)
        .on_conflict_do_nothing()
        .execution_options(preserve_rowcount=True)
    )
    return result.rowcount
