"""``draw``: check a published draw of a panel. Needs no database: the file says all."""

import json
from pathlib import Path

import click

from scenario_market.domain.evaluation import draw as drawing

FAULTS = {
    "algorithm": "the record names another algorithm",
    "seed": "the seed is not the one that was committed",
    "secret": "the secret is not the one that was committed",
    "beacon": "the list does not name the bids whose hashes were published",
    "pool": "the candidates are not those who were committed",
    "people": "the names are not those that were committed under the members' numbers",
    "digest": "the list of candidates is not the one that was fixed at the draw",
    "numbers": "a candidate stands in the list twice",
    "gone": "somebody left who is not in the list",
    "members": "the seed draws others than those who sat",
}


@click.group()
def draw() -> None:
    """Check published draws of panels."""


@draw.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(file: Path) -> None:
    """Draw again from a published FILE and name what does not hold. Exit code 1 when something does not.

    Compare the digests that are printed with the events ``panel.prepared`` and ``panel.drawn``, which were public
    before anybody knew the result, and the bids' hashes with those that the opening published.
    """
    try:
        paper = json.loads(file.read_text("utf-8"))
        found = drawing.faults(paper)
        fixed = paper["record"]
        names = {one["number"]: one["name"] for one in paper.get("people", ())}
        members = ", ".join(f"{n} {names.get(n, '')}".strip() for n in paper["members"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise click.ClickException(f"{file}: not a published draw ({error})") from None
    for fault in found:
        click.echo(f"does not hold: {FAULTS[fault]}")
    if found:
        raise SystemExit(1)
    click.echo(f"holds: {len(fixed['candidates'])} candidates, {fixed['seats']} seats: {members}")
    changed = [one["number"] for one in fixed["candidates"] if one["changed"]]
    for name in ("seed", "numbering", "secret", "pool"):
        if f"{name}_hash" in fixed:
            click.echo(f"{name} committed as".ljust(20) + fixed[f"{name}_hash"])
    click.echo(f"list fixed as       {paper['digest']}")
    if paper.get("after_opening"):
        click.echo("note: committed after the bids were open")
    if changed:
        click.echo(f"note: changed in the register since the commitment: {', '.join(changed)}")
    for one in paper.get("left", ()):
        if one["how"] in ("dropped", "passed_over"):
            click.echo(f"note: {one['number']} {one['how']} ({', '.join(one['reasons'])})")
    if paper.get("earlier"):
        click.echo(f"note: {len(paper['earlier'])} earlier panels of the call were given up")


COMMANDS = (draw,)
