"""Who acts from a terminal: always a person, named by mobile number, with the roles that he has now."""

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import clock
from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import DomainError, Invalid
from scenario_market.domain.parties import actors
from scenario_market.domain.parties.models import Person
from scenario_market.texts import errors as texts

AS = click.option("--as", "mobile", required=True, help="Mobile number of the officer who acts.")


def acting(session: Session, mobile: str) -> Actor:
    """The actor that the person with this number is now."""
    person_id = session.scalar(select(Person.id).where(Person.mobile == mobile))
    found = actors.actor_of_person(session, person_id or 0, clock.now(session))
    if found is None:
        raise click.ClickException(f"nobody signs in with {mobile}")
    return found


def told(error: DomainError, language: str = "zh") -> click.ClickException:
    """A refusal in words."""
    if isinstance(error, Invalid):
        said = [texts.field_message(e.rule, dict(e.params), language) for e in error.errors]
        fields = [f"{e.field}: {words}" for e, words in zip(error.errors, said, strict=True)]
        return click.ClickException("\n".join([texts.title(error.code, language), *fields]))
    return click.ClickException(texts.detail(error.code, error.rule, dict(error.params), language))
