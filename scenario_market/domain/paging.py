"""Keyset paging: a page continues after a row, so that its cost does not grow with how far one has read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Integer, Select, bindparam, literal_column, tuple_
from sqlalchemy.orm import Session

from scenario_market.domain.errors import FieldError, Invalid
from scenario_market.domain.rows import rows_of

LIMIT_MAX = 100
NOTHING: Mapping[str, Any] = {}
Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows of one page and the key values of its last row; ``after`` is None on the last page."""

    rows: Sequence[Row]
    after: tuple[Any, ...] | None


class PagedQuery:
    """A query of columns in the order of some of them, put together once: a page only says where it begins.

    Putting a statement together costs several times what asking it does, so what everybody may list is kept, one for
    each set of filters; what depends on the reader is put together for each of his requests.

    :param columns: the order; they are among the query's columns, and the last one is unique.
    """

    def __init__(self, query: Select[Any], *columns: Any, descending: bool = True) -> None:
        self._columns = columns
        self._first = query.order_by(*(c.desc() if descending else c.asc() for c in columns)).limit(
            bindparam("page_limit", type_=Integer)
        )
        self._descending = descending

    @cached_property
    def _onward(self) -> Select[Any]:
        """The pages behind the first: not put together for who reads one page of what is not kept."""
        begins = [bindparam(f"page_after_{n}", type_=c.type) for n, c in enumerate(self._columns)]
        left, right = tuple_(*self._columns), tuple_(*begins)
        return self._first.where(left < right if self._descending else left > right)

    def page(
        self,
        session: Session,
        *,
        after: Sequence[Any] | None = None,
        limit: int = 20,
        given: Mapping[str, Any] = NOTHING,
        entities: bool = False,
    ) -> Page[Any]:
        """One page.

        :param after: values of the columns in the last row of the page before.
        :param limit: rows a page, clamped to 1..100.
        :param given: values for the query's own parameters.
        :param entities: the query selects entities of one class, and the page holds them.
        :raises Invalid: ``after`` is of another order: officers and the public read some lists in different ones.
        """
        limit = max(1, min(limit, LIMIT_MAX))
        statement, values = self._first, {**given, "page_limit": limit + 1}
        if after is not None:
            if not self._fits(after):
                raise Invalid(FieldError("cursor", "unknown_cursor"))
            statement = self._onward
            values |= {f"page_after_{n}": value for n, value in enumerate(after)}
        rows = (
            session.execute(statement, values).scalars().all()
            if entities
            else rows_of(session, statement, values)
        )
        if len(rows) <= limit:
            return Page(rows, None)
        last = rows[limit - 1]
        return Page(rows[:limit], tuple(getattr(last, column.key) for column in self._columns))

    def _fits(self, after: Sequence[Any]) -> bool:
        if len(self._columns) != len(after):
            return False
        pairs = zip(self._columns, after, strict=True)
        return all(isinstance(value, column.type.python_type) for column, value in pairs)


def only(column: Any, states: Collection[StrEnum]) -> ColumnElement[bool]:
    """These states alone, said by what they are not, in so many words.

    A list of states would win SQLite's index away from the order; what is bound or wrapped hides from PostgreSQL how
    many rows have it, and it would sort them all for one page.
    """
    (kind,) = {type(state) for state in states}
    others = sorted(set(kind) - set(states))
    return column.not_in([literal_column(f"'{other}'") for other in others])


def page(
    session: Session,
    query: Select[Any],
    *columns: Any,
    after: Sequence[Any] | None = None,
    limit: int = 20,
    descending: bool = True,
) -> Page[Any]:
    """One page of a query of entities, in the order of ``columns``; see :class:`PagedQuery`."""
    paged = PagedQuery(query, *columns, descending=descending)
    return paged.page(session, after=after, limit=limit, entities=True)
