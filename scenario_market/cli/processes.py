"""The processes of the Procfile, and the schema."""

from collections.abc import Callable
from threading import Event

import click

from scenario_market.cli import setting
from scenario_market.domain.production import NotForProduction
from scenario_market.settings import Settings
from scenario_market.vault.keyfiles import KeyFileError
from scenario_market.workers import process


@click.command()
@click.option("--revision", default="head", show_default=True, help="Where to go; may be below.")
@click.option("--down", is_flag=True, help="Go down to the revision instead of up.")
def migrate(revision: str, down: bool) -> None:
    """Bring the database to the newest schema, or to a revision."""
    from scenario_market.persistence import (
        migrate as migrations,  # Alembic: no other command needs it
    )

    settings = setting.settings()
    go = migrations.downgrade if down else migrations.upgrade
    go(settings.database_url, revision)
    if not down:
        _run(lambda settings, stopped: process.require_fit(settings, setting.database(), stopped))


@click.command()
def worker() -> None:
    """Run jobs and deliveries until stopped."""
    _run(process.work)


@click.command()
def relay() -> None:
    """Put events in order and hand jobs to Redis until stopped."""
    _run(process.relay)


@click.command()
def clock() -> None:
    """Fire deadlines until stopped."""
    _run(process.clock)


def _run(act: Callable[[Settings, Event], None]) -> None:
    try:
        act(setting.settings(), setting.until_stopped())
    except (NotForProduction, KeyFileError) as refusal:
        raise click.ClickException(str(refusal)) from None


COMMANDS = (migrate, worker, relay, clock)
