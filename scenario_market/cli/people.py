"""``install-administrator``, ``install-key-officers``: the first ones, from the machine's own command line."""

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.cli import setting
from scenario_market.cli.acting import told
from scenario_market.domain import clock
from scenario_market.domain.errors import DomainError, NotFound
from scenario_market.domain.keys import naming
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
            person = _known(session, number) or people.join(
                session, mobile=number, name=name, now=now
            )
            roles.install_administrator(session, person_id=person.id, now=now)
        except DomainError as error:
            raise told(error) from None
        click.echo(f"{person.mobile} is administrator")


@click.command("install-key-officers")
@click.argument("mobiles", nargs=2, metavar="MOBILE MOBILE")
def install_key_officers(mobiles: tuple[str, str]) -> None:
    """Name the first two key officers (密钥保管人): where nobody holds the role who could confirm.

    Both have signed in before. It is a public event; each then makes his key (POST /key-officers).
    """
    with setting.database().unit_of_work() as session:
        now = clock.now(session)
        try:
            named = [_known(session, numbers.normalise(one)) for one in mobiles]
            if None in named:
                raise NotFound(kind="person")
            keys = [one.id for one in named if one is not None]
            naming.install(session, person_ids=keys, now=now)
        except DomainError as error:
            raise told(error) from None
        for mobile in mobiles:
            click.echo(f"{mobile} is key officer")


def _known(session: Session, number: str) -> Person | None:
    return session.scalar(select(Person).where(Person.mobile == number))


COMMANDS = (install_administrator, install_key_officers)
