"""Servers to measure on: those of the tests, started the same way, with nothing set up before."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from scenario_market import settings as settings_module
from scenario_market.domain import clock
from scenario_market.persistence import migrate
from scenario_market.persistence.database import Database
from scenario_market.settings import ROOT, Settings
from tests.postgres import running_postgres
from tests.servers import RunningBroker, postgres_database


@dataclass(frozen=True)
class Place:
    """A data directory with a migrated database and a broker of its own."""

    folder: Path
    database_url: str
    redis_url: str
    config_dir: Path = ROOT / "config"

    @property
    def environ(self) -> dict[str, str]:
        """Variables of a process that works here."""
        return {
            "SM_DATA_DIR": str(self.folder),
            "SM_CONFIG_DIR": str(self.config_dir),
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "SM_RATE_LIMITS": "false",
        }

    @property
    def settings(self) -> Settings:
        return settings_module.load(self.environ)

    @property
    def kind(self) -> str:
        return "SQLite" if self.database_url.startswith("sqlite") else "PostgreSQL"

    def database(self, pool_size: int = 10) -> Database:
        """A new engine on the database, that wakes nobody."""
        return Database(self.database_url, pool_size=pool_size)

    def now(self) -> datetime:
        """What the one clock says here."""
        database = self.database(1)
        with database.reading() as session:
            now = clock.now(session)
        database.close()
        return now

    def with_policy(self, section: str, **values: object) -> "Place":
        """The same with another policy of the city: its configuration is copied and amended."""
        config = self.folder / "config"
        shutil.copytree(self.config_dir, config, dirs_exist_ok=True)
        path = config / self.settings.city / "policy.toml"
        lines, inside = [], False
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("["):
                inside = line.strip() == f"[{section}]"
            name = line.partition("=")[0].strip()
            lines.append(f"{name} = {values[name]}" if inside and name in values else line)
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return replace(self, config_dir=config)


@contextlib.contextmanager
def place(kind: str) -> Iterator[Place]:
    """A fresh place on ``sqlite`` or ``postgresql``."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sm-benchmark-")))
        broker = stack.enter_context(RunningBroker(folder / "broker"))
        if kind == "sqlite":
            url = f"sqlite:///{folder / 'market.sqlite3'}"
            migrate.upgrade(url)
        else:
            server = stack.enter_context(running_postgres(autovacuum="on"))  # as a city's is
            url = stack.enter_context(postgres_database(server, prepare=migrate.upgrade))
        yield Place(folder, url, broker.url)
