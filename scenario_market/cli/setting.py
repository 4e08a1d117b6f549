"""What every command begins with: settings, logs, the database, the city."""

import signal
import threading
from pathlib import Path

import click
from sqlalchemy import make_url

from scenario_market import logs
from scenario_market import settings as settings_module
from scenario_market.channels.wake import Waker
from scenario_market.documents.files import Directory, file_store
from scenario_market.domain import city as city_module
from scenario_market.domain.city import City
from scenario_market.persistence.database import Database


def settings() -> settings_module.Settings:
    """The settings of this process; what is wrong with them ends the command in a line each."""
    try:
        made = settings_module.load()
    except settings_module.SettingsError as error:
        raise click.ClickException(str(error)) from None
    logs.configure(made.log_level, made.log_format)
    return made


def database() -> Database:
    """The database, with a relay that is woken by what is committed."""
    made = settings()
    url = make_url(made.database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        raise click.ClickException(
            f"no market in {made.data_dir}: name its data directory with --data, or its database in DATABASE_URL"
        )
    return Database(made.database_url, wake=Waker(made.redis_url), pool_size=2)


def city() -> City:
    """The city's configuration."""
    return city_module.load(settings().city_dir)


def files() -> Directory:
    """The file store of this installation."""
    return file_store(settings())


def until_stopped() -> threading.Event:
    """Set by SIGTERM or Ctrl-C."""
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    return stopped
