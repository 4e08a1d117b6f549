"""The command line: ``scenario-market``. Every command calls what the web calls."""

import signal
import sys
import threading

import click

from scenario_market import logs
from scenario_market import settings as settings_module


def _settings() -> settings_module.Settings:
    try:
        settings = settings_module.load()
    except settings_module.SettingsError as error:
        raise click.ClickException(str(error)) from None
    logs.configure(settings.log_level, settings.log_format)
    return settings


def _until_stopped() -> threading.Event:
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    return stopped


@click.group()
def main() -> None:
    """An event-driven marketplace that opens a city's application scenarios."""


@main.command()
@click.option("--revision", default="head", show_default=True)
def migrate(revision: str) -> None:
    """Bring the database to the newest schema."""
    from scenario_market.persistence import migrate as migrations

    migrations.upgrade(_settings().database_url, revision)


@main.command()
def worker() -> None:
    """Run jobs and deliveries until stopped."""
    from scenario_market.workers import process

    process.work(_settings(), _until_stopped())


@main.command()
def relay() -> None:
    """Put events in order and hand jobs to Redis until stopped."""
    from scenario_market.workers import process

    process.relay(_settings(), _until_stopped())


@main.command()
def clock() -> None:
    """Fire deadlines until stopped."""
    from scenario_market.workers import process

    process.clock(_settings(), _until_stopped())


if __name__ == "__main__":
    sys.exit(main())
