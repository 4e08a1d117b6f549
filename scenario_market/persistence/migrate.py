"""Bringing a database to a revision, and making new ones."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text

from scenario_market.persistence.engine import make_engine

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK = 7_305_001  # any constant: one migration at a time on a PostgreSQL server


class BrokenReferences(Exception):
    """A migration would leave rows whose foreign keys lead nowhere; it was undone."""


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _run(engine: Engine, act, *args, **kwargs) -> None:
    with engine.execution_options(writing=True).connect() as connection:
        if engine.dialect.name == "sqlite":
            # Batch migrations rebuild tables; with enforcement on, dropping the old one would lose its children.
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            act(_config(connection), *args, **kwargs)
            if engine.dialect.name == "sqlite":
                _check_references(connection)
        if engine.dialect.name == "sqlite":
            connection.connection.cursor().execute("PRAGMA foreign_keys = ON")


def _check_references(connection: Connection) -> None:
    """What enforcement would have refused, had it been on.

    :raises BrokenReferences: names the tables of the rows, and of the parents that they miss.
    """
    broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    if broken:
        pairs = sorted({f"{row[0]} -> {row[2]}" for row in broken})
        raise BrokenReferences(f"{len(broken)} rows without their parent: {', '.join(pairs)}")


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database up to a revision, in one transaction."""
    engine = make_engine(url)
    _run(engine, command.upgrade, revision)
    engine.dispose()


def downgrade(url: str, revision: str) -> None:
    """Bring the database down to a revision, in one transaction."""
    engine = make_engine(url)
    _run(engine, command.downgrade, revision)
    engine.dispose()


def revise(url: str, message: str) -> None:
    """Write a new migration, numbered, from what differs between the models and the database."""
    engine = make_engine(url)
    number = f"{len(list((MIGRATIONS / 'versions').glob('[0-9]*.py'))) + 1:04}"
    _run(engine, command.revision, message=message, autogenerate=True, rev_id=number)
    engine.dispose()
