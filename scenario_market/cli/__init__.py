"""The command line: ``scenario-market``. Every command calls what the web calls."""

import click

from scenario_market.cli import audit, demo, docs, files, jobs, office, people, pipeline, processes
from scenario_market.runtime.up import up


@click.group()
def main() -> None:
    """An event-driven marketplace that opens a city's application scenarios."""


for module in (processes, audit, jobs, files, pipeline, demo, office, people, docs):
    for command in module.COMMANDS:
        main.add_command(command)
main.add_command(up)
