"""The engine of one process: the settings without which SQLite loses writes, and PostgreSQL's pool."""

import json
import math
import time
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Dialect, make_url
from sqlalchemy.exc import InvalidatePoolError

from scenario_market.domain import models

assert models.metadata.tables  # every entity is imported, so that each foreign key finds its table

BUSY_TIMEOUT_MS = 20_000
REST_SECONDS = 1.0
DECODER = json.JSONDecoder()


def make_engine(url: str, *, pool_size: int = 10) -> Engine:
    """An engine for PostgreSQL or SQLite.

    On SQLite a connection with the execution option ``writing`` begins with BEGIN IMMEDIATE: without it concurrent
    read-modify-writes are lost without an error. Readers begin deferred and do not wait for a writer (WAL).
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        engine = create_engine(
            parsed,
            pool_size=pool_size,
            max_overflow=pool_size,
            json_deserializer=_read_json,
            hide_parameters=True,  # an error's text goes into logs; the values may be personal
        )
        event.listen(engine, "checkin", _lay_down)
        event.listen(engine, "checkout", partial(_take_up, engine.dialect))
        return engine
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        parsed,
        pool_size=pool_size,
        max_overflow=pool_size,
        hide_parameters=True,
        json_deserializer=_read_json,
        connect_args={"isolation_level": None, "timeout": BUSY_TIMEOUT_MS / 1000},
    )
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _lay_down(connection: Any, record: Any) -> None:
    record.info["rests_since"] = time.monotonic()


def _take_up(dialect: Dialect, connection: Any, record: Any, fairy: Any) -> None:
    """Ask whether the server still knows a connection that rested; asking each time costs as much as a query.

    What breaks within the rest of a second is an error of one request, that is told to come again, and the pool is
    emptied.
    """
    if time.monotonic() - record.info.get("rests_since", math.inf) > REST_SECONDS:
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError() from error


def _read_json(text: str | bytes) -> Any:
    """JSON as we wrote it ourselves: nothing stands before or behind it.

    ``json.loads`` looks for blanks around each value; without that a page of 20 rows takes a tenth less processor time.

    :raises ValueError: something stands behind it.
    """
    stated = text if isinstance(text, str) else text.decode()
    value, end = DECODER.raw_decode(stated)
    if end != len(stated):
        raise ValueError("something stands behind a stored JSON value")
    return value


def _set_up_sqlite(connection: Any, record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
