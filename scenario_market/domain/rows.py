"""Reading columns instead of entities."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.orm import Session


def rows_of(session: Session, statement: Executable, values: Mapping[str, Any]) -> Sequence[Any]:
    """The rows of a query of columns, past the session's machinery for entities, which costs as much as asking.

    What waits in the session is sent first, as before any query of it.
    """
    session.flush()
    return session.connection().execute(statement, values).all()
