"""SQLite databases as they were at a moment: what many tests begin with is made once and put back from a copy."""

import sqlite3

from sqlalchemy import make_url


class Kept:
    """A SQLite database as it was at a moment; whoever is connected to it finds it so again."""

    def __init__(self, url):
        self.database = sqlite3.connect(make_url(url).database, check_same_thread=False)
        self.database.execute("PRAGMA synchronous = OFF")
        self.copy = sqlite3.connect(":memory:", check_same_thread=False)
        self.database.backup(self.copy)
        self.seen = self._version()

    def _version(self):
        """Another number after each change that somebody else committed."""
        return self.database.execute("PRAGMA data_version").fetchone()

    def restore(self):
        if self._version() != self.seen:
            self.copy.backup(self.database)
            self.seen = self._version()


_begun = {}


def begun(name, settings, make):
    """What ``make`` returns, with the database as it leaves it: on SQLite made once in a process for the same settings.

    It starts on an empty database and must leave nothing behind but there; what is returned is shared by all tests.
    """
    if not settings.database_url.startswith("sqlite"):
        return make()
    if (name, settings) not in _begun:
        made = make()
        _begun[name, settings] = made, Kept(settings.database_url)
    made, kept = _begun[name, settings]
    kept.restore()
    return made
