"""Keyset paging: a page continues after a row, so that its cost does not grow with how far one has read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, tuple_
from sqlalchemy.orm import Session

from scenario_market.domain.errors import FieldError, Invalid

LIMIT_MAX = 100
Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows of one page and the key values of its last row; ``after`` is None on the last page."""

    rows: Sequence[Row]
    after: tuple[Any, ...] | None


def page(
    session: Session,
    query: Select[Any],
    *columns: Any,
    after: Sequence[Any] | None = None,
    limit: int = 20,
    descending: bool = True,
    by_column: bool = False,
) -> Page[Any]:
    """One page of a query in the order of ``columns``, whose last one must be unique.

    :param after: values of the columns in the last row of the page before.
    :param limit: rows a page, clamped to 1..100.
    :param by_column: the query selects columns, ``columns`` among them, and the page holds rows instead of entities.
    :raises Invalid: ``after`` is of another order: officers and the public read some lists in different ones.
    """
    limit = max(1, min(limit, LIMIT_MAX))
    if after is not None:
        query = query.where(_beyond(columns, after, descending=descending))
    ordered = query.order_by(*(c.desc() if descending else c.asc() for c in columns))
    found = session.execute(ordered.limit(limit + 1))
    rows: Sequence[Any] = found.all() if by_column else found.scalars().all()
    if len(rows) <= limit:
        return Page(rows, None)
    last = rows[limit - 1]
    return Page(rows[:limit], tuple(getattr(last, column.key) for column in columns))


def _beyond(
    columns: Sequence[Any], after: Sequence[Any], *, descending: bool
) -> ColumnElement[bool]:
    from sqlalchemy import literal

    if not _fits(columns, after):
        raise Invalid(FieldError("cursor", "unknown_cursor"))
    left = tuple_(*columns)
    right = tuple_(
        *(literal(value, column.type) for column, value in zip(columns, after, strict=True))
    )
    return left < right if descending else left > right


def _fits(columns: Sequence[Any], after: Sequence[Any]) -> bool:
    if len(columns) != len(after):
        return False
    pairs = zip(columns, after, strict=True)
    return all(isinstance(value, column.type.python_type) for column, value in pairs)
