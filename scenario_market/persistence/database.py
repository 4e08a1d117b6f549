"""The unit of work: the only place outside a web request that commits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from scenario_market.persistence.engine import make_engine

WRITING = {"writing": True}


def begin_writing(session: Session) -> None:
    """Begin the transaction as a writer: on SQLite it takes the write lock now instead of failing later."""
    session.connection(execution_options=WRITING)


def finish(session: Session, wake: Callable[[], None]) -> None:
    """Commit, then wake the relay if the transaction recorded an event."""
    session.commit()
    if session.info.pop("has_events", False):
        wake()


class Database:
    """An engine, its sessions, and how the relay is woken after a commit.

    :param wake: called after a commit that recorded events; must be quick and never raise.
    """

    def __init__(self, url: str, *, wake: Callable[[], None] = lambda: None, pool_size: int = 10):
        self.url = url
        self.engine: Engine = make_engine(url, pool_size=pool_size)
        self.sessions = sessionmaker(self.engine, expire_on_commit=False)
        self.wake = wake

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def unit_of_work(self, *, request_id: str | None = None) -> Iterator[Session]:
        """One writing transaction: commits at the end, rolls back on any error."""
        with self.sessions() as session:
            session.info["request_id"] = request_id
            try:
                begin_writing(session)
                yield session
                finish(session, self.wake)
            except BaseException:
                session.rollback()
                raise

    @contextmanager
    def reading(self, *, snapshot: bool = False) -> Iterator[Session]:
        """One reading transaction; whatever was changed in it is thrown away.

        :param snapshot: all statements see the same moment (on SQLite they always do).
        """
        with self.sessions() as session:
            try:
                if snapshot and not self.is_sqlite:
                    session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
                yield session
            finally:
                session.expunge_all()  # what was read stays readable
                session.rollback()

    def close(self) -> None:
        self.engine.dispose()
