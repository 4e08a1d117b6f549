"""The content of a posting as plain values, and its versions."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.postings.fields import differing
from scenario_market.domain.postings.kinds import Kind


def values(kind: Kind, row: Any) -> dict[str, Any]:
    """Every field of a posting, contacts included, as the rules take them."""
    return {name: getattr(row, name) for name in kind.fields}


def empty(kind: Kind) -> dict[str, Any]:
    """The fields of a new posting, spelled out: a column's default is set only when the row is written."""
    columns = kind.model.__table__.columns
    made: dict[str, Any] = {}
    for name in kind.fields:
        default: Any = columns[name].default
        if default is None:
            made[name] = None
        else:
            made[name] = default.arg(None) if default.is_callable else default.arg
    return made


def apply(kind: Kind, row: Any, kept: Mapping[str, Any]) -> list[str]:
    """Set checked values; the names of those that changed."""
    names = differing(kind.fields, values(kind, row), kept)
    for name in names:
        setattr(row, name, kept[name])
    return names


def add_version(
    session: Session,
    kind: Kind,
    row: Any,
    content: dict[str, Any],
    *,
    person_id: int | None,
    now: datetime,
    besides: Collection[str] = (),
    counters: Collection[str] = (),
    **columns: Any,
) -> Any:
    """Freeze a content as the next version of a locked posting, naming what changed since the one before.

    :param besides: names of what changed outside the content.
    :param counters: columns of the posting that name this version from now on, as ``content_number`` does.
    :param columns: what a version of this kind holds besides.
    """
    version = kind.version
    before = session.scalar(
        select(version.content).where(kind.of(version, row), version.number == row.content_number)
    )
    number = row.content_number + 1
    for name in ("content_number", *counters):
        setattr(row, name, number)
    made = version(
        **{kind.key: row.id},
        number=number,
        content=content,
        changed=[] if before is None else [*differing(content, before, content), *besides],
        created_at=now,
        created_by_id=person_id,
        **columns,
    )
    session.add(made)
    session.flush()
    return made
