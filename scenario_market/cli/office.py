"""What the office does from a terminal: take a file in, publish a list. Always as a person who may."""

from pathlib import Path

import click

from scenario_market.cli import setting
from scenario_market.cli.acting import AS, acting, told
from scenario_market.domain import clock
from scenario_market.domain.demands import publishing
from scenario_market.domain.errors import DomainError
from scenario_market.domain.imports.states import PERMISSIONS, ImportState
from scenario_market.texts import imports as sentences
from scenario_market.workers import imports


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--kind",
    type=click.Choice(list(PERMISSIONS)),
    default="pool",
    show_default=True,
    help="pool: 服务商库, 能力清单. demands: 场景需求清单, 机会清单, 应用场景清单.",
)
@click.option(
    "--title", help="Of a list of demands; with 序号 it tells rows apart. Default: FILE's name."
)
@click.option(
    "--mode",
    type=click.Choice(["check", "all", "good"]),
    default="check",
    show_default=True,
    help="check: a dry run. all: nothing if any row is wrong. good: the good rows only.",
)
@AS
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
def import_file(
    file: Path, kind: str, title: str | None, mode: str, mobile: str, language: str
) -> None:
    """Take providers or a list of demands in from .xlsx or .csv."""
    settings, database, files = setting.settings(), setting.database(), setting.files()
    with database.reading() as session:
        officer = acting(session, mobile)
    try:
        with file.open("rb") as stream:
            import_id = imports.hand_in(
                database,
                files,
                stream,
                file.name,
                kind=kind,
                list_title=(title or file.stem) if kind == "demands" else title,
                limit_bytes=settings.upload_limit_bytes,
                actor=officer,
            )
        row = imports.run(
            database,
            files,
            setting.city(),
            import_id,
            mode=mode,
            actor=officer,
            tell=lambda done: click.echo(sentences.progress(done, language), err=True),
        )
    except DomainError as error:
        raise told(error, language) from None
    for line in sentences.lines(row, language):
        click.echo(line)
    if row.state == ImportState.FAILED:
        raise click.exceptions.Exit(1)


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
                actor=acting(session, mobile),
                now=clock.now(session),
                city=city,
                version=None,
            )
        except DomainError as error:
            raise told(error) from None
        click.echo(f"{row.number} {row.title}: published")


COMMANDS = (import_file, publish)
