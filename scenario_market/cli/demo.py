"""``seed`` and ``demo-accounts``: the demonstration city."""

import click

from scenario_market.cli import setting
from scenario_market.demo import accounts, keys
from scenario_market.demo import city as demonstration


def _refuse_in_production() -> None:
    if setting.settings().production:
        raise click.ClickException("production mode has no demonstration")


@click.command()
def seed() -> None:
    """Load the demonstration city; does nothing where it is loaded."""
    _refuse_in_production()
    held = keys.held(setting.settings())
    fresh = demonstration.load(setting.database(), setting.files(), setting.city(), held)
    click.echo("demonstration loaded" if fresh else "demonstration was there already")


@click.command("demo-accounts")
def demo_accounts() -> None:
    """Print the demonstration accounts."""
    _refuse_in_production()
    click.echo(accounts.table())


COMMANDS = (seed, demo_accounts)
