"""Rules of who reads what, said once for both ways of asking: of the class a condition for a query, of a row a bool.

So a rule is put together with ``==``, ``&`` and ``|``, which both know.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.orm import QueryableAttribute, Session

from scenario_market.domain import lifecycle
from scenario_market.domain.errors import NotFound


def among(value: Any, keys: Collection[Any]) -> Any:
    """A column, or the value of a row, is one of these."""
    if isinstance(value, QueryableAttribute):
        return value.in_(sorted(keys)) if keys else false()
    return value in keys


def always(posting: Any) -> Any:
    """Holds for every row of the class, or for this row."""
    return true() if isinstance(posting, type) else True


def never(posting: Any) -> Any:
    """Holds for no row of the class, or not for this row."""
    return false() if isinstance(posting, type) else False


def lock_found(
    session: Session, model: Any, key: int, condition: ColumnElement[bool], version: int | None
) -> Any:
    """Lock a posting that a condition lets the actor find.

    :raises NotFound: there is none, or not for him. :raises StaleVersion: it was changed since the caller read it.
    """
    found: Any = select(model.id).where(model.id == key, condition)
    if session.scalar(found) is None:
        raise NotFound(kind=model.__tablename__)
    return lifecycle.lock(session, model, key, version=version)
