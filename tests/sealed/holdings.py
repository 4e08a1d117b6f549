"""What others than the bidder hold before the opening: tables, files, keys of Redis, and every answer to everybody."""

import base64
import io
import re
import sqlite3
from contextlib import closing
from itertools import product
from pathlib import Path

import psycopg
import redis
from sqlalchemy import inspect, text
from werkzeug.routing import AnyConverter

from scenario_market.api import metrics

SAFE = "GET"
# What the reader's own session is, what the program is, and the metrics, which are compared apart.
ASIDE = re.compile(r"^/(api/v1/me/(tokens|sign-ins)|api/v1/openapi|api/docs|metrics)")


def tables(database):
    """Every table's rows, in the order of their keys, each as column → value."""
    found = {}
    with database.engine.connect() as connection:
        for name in inspect(connection).get_table_names():
            keys = inspect(connection).get_pk_constraint(name)["constrained_columns"]
            order = f" ORDER BY {', '.join(keys)}" if keys else ""
            rows = connection.execute(text(f'SELECT * FROM "{name}"{order}'))
            found[name] = [
                {column: _plain(value) for column, value in row._mapping.items()} for row in rows
            ]
    return found


def _plain(value):
    return bytes(value) if isinstance(value, memoryview) else value


def sequences(database):
    """The state of everything that counts by itself."""
    if database.is_sqlite:
        return {}
    with database.engine.connect() as connection:
        rows = connection.execute(text("SELECT sequencename, last_value FROM pg_sequences"))
        return {name: last for name, last in rows}  # noqa: C416


def dumped(database):
    """The database as its own tool writes it out, and for SQLite the bytes of its files too."""
    if database.is_sqlite:
        path = Path(database.engine.url.database)
        with closing(sqlite3.connect(path)) as connection:
            lines = "\n".join(connection.iterdump()).encode()
        return [lines, *(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))]
    plain = database.engine.url.set(drivername="postgresql")
    out = []
    with psycopg.connect(plain.render_as_string(hide_password=False)) as connection:
        for (name,) in connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall():
            with connection.cursor().copy(f'COPY "{name}" TO STDOUT') as copy:
                out.append(b"".join(bytes(part) for part in copy))
    return out


def files(data_dir):
    """Every file of the market but its keys, by its place."""
    return {
        str(path.relative_to(data_dir)): path.read_bytes()
        for path in sorted(data_dir.rglob("*"))
        if path.is_file() and "keys" not in path.relative_to(data_dir).parts
    }


def broker(url):
    """Every key of Redis with its value."""
    with redis.Redis.from_url(url) as client:
        return {key: _of_redis(client, key) for key in sorted(client.scan_iter())}


def _of_redis(client, key):
    kind = client.type(key)
    if kind == b"string":
        return client.get(key)
    if kind == b"hash":
        return sorted(client.hgetall(key).items())
    if kind == b"list":
        return client.lrange(key, 0, -1)
    if kind == b"zset":
        return client.zrange(key, 0, -1, withscores=True)
    return sorted(client.smembers(key))


def counted():
    """The metrics but for durations."""
    lines = metrics.exposition().splitlines()
    return {
        name: float(value)
        for name, _, value in (line.rpartition(" ") for line in lines if not line.startswith("#"))
        if "_total" in name or name.split("{")[0].endswith("_count")
    }


def answers(world, who, keys):
    """What every address answers that is read, asked by somebody about everything there is.

    :param keys: name of a key in a path → its values here; every other one is tried as 1, or as each word that
        it may be.
    """
    client, found = world.client(who), {}
    adapter = world.app.url_map.bind("localhost")
    for rule in sorted(world.app.url_map.iter_rules(), key=str):
        if SAFE not in rule.methods or not str(rule).startswith("/") or "static" in rule.endpoint:
            continue
        for values in _tried(rule, keys):
            path = adapter.build(rule.endpoint, values)
            if ASIDE.match(path):
                continue
            answer = client.http.get(path, headers=client.headers)
            found[path] = answer.status_code, answer.get_data()
            answer.close()
    return found


def _tried(rule, keys):
    """What is put into the places of a path: the key, 1, or each of the words that it may be."""
    choices = {
        name: sorted(converter.items)
        if isinstance(converter, AnyConverter)
        else [keys.get(name, 1)]
        for name, converter in rule._converters.items()
    }
    return [dict(zip(choices, one, strict=True)) for one in product(*choices.values())]


def forms(canary):
    """How a text may stand somewhere: as it is, in other encodings, and inside base64 at any place."""
    plain = canary.encode()
    found = {plain, plain.hex().encode(), canary.encode("utf-16-le"), canary.encode("utf-16-be")}
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + plain)
        found.add(encoded[4:-4] if shift else encoded[:-4])
    return found


def places(canary, where):
    """The places, of name → bytes, in which a canary stands in any form."""
    wanted = forms(canary)
    return sorted(name for name, held in where.items() if any(one in held for one in wanted))


def flat(value):
    """All that stands in nested values, as bytes."""
    out = io.BytesIO()
    _write(value, out)
    return out.getvalue()


def _write(value, out):
    if isinstance(value, dict):
        for pair in value.items():
            _write(pair, out)
    elif isinstance(value, (list, tuple, set)):
        for one in value:
            _write(one, out)
    else:
        out.write(bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode())
        out.write(b"\n")
