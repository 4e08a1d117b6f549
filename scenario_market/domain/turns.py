"""Taking turns where there is no row to lock yet: what is about the same name goes one after the other.

On PostgreSQL by an advisory lock, held until the transaction ends. SQLite has one writer, so a writer has his turn.
"""

import hashlib

from sqlalchemy import text
from sqlalchemy.orm import Session


def wait_turn(session: Session, name: str) -> None:
    """Wait until nobody else is at the name. What was read before is to be read again."""
    if _takes_turns(session):
        session.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _number(name)})


def take_turn(session: Session, name: str) -> bool:
    """Take the turn if nobody else is at the name now; for what may take long while it is held."""
    if not _takes_turns(session):
        return True
    query = text("SELECT pg_try_advisory_xact_lock(:turn)")
    return bool(session.scalar(query, {"turn": _number(name)}))


def _takes_turns(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _number(name: str) -> int:
    """PostgreSQL's locks have 64-bit numbers; two names with the same one would only wait for each other."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
