"""``install-administrator``: the first one, from the machine's own command line."""

import click
from sqlalchemy import select

from scenario_market.cli import setting
from scenario_market.domain import clock
from scenario_market.domain.errors import DomainError
from scenario_market.domain.parties import mobile as numbers
from scenario_market.domain.parties import people, roles
from scenario_market.domain.parties.models import Person


@click.command("install-administrator")
@click.argument("mobile")
@click.option("--name", help="Name of the person, where the account is new.")
def install_administrator(mobile: str, name: str | None) -> None:
    """Make the person with this mobile number the first administrator."""
    with setting.database().unit_of_work() as session:
        now = clock.now(session)
        try:
            number = numbers.normalise(mobile)
            person = session.scalar(select(Person).where(Person.mobile == number))
            person = person or people.join(session, mobile=number, name=name, now=now)
            roles.install_administrator(session, person_id=person.id, now=now)
        except DomainError as error:
            raise click.ClickException(str(error)) from None
        click.echo(f"{number} is administrator")


COMMANDS = (install_administrator,)
