"""``docs``: the pages of documentation that are made from the code, so that they cannot be wrong about it."""

import inspect
from dataclasses import fields
from pathlib import Path

import click

from scenario_market import settings
from scenario_market.domain import models
from scenario_market.domain.events import REGISTRY, Event
from scenario_market.domain.permissions import PERMISSIONS, ROLES
from scenario_market.workers import routing

MADE = "<!-- Made by `scenario-market docs`; change the code, not this page. -->\n"


def events_page() -> str:
    """docs/events.md: each event, its payload, whether it is public, and who consumes it."""
    assert models.metadata.tables  # importing the entities imports the events
    lines = [
        "# Events",
        "",
        MADE,
        "Facts in the past tense, one transaction with what they tell of.",
        "",
    ]
    lines += [
        "| event | about | public | payload | consumers | meaning |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for kind, cls in sorted(REGISTRY.items()):
        payload = ", ".join(f"`{f.name}`" for f in fields(cls) if f.name != "subject_id") or "–"
        consumers = ", ".join(f"`{name}`" for name in routing.consumers_of(kind)) or "–"
        public = "yes" if cls.public else ""
        row = [f"`{kind}`", cls.subject_kind, public, payload, consumers, _meaning(cls)]
        lines.append(f"| {' | '.join(row)} |")
    return "\n".join(lines) + "\n"


def _meaning(cls: type[Event]) -> str:
    return " ".join((inspect.getdoc(cls) or "").split("\n\n")[0].split()).replace("|", "\\|")


def permissions_page() -> str:
    """docs/permissions.md: the table of who may do what."""
    lines = ["# Who may do what", "", MADE]
    lines += [
        "Which objects an act reaches is decided by the query: what one may not see is not found.",
        "",
    ]
    lines += ["| permission | 事项 | act | roles |", "| --- | --- | --- | --- |"]
    for name, entry in PERMISSIONS.items():
        roles = ", ".join(ROLES[r][0] if r in ROLES else f"`{r}`" for r in sorted(entry.roles))
        lines.append(f"| `{name}` | {entry.zh} | {entry.en} | {roles} |")
    return "\n".join(lines) + "\n"


def settings_page() -> str:
    """docs/settings.md: every setting with its variable, default and meaning, from config/default.toml and the code."""
    text = (settings.ROOT / "config" / "default.toml").read_text("utf-8")
    lines = [
        "# Settings",
        "",
        MADE,
        "Defaults stand in `config/default.toml`; the environment overrides. What is wrong is named at the start.",
        "",
    ]
    lines += ["| setting | variable | default | meaning |", "| --- | --- | --- | --- |"]
    for line in text.splitlines():
        if "=" not in line or line.startswith("#"):
            continue
        name, _, rest = line.partition("=")
        value, _, meaning = rest.partition("#")
        key = name.strip()
        variable = settings.PLAIN_NAMES.get(key, f"SM_{key.upper()}")
        lines.append(f"| {key} | `{variable}` | `{value.strip()}` | {meaning.strip()} |")
    lines += ["", "## From the environment alone", ""]
    lines += ["| variable | default | meaning |", "| --- | --- | --- |"]
    for variable, (default, meaning) in settings.OUTSIDE.items():
        lines.append(f"| `{variable}` | {default} | {meaning} |")
    return "\n".join(lines) + "\n"


PAGES = {
    "events.md": events_page,
    "permissions.md": permissions_page,
    "settings.md": settings_page,
}


@click.command()
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=settings.ROOT / "docs",
    help="Where to write.",
)
def docs(folder: Path) -> None:
    """Write the pages of documentation that are made from the code."""
    for name, make in PAGES.items():
        (folder / name).write_text(make(), "utf-8")
        click.echo(folder / name)


COMMANDS = (docs,)
