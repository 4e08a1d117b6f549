"""``city``: check the configuration of the city."""

from datetime import datetime

import click

from scenario_market.cli import setting
from scenario_market.domain import city as city_module


@click.group()
def city() -> None:
    """Check the configuration of the city."""


@city.command()
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Check as if it were this day. Default: today in the city.",
)
def check(on: datetime | None) -> None:
    """Read every file of the city, and say which year lacks its holidays.

    A file that breaks a rule is named with all that is wrong. Exit code 1 when a file is broken, or when the holidays
    are missing of this year, or from 1 November on of the next.
    """
    folder = setting.settings().city_dir
    try:
        found = city_module.load(folder)
    except (ValueError, TypeError, KeyError, OSError) as error:
        raise click.ClickException(f"{folder}: {error}") from None
    click.echo(f"{found.key}: {len(found.codes)} code lists")
    click.echo(f"programmes: {', '.join(sorted(found.programmes))}")
    years = sorted(found.calendar.years)
    click.echo(f"holidays: {', '.join(map(str, years)) or 'none'}")
    missing = found.calendar.missing((on or datetime.now(found.zone)).date())
    for year in missing:
        click.echo(
            f"missing: holidays-{year}.toml; deadlines in {year} count weekends alone "
            "(docs/operations.md, Holidays)"
        )
    if missing:
        raise SystemExit(1)


COMMANDS = (city,)
