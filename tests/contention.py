"""Proof that one waits for another: what is written at the same time is else only written one after the other."""

import sqlite3

import pytest
from sqlalchemy import text

from tests.waiting import until

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def until_waited_for(database, number=1):
    """Go on once so many others of this database wait for what the caller has locked.

    SQLite tells nobody who waits. There it has to be the caller who holds the one place for a writer, so that who comes
    is told to come again.
    """
    if database.is_sqlite:
        assert_taken(database.engine)
        return
    with database.engine.connect() as watcher:
        until(
            lambda: _waiting(watcher) >= number,
            tell=lambda: f"{_waiting(watcher)} of {number} wait for a lock",
        )


def _waiting(watcher):
    found = watcher.execute(text(WAITING)).scalar_one()
    watcher.rollback()  # within a transaction the server shows the same picture again
    return found


def assert_taken(engine):
    """Somebody is writing to a SQLite database: who will not wait is refused."""
    newcomer = sqlite3.connect(engine.url.database, timeout=0, isolation_level=None)
    try:
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            newcomer.execute("BEGIN IMMEDIATE")
    finally:
        newcomer.close()
