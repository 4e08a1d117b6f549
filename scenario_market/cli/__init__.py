"""The command line: ``scenario-market``. Every command calls what the web calls."""

import os
from pathlib import Path

import click

from scenario_market.cli import audit, demo, docs, files, jobs, office, people, pipeline, processes
from scenario_market.runtime.up import up


@click.group()
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


for module in (processes, audit, jobs, files, pipeline, demo, office, people, docs):
    for command in module.COMMANDS:
        main.add_command(command)
main.add_command(up)
