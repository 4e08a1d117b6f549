"""What the office does from a terminal: take a pool file in, publish a list. Always as a person who may."""

from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.cli import setting
from scenario_market.domain import clock
from scenario_market.domain.actor import Actor
from scenario_market.domain.demands import publishing
from scenario_market.domain.errors import DomainError
from scenario_market.domain.parties import actors
from scenario_market.domain.parties.models import Person
from scenario_market.texts import errors as texts
from scenario_market.workers import imports

AS = click.option("--as", "mobile", required=True, help="Mobile number of the officer who acts.")


def _officer(session: Session, mobile: str) -> Actor:
    person_id = session.scalar(select(Person.id).where(Person.mobile == mobile))
    found = actors.actor_of_person(session, person_id or 0, clock.now(session))
    if found is None:
        raise click.ClickException(f"nobody signs in with {mobile}")
    return found


def _told(error: DomainError) -> click.ClickException:
    return click.ClickException(
        f"{texts.detail(error.code, error.rule, dict(error.params), 'zh')} ({error})"
    )


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--mode",
    type=click.Choice(["check", "all", "good"]),
    default="check",
    show_default=True,
    help="check: a dry run. all: nothing if any row is wrong. good: the good rows only.",
)
@AS
def import_pool(file: Path, mode: str, mobile: str) -> None:
    """Take a pool of providers in from .xlsx or .csv."""
    settings, database, files = setting.settings(), setting.database(), setting.files()
    with database.reading() as session:
        officer = _officer(session, mobile)
    try:
        with file.open("rb") as stream:
            import_id = imports.hand_in(
                database,
                files,
                stream,
                file.name,
                limit_bytes=settings.upload_limit_bytes,
                actor=officer,
            )
        row = imports.run(database, files, setting.city(), import_id, mode=mode, actor=officer)
    except DomainError as error:
        raise _told(error) from None
    click.echo(f"import {row.id}: {row.state}, {row.rows_total} rows, {row.rows_wrong} wrong")
    for one in (row.report or {}).get("errors", []):
        click.echo(
            f"  row {one['row']}, {one['header'] or one['field']}: {one['rule']} {one['params']}"
        )


@click.command()
@click.argument("list_id", type=int)
@AS
def publish(list_id: int, mobile: str) -> None:
    """Publish a demand list now."""
    city = setting.city()
    with setting.database().unit_of_work() as session:
        try:
            row = publishing.publish(
                session,
                list_id,
                actor=_officer(session, mobile),
                now=clock.now(session),
                city=city,
                version=None,
            )
        except DomainError as error:
            raise _told(error) from None
        click.echo(f"{row.number} {row.title}: published")


COMMANDS = (import_pool, publish)
