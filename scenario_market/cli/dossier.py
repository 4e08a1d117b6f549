"""``dossier``: take the whole record of a case out as one file, or check such a file offline."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from scenario_market.cli import setting
from scenario_market.cli.acting import acting, told
from scenario_market.documents import dossiers
from scenario_market.domain import clock
from scenario_market.domain.dossiers import collecting
from scenario_market.domain.errors import DomainError
from scenario_market.texts import dossier as words
from scenario_market.vault import holding
from scenario_market.vault.keyfiles import KeyFileError
from scenario_market.vault.platform import PlatformKeys
from scenario_market.vault.signing import verified


@click.command()
@click.argument("number")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--as", "mobile", help="Mobile number of the officer who exports.")
@click.option("--key", "public_key", help="With verify: the platform's public key (base64).")
def dossier(number: str, file: Path, mobile: str | None, public_key: str | None) -> None:
    """Write the whole record (一项一档) of the call or the need NUMBER to FILE; or `verify` a FILE, offline.

    Exit code 1 when something in the file does not hold.
    """
    if number == "verify":
        _verify(file, public_key)
    else:
        _export(number, file, mobile)


def _export(number: str, file: Path, mobile: str | None) -> None:
    if mobile is None:
        raise click.UsageError("name who exports with --as MOBILE")
    database, city = setting.database(), setting.city()
    signer = _signer()
    try:
        with database.reading(snapshot=True) as session:
            now, officer = clock.now(session), acting(session, mobile)
            found = collecting.by_number(session, number)
            case = collecting.gather(session, *found, actor=officer, now=now, city=city)
        with kept_whole(file) as target:
            kept = setting.files().open
            manifest = dossiers.write(case, target, opened=kept, signer=signer, zone=city.zone)
            with database.unit_of_work() as session:
                now = clock.now(session)
                collecting.note(session, case.leaving, actor=acting(session, mobile), now=now)
    except FileExistsError:
        raise click.ClickException(f"{file}: is there already") from None
    except DomainError as error:
        raise told(error) from None
    click.echo(f"{file}: {len(manifest['files'])} files, kept until {manifest['retained_until']}")


def _signer() -> PlatformKeys:
    try:
        return holding.platform(setting.settings())
    except KeyFileError as error:
        raise click.ClickException(str(error)) from None


@contextmanager
def kept_whole(file: Path) -> Iterator[IO[bytes]]:
    """A new file that stays only if all of it was written, and noted. :raises FileExistsError: it is there already."""
    with file.open("xb") as target:
        try:
            yield target
        except BaseException:
            file.unlink()
            raise


def _verify(file: Path, public_key: str | None) -> None:
    try:
        manifest, faults = dossiers.verify(file, verified=verified, public_key=public_key)
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{file}: {words.FAULTS['not_a_dossier']} ({error})") from None
    for fault in faults:
        click.echo(f"{words.FAULTS[fault.rule]}: {fault.entry}")
    if faults:
        raise SystemExit(1)
    click.echo(f"{manifest['number']} {manifest['title']}: {len(manifest['files'])} files hold")
    click.echo(f"kept until {manifest['retained_until']}; chain at {manifest['chain']['position']}")


COMMANDS = (dossier,)
