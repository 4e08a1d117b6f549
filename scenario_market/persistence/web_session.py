"""Flask-SQLAlchemy's only place: it lends requests a session of the plain entities."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from scenario_market.domain.base import Base
from scenario_market.persistence.database import begin_writing, finish
from scenario_market.persistence.engine import make_engine


class RequestSessions(SQLAlchemy):
    """Flask-SQLAlchemy with the engine settings of all processes."""

    def _make_engine(self, bind_key: str | None, options: dict[str, Any], app: Flask) -> Engine:
        return make_engine(options["url"], pool_size=app.config.get("POOL_SIZE", 10))


db = RequestSessions(model_class=Base, session_options={"expire_on_commit": False})


def current() -> Session:
    """The session of the request at hand."""
    return db.session()


@contextmanager
def request_transaction(
    *, writing: bool, request_id: str, wake: Callable[[], None]
) -> Iterator[Session]:
    """The transaction of one request: a writer's commits at the end, a reader's is thrown away.

    A reader becomes a writer by ``start_writing_again``.
    """
    session = current()
    session.info["request_id"] = request_id
    session.info["writes"] = writing
    try:
        if writing:
            begin_writing(session)
        yield session
        if session.info["writes"]:
            finish(session, wake)
    finally:
        session.rollback()
        session.info.pop("has_events", None)


def stop_reading() -> None:
    """End the reading for now: slow work that follows holds no connection, no lock and no snapshot."""
    current().rollback()


def start_writing_again() -> Session:
    """For a request that first did slow work on what it read: end that reading, begin as a writer.

    What was read before may have changed; lock and read again.
    """
    session = current()
    session.rollback()
    session.info["writes"] = True
    begin_writing(session)
    return session
