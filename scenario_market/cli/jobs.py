"""``poison``: look at what was set aside after too many attempts, and take it up again."""

import click

from scenario_market.cli import setting
from scenario_market.domain import clock, poison
from scenario_market.domain.errors import NotFound

KIND = click.Choice(sorted(poison.KINDS))


@click.command("poison")
@click.option("--kind", type=KIND, help="Only this kind.")
def show(kind: str | None) -> None:
    """List jobs, deliveries and deadlines that were set aside, with their errors."""
    with setting.database().reading() as session:
        for one in [kind] if kind else sorted(poison.KINDS):
            for row in poison.parked(session, one):
                click.echo(
                    f"{row.kind} {row.id}: {row.what}; {row.attempts} attempts,"
                    f" {row.parked_at:%Y-%m-%d %H:%M:%S}Z: {row.error}"
                )


@click.command()
@click.argument("kind", type=KIND)
@click.argument("row_id", type=int)
def replay(kind: str, row_id: int) -> None:
    """Take a row that was set aside up again."""
    with setting.database().unit_of_work() as session:
        try:
            poison.replay(session, kind, row_id, now=clock.now(session))
        except NotFound:
            raise click.ClickException(f"no {kind} {row_id} was set aside") from None
    click.echo(f"{kind} {row_id} is due again")


COMMANDS = (show, replay)
