"""``receipt``: checking a receipt without the market: no settings, no database, no network."""

import base64
import json
from pathlib import Path
from typing import Any

import click

from scenario_market.vault import receipts
from scenario_market.vault.signing import key_id

FAULTS = {
    "form": "this is not a receipt of this market",
    "unknown_key": "it was signed with a key that was not given; the market publishes its keys at /api/v1/receipt-keys",
    "signature": "the signature does not fit: the receipt was changed, or is not the market's",
    "content": "the content is not the one that the receipt is about",
}
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def receipt() -> None:
    """Receipts of bids."""


@receipt.command()
@click.argument("file", type=FILE)
@click.option(
    "--key",
    "given",
    multiple=True,
    help="A public key of the market (base64), known from elsewhere.",
)
@click.option("--keys", "published", type=FILE, help="What /api/v1/receipt-keys answered.")
@click.option("--content", type=FILE, help="The content file that was handed in, byte for byte.")
@click.option("--last", is_flag=True, help="Of the last act, not of what is handed in.")
@click.option(
    "--hashes", type=FILE, help="What /challenges/…/bid-hashes answered: is the bid in it?"
)
def verify(
    file: Path,
    given: tuple[str, ...],
    published: Path | None,
    content: Path | None,
    last: bool,
    hashes: Path | None,
) -> None:
    """Check a receipt against the market's public key, and against the content. Exit code 1 where it does not fit.

    FILE is a receipt, or an answer of the market in which it stands: of an act, or what GET /workspaces/…/content gave,
    which holds the content too (of what is handed in; with --last of the last act).
    """
    paper, embedded = _found(_json(file), last=last)
    compared = content.read_bytes() if content else embedded
    found = receipts.faults(paper, public_keys=_keys(given, published), content=compared)
    for fault in found:
        click.echo(f"{fault}: {FAULTS[fault]}")
    if found:
        raise SystemExit(1)
    click.echo(
        f"genuine: challenge {int(paper['challenge_id'])}, workspace {paper['workspace']}, number"
        f" {int(paper['number'])}, {paper['act']}, {paper['at']}"
    )
    fits = compared is not None
    click.echo("the content fits" if fits else "the content was not compared: --content")
    if hashes is not None:
        _compare(paper["content_sha256"], _json(hashes))


def _found(document: Any, *, last: bool) -> tuple[Any, bytes | None]:
    """The receipt in a document, and the content where it stands beside it."""
    if not isinstance(document, dict):
        return document, None
    part = document
    if "receipt" not in document:
        wanted = document.get("last" if last else "handed_in") or document.get("last")
        if not isinstance(wanted, dict):
            return document, None
        part = wanted
    content = part.get("content")
    try:
        plain = base64.b64decode(content, validate=True) if isinstance(content, str) else None
    except ValueError as error:
        raise click.ClickException(f"the content in it is damaged: {error}") from None
    return part.get("receipt"), plain


def _keys(given: tuple[str, ...], published: Path | None) -> dict[str, str]:
    try:
        known = {key_id(key)[:16]: key for key in given}
        if published is not None:
            known |= {one["id"]: one["public_key"] for one in _json(published)}
    except (ValueError, TypeError, KeyError) as error:
        raise click.ClickException(f"not a public key: {error}") from None
    if not known:
        raise click.ClickException("name the market's public key: --key or --keys")
    return known


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise click.ClickException(f"{path}: not JSON ({error})") from None


def _compare(content_hash: str, published: Any) -> None:
    listed = published.get("hashes", ()) if isinstance(published, dict) else published
    if content_hash not in listed:
        click.echo("not among the published hashes: it was not opened as handed in")
        raise SystemExit(1)
    click.echo("among the published hashes: it was opened as handed in")


COMMANDS = (receipt,)
