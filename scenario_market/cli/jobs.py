"""``poison``: look at what was set aside after too many attempts. ``replay``: take it up again, as a person who may."""

import click

from scenario_market.cli import setting
from scenario_market.cli.acting import AS, acting, told
from scenario_market.domain import clock, poison
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.errors import DomainError, NotFound

KIND = click.Choice(sorted(poison.KINDS))


@click.command("poison")
@click.option("--kind", type=KIND, help="Only this kind.")
def show(kind: str | None) -> None:
    """List jobs, deliveries and deadlines that were set aside, with their errors."""
    with setting.database().reading() as session:
        for one in [kind] if kind else sorted(poison.KINDS):
            for row in poison.parked(session, one, actor=SYSTEM):
                click.echo(
                    f"{row.kind} {row.id}: {row.what}; {row.attempts} attempts,"
                    f" {row.parked_at:%Y-%m-%d %H:%M:%S}Z: {row.error}"
                )


@click.command()
@click.argument("kind", type=KIND)
@click.argument("row_id", type=int)
@AS
def replay(kind: str, row_id: int, mobile: str) -> None:
    """Take a row that was set aside up again."""
    with setting.database().unit_of_work() as session:
        actor = acting(session, mobile)
        try:
            poison.replay(session, kind, row_id, actor=actor, now=clock.now(session))
        except NotFound:
            raise click.ClickException(f"no {kind} {row_id} was set aside") from None
        except DomainError as error:
            raise told(error) from None
    click.echo(f"{kind} {row_id} is due again")


COMMANDS = (show, replay)
