"""``files``: what lies in the store."""

import click

from scenario_market.cli import setting
from scenario_market.domain import clock
from scenario_market.domain.attachments import erasing, queries


@click.group()
def files() -> None:
    """Look after the store of uploaded files."""


@files.command()
@click.option(
    "--days",
    type=click.IntRange(min=0),
    help="Removed, or taken in, at least so long ago. Default: the setting removed_files_days.",
)
def erase(days: int | None) -> None:
    """Erase removed files that nothing holds and those of imports long done, and sweep the store now.

    The clock process does so daily.
    """
    days = setting.settings().removed_files_days if days is None else days
    database, store, marked = setting.database(), setting.files(), 0
    while True:
        with database.unit_of_work() as session:
            found, more = erasing.erase_due(session, now=clock.now(session), days=days)
        marked += found
        if not more:
            break
    gone = 0
    if store.root.is_dir():
        with database.reading() as session:
            gone = store.sweep(lambda names: queries.named(session, names))
    click.echo(f"{marked} files erased, {gone} taken from the disk")


COMMANDS = (files,)
