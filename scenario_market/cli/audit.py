"""``audit``: check the chain of events, sign its head."""

import json
from itertools import islice
from pathlib import Path

import click

from scenario_market.cli import setting
from scenario_market.domain import audit as chain
from scenario_market.domain import clock, readings
from scenario_market.vault import holding
from scenario_market.vault.keyfiles import KeyFileError
from scenario_market.vault.signing import verified

SHOWN = 20  # faults of readings that are named


@click.group()
def audit() -> None:
    """Check the chain of events."""


@audit.command()
@click.option(
    "--checkpoint",
    "papers",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A signed head that left the house; may be given several times.",
)
@click.option(
    "--key",
    "public_keys",
    multiple=True,
    help="A public key of the house, known from elsewhere (base64); may be given several times.",
)
def verify(papers: tuple[Path, ...], public_keys: tuple[str, ...]) -> None:
    """Name the first broken link, or say that the chain is whole. Exit code 1 when it is broken.

    A head holds by the key that signed it, also where another one signs now. That must be one of the keys given, or of
    the file SM_HEAD_PUBLIC_KEY_FILE where it is here. The record of who read bids and sheets is compared with what the
    chain says of it.
    """
    known = set(public_keys) or _known()
    kept = dict(_read(path, known) for path in papers)
    with setting.database().reading(snapshot=True) as session:
        verdict = chain.verify(session, checkpoints=kept)
        wrong = list(islice(readings.faults(session), SHOWN))
    for key, rule in wrong:
        click.echo(f"reading {rule}: {key}")
    if verdict.broken:
        click.echo(f"broken at position {verdict.broken.position}: {verdict.broken.rule}")
        raise SystemExit(1)
    if wrong:
        raise SystemExit(1)
    click.echo(f"whole: {verdict.events} events, head {verdict.hash}")


def _known() -> set[str]:
    """The public keys of heads that are here; none: the paper's own word is taken."""
    settings = setting.settings()
    path = holding.key_path(settings, "head_public")
    if path is None or not path.exists():
        return set()
    try:
        return set(holding.head_keys(settings).values())
    except KeyFileError as error:
        raise click.ClickException(str(error)) from None


def _read(path: Path, known: set[str]) -> tuple[int, str]:
    try:
        paper = json.loads(path.read_text("utf-8"))
        text = chain.statement(paper["position"], paper["hash"], paper["at"])
        if not verified(paper["public_key"], text, paper["signature"]):
            raise click.ClickException(f"{path}: the signature does not fit")
        if known and paper["public_key"] not in known:
            raise click.ClickException(f"{path}: signed with a key that is not the house's")
        return paper["position"], paper["hash"]
    except (ValueError, KeyError, TypeError) as error:
        raise click.ClickException(f"{path}: not a checkpoint ({error})") from None


@audit.command()
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path))
def checkpoint(output: Path | None) -> None:
    """Sign the present head and print it, or write it to a file to be kept elsewhere."""
    settings = setting.settings()
    try:
        signer = holding.heads(settings)
    except KeyFileError as error:
        raise click.ClickException(str(error)) from None
    with setting.database().unit_of_work() as session:
        row = chain.sign_head(session, signer=signer, now=clock.now(session)) or chain.newest(
            session
        )
        if row is None:
            raise click.ClickException("there is no event yet")
        session.flush()
        paper = json.dumps(chain.document(row), indent=1)
    if output:
        output.write_text(paper + "\n", "utf-8")
    else:
        click.echo(paper)


COMMANDS = (audit,)
