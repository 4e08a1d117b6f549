"""``draw``: check a published draw of a panel. Needs no database: the file says all."""

import json
from pathlib import Path

import click

from scenario_market.domain.evaluation import draw as drawing

FAULTS = {
    "algorithm": "the record names another algorithm",
    "seed": "the seed is not the one that was committed",
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

    Compare the two digests that are printed with the events ``panel.prepared`` and ``panel.drawn``, which were public
    before anybody knew the result.
    """
    try:
        paper = json.loads(file.read_text("utf-8"))
        found = drawing.faults(paper)
        fixed = paper["record"]
        members = ", ".join(paper["members"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise click.ClickException(f"{file}: not a published draw ({error})") from None
    for fault in found:
        click.echo(f"does not hold: {FAULTS[fault]}")
    if found:
        raise SystemExit(1)
    click.echo(f"holds: {len(fixed['candidates'])} candidates, {fixed['seats']} seats: {members}")
    click.echo(f"seed committed as {fixed['seed_hash']}")
    click.echo(f"list fixed as     {paper['digest']}")


COMMANDS = (draw,)
