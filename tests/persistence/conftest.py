"""Empty databases of both kinds, and what stands in a database as its own catalogue tells it."""

import re

import pytest
from sqlalchemy import inspect

from scenario_market.persistence.engine import make_engine


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request, tmp_path):
    """Makes addresses of databases without any table, all of one kind."""
    if request.param == "sqlite":
        yield lambda name="market": f"sqlite:///{tmp_path / name}.sqlite3"
        return
    from contextlib import ExitStack

    from tests.servers import postgres_database  # a plugin is imported by pytest first

    server = request.getfixturevalue("postgres_url")
    with ExitStack() as stack:
        yield lambda name="market": stack.enter_context(postgres_database(server))


def condition(text):
    """A check without the casts that PostgreSQL writes in, which depend on how a column came to its type."""
    return " ".join(re.sub(r"::[a-z ]+(\[\])?", "", text).split())


def catalogue(url):
    """Tables with columns, keys, uniques, checks and indexes (partial ones with their condition)."""
    engine = make_engine(url)
    found = inspect(engine)
    tables = {}
    for name in found.get_table_names():
        if name == "alembic_version":
            continue
        tables[name] = {
            "columns": sorted(
                (c["name"], str(c["type"]), c["nullable"], str(c["default"]).partition("::")[0])
                for c in found.get_columns(name)
            ),
            "key": found.get_pk_constraint(name)["constrained_columns"],
            "foreign": sorted(
                (k["name"], k["constrained_columns"], k["referred_table"], k["referred_columns"])
                for k in found.get_foreign_keys(name)
            ),
            "unique": sorted(
                (u["name"], u["column_names"]) for u in found.get_unique_constraints(name)
            ),
            "checks": sorted(
                (c["name"], condition(c["sqltext"])) for c in found.get_check_constraints(name)
            ),
            "indexes": sorted(
                (
                    i["name"],
                    i["column_names"],
                    bool(i["unique"]),
                    str(i["dialect_options"].get(f"{engine.dialect.name}_where")),
                )
                for i in found.get_indexes(name)
            ),
        }
    engine.dispose()
    return tables
