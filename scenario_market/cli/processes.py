"""The processes of the Procfile, and the schema."""

import click

from scenario_market.cli import setting
from scenario_market.persistence import migrate as migrations
from scenario_market.workers import process


@click.command()
@click.option("--revision", default="head", show_default=True, help="Where to go; may be below.")
@click.option("--down", is_flag=True, help="Go down to the revision instead of up.")
def migrate(revision: str, down: bool) -> None:
    """Bring the database to the newest schema, or to a revision."""
    go = migrations.downgrade if down else migrations.upgrade
    go(setting.settings().database_url, revision)


@click.command()
def worker() -> None:
    """Run jobs and deliveries until stopped."""
    process.work(setting.settings(), setting.until_stopped())


@click.command()
def relay() -> None:
    """Put events in order and hand jobs to Redis until stopped."""
    process.relay(setting.settings(), setting.until_stopped())


@click.command()
def clock() -> None:
    """Fire deadlines until stopped."""
    process.clock(setting.settings(), setting.until_stopped())


COMMANDS = (migrate, worker, relay, clock)
