"""``draw``: check a published draw of a panel. Needs no database: the file says all."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from scenario_market.domain import audit as chain
from scenario_market.domain.draws import draw as drawing
from scenario_market.vault.signing import verified

FAULTS = {
    "algorithm": "the record names another algorithm",
    "secret": "the secret is not the one that was committed",
    "beacon": "the draw does not rest on what was published after the commitment: the bids' hashes, or the signed head",
    "later": "the head of the chain was signed before the draw was committed to",
    "signature": "the signature of the head does not fit",
    "pool": "the candidates are not those who were committed",
    "people": "the names are not those that were committed under the members' numbers",
    "digest": "the list of candidates is not the one that was fixed at the draw",
    "numbers": "a candidate stands in the list twice",
    "gone": "somebody left who is not in the list",
    "members": "the secret draws others than those who sat",
}


@click.group()
def draw() -> None:
    """Check published draws of panels."""


@draw.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", "public_key", help="The house's public key, known from elsewhere (base64).")
def verify(file: Path, public_key: str | None) -> None:
    """Draw again from a published FILE and name what does not hold. Exit code 1 when something does not.

    FILE holds one draw, or the list of a project's draws. Compare the hashes that are printed with the events that
    committed to them, ``panel.prepared`` and ``panel.drawn`` or ``acceptance_panel.prepared`` and
    ``acceptance_panel.drawn``, which were public before anybody knew the result; the bids' hashes with those that the
    opening published; the signed head with the first one that was published after the commitment.
    """
    try:
        read = json.loads(file.read_text("utf-8"))
        papers = [read] if isinstance(read, dict) else [one for one in read if "record" in one]
        if not papers:
            raise ValueError("no draw is published in it")
        checked = [(one, _faults(one, public_key)) for one in papers]
        said = [line for one, found in checked for line in _report(one, found)]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise click.ClickException(f"{file}: not a published draw ({error})") from None
    if not public_key and any("checkpoint" in one and not found for one, found in checked):
        said.append(
            "note: the head's signature fits the key in the file; whose key it is shows --key alone"
        )
    click.echo("\n".join(said))
    if any(found for _, found in checked):
        raise SystemExit(1)


def _faults(paper: dict[str, Any], public_key: str | None) -> list[str]:
    found = list(drawing.faults(paper))
    if head := paper.get("checkpoint"):
        text = chain.statement(head["position"], head["hash"], head["at"])
        if not verified(public_key or head["public_key"], text, head["signature"]):
            found.append("signature")
    return found


def _report(paper: dict[str, Any], found: list[str]) -> Iterator[str]:
    """What is said of one draw, line by line."""
    fixed = paper["record"]
    if found:
        yield from (f"does not hold: {FAULTS[one]} ({fixed['subject']})" for one in found)
        return
    names = {one["number"]: one["name"] for one in paper["people"]}
    members = ", ".join(f"{n} {names.get(n, '')}".strip() for n in paper["members"])
    yield f"holds: {len(fixed['candidates'])} candidates, {fixed['seats']} seats: {members}"
    for name in ("secret", "pool"):
        yield f"{name} committed as".ljust(20) + fixed[f"{name}_hash"]
    yield f"list fixed as       {paper['digest']}"
    if head := paper.get("checkpoint"):
        yield f"rests on            head {head['position']}, signed {head['at']} by {head['key_id']}"
    yield from _notes(paper)


def _notes(paper: dict[str, Any]) -> Iterator[str]:
    if paper.get("after_opening"):
        yield "note: committed after the bids were open"
    changed = [one["number"] for one in paper["record"]["candidates"] if one["changed"]]
    if changed:
        yield f"note: changed in the register since the commitment: {', '.join(changed)}"
    for one in paper.get("left", ()):
        if one["how"] in ("dropped", "passed_over"):
            yield f"note: {one['number']} {one['how']} ({', '.join(one['reasons'])})"
    if given_up := paper.get("given_up"):
        yield f"note: given up for want of experts ({given_up['reason_code']})"
    if paper.get("earlier"):
        yield f"note: {len(paper['earlier'])} earlier panels of the call were given up"


COMMANDS = (draw,)
