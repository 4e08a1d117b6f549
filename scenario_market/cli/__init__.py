"""The command line: ``scenario-market``. Every command calls what the web calls."""

import importlib
import os
from pathlib import Path

import click

# command → the module that holds it, imported when the command is called: a relay needs no demonstration city.
ROOMS = {
    "migrate": "processes",
    "worker": "processes",
    "relay": "processes",
    "clock": "processes",
    "audit": "audit",
    "draw": "draw",
    "dossier": "dossier",
    "poison": "jobs",
    "replay": "jobs",
    "files": "files",
    "follow": "pipeline",
    "drain": "pipeline",
    "move-clock": "pipeline",
    "seed": "demo",
    "demo-accounts": "demo",
    "import": "office",
    "publish": "office",
    "install-administrator": "people",
    "install-key-officers": "people",
    "docs": "docs",
    "keys": "keys",
    "receipt": "receipt",
    "restore-envelopes": "restoring",
    "up": "running",
    "city": "city",
}


class Rooms(click.Group):
    """A group whose commands are imported by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(ROOMS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in ROOMS:
            return None
        room = importlib.import_module(f"{__name__}.{ROOMS[cmd_name]}")
        return next(command for command in room.COMMANDS if command.name == cmd_name)


@click.group(cls=Rooms)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The data directory of the market that is meant, as given to bin/up. Default: SM_DATA_DIR, or var/.",
)
def main(data: Path | None) -> None:
    """An event-driven marketplace that opens a city's application scenarios."""
    if data is not None:
        os.environ["SM_DATA_DIR"] = str(
            data.resolve()
        )  # for the processes that a command starts, too
