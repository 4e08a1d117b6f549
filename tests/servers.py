"""Real servers for the tests: PostgreSQL and Valkey, with nothing set up before.

Each is taken from the environment (TEST_DATABASE_URL, TEST_REDIS_URL), else from the machine, else
from a package of ``requirements-test.lock``. Where none works the test fails; it is never skipped.
Databases are created and Redis databases are *flushed* on what these URLs name: the one that the URL names, and as
many after it as the suite has workers.
"""

import contextlib
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import redis
from sqlalchemy import make_url

from scenario_market.persistence import migrate
from scenario_market.runtime.broker import EmbeddedBroker, embed_broker
from scenario_market.runtime.market import broker_answers
from scenario_market.runtime.tether import tether
from tests.cores import worker_number
from tests.postgres import running_postgres
from tests.waiting import until

database_numbers = iter(range(1, 1_000_000))


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory) -> Iterator[str]:
    """SQLAlchemy URL of a PostgreSQL server's own database, whose user may create databases."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield str(url)
        return
    with running_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_url) -> Iterator[str]:
    """Name of a database with the newest schema, to be copied by each test."""
    with postgres_database(postgres_url, prepare=migrate.upgrade) as url:
        yield make_url(url).database or ""


@pytest.fixture
def fresh_postgres_url(postgres_url, postgres_template) -> Iterator[str]:
    """URL of a migrated, empty PostgreSQL database of this test alone."""
    with postgres_database(postgres_url, template=postgres_template) as url:
        yield url


@contextlib.contextmanager
def postgres_database(
    server_url: str,
    *,
    template: str = "template0",
    prepare: Callable[[str], None] = lambda url: None,
) -> Iterator[str]:
    """Create a database as a copy of ``template`` and drop it at the end, whoever is connected."""
    name = f"sm_test_{os.getpid()}_{next(database_numbers)}"
    url = make_url(server_url).set(database=name).render_as_string(hide_password=False)
    execute(server_url, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        prepare(url)
        yield url
    finally:
        execute(server_url, f'DROP DATABASE "{name}" WITH (FORCE)')


def execute(server_url: str, statement: str) -> None:
    """Run one statement outside any transaction."""
    plain = make_url(server_url).set(drivername="postgresql")
    dsn = plain.render_as_string(hide_password=False)
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory, pytestconfig) -> Iterator[str]:
    """URL of a broker that all tests share; :func:`fresh_redis_url` gives it empty."""
    if url := os.environ.get("TEST_REDIS_URL"):
        yield numbered(url, worker_number(pytestconfig))
        return
    with RunningBroker(tmp_path_factory.mktemp("broker")) as broker:
        yield broker.url


def numbered(url: str, more: int) -> str:
    """A Redis database so many numbers further: workers must not flush each other's."""
    parts = urlsplit(url)
    return parts._replace(path=f"/{int(parts.path.strip('/') or 0) + more}").geturl()


@pytest.fixture
def fresh_redis_url(redis_url) -> str:
    """URL of an empty broker."""
    with redis.Redis.from_url(redis_url) as client:
        client.flushdb()
    return redis_url


@pytest.fixture
def own_broker(tmp_path) -> Iterator["RunningBroker"]:
    """A broker of this test alone, to be killed and started again with all its data lost."""
    with RunningBroker(tmp_path / "broker") as broker:
        yield broker


class RunningBroker:
    """An embedded broker as a process; ``kill`` loses its data, ``start`` keeps its address."""

    def __init__(self, directory: Path, broker: EmbeddedBroker | None = None) -> None:
        self.broker = broker or embed_broker(directory)
        self.url = self.broker.url
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.broker.argv,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=tether(signal.SIGKILL),
        )
        until(self.answers, tell=lambda: f"{self.broker.argv} does not answer", pause=0.02)

    def answers(self) -> bool:
        """Whether it is there; a broker that ended is an error."""
        assert self.process is not None
        assert self.process.poll() is None, f"{self.broker.argv} ended"
        return broker_answers(self.url)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def __enter__(self) -> "RunningBroker":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
