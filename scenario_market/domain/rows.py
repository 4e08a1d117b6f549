"""Reading columns instead of entities, and texts within them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.orm import Session

ESCAPE = "/"


def escaped(text: str) -> str:
    """A text that LIKE … ESCAPE '/' finds as it stands."""
    for sign in (ESCAPE, "%", "_"):
        text = text.replace(sign, ESCAPE + sign)
    return text


def rows_of(session: Session, statement: Executable, values: Mapping[str, Any]) -> Sequence[Any]:
    """The rows of a query of columns, past the session's machinery for entities, which costs as much as asking.

    What waits in the session is sent first, as before any query of it.
    """
    session.flush()
    return session.connection().execute(statement, values).all()
