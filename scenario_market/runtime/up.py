"""``bin/up``: the whole market on this machine, on embedded defaults."""

import os
import sys
from pathlib import Path

import click

from scenario_market import settings
from scenario_market.runtime.child import Process
from scenario_market.runtime.logs import say
from scenario_market.runtime.market import CannotStart, Plan, own_command, run_market
from scenario_market.runtime.supervisor import Supervisor


def services(config: Path) -> list[Process]:
    """The process table; ``Procfile`` names the same commands for other supervisors."""
    web = ("-P", "-m", "gunicorn", "-c", str(config / "gunicorn.conf.py"))
    return [
        Process("web", (sys.executable, *web, "scenario_market.api:create_app()")),
        Process("worker", own_command("worker")),
        Process("relay", own_command("relay")),
        Process("clock", own_command("clock")),
    ]


def preparations(*, demo: bool) -> list[Process]:
    """What runs once before anything serves: the migration, and the demonstration city."""
    migrate = Process("migrate", own_command("migrate"))
    return [migrate, Process("seed", own_command("seed"))] if demo else [migrate]


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Default: var/")
@click.option("--no-demo", is_flag=True, help="Do not load the demonstration city.")
@click.option("--verbose", is_flag=True, help="Show every line that the processes log.")
def up(port: int, data: Path | None, no_demo: bool, verbose: bool) -> None:
    """Migrate, load the demonstration city, and run every process until Ctrl-C."""
    try:
        config = settings.find_config(os.environ)
    except settings.SettingsError as problem:
        raise click.ClickException(str(problem)) from None
    data = (data or Path(os.environ.get("SM_DATA_DIR") or config.parent / "var")).resolve()

    address = f"http://127.0.0.1:{port}"

    def announce(supervisor: Supervisor) -> None:
        say(f"up     | {address}/  (data: {data}; Ctrl-C stops everything)")
        if not no_demo:
            supervisor.run(Process("demo", own_command("demo-accounts")))
        if not verbose:
            say(f"up     | what the processes log: {data}/logs, or here with --verbose")
        if not no_demo:  # the first start leaves 2,700 events behind, which take a minute or two
            supervisor.run(Process("drain", own_command("drain")))

    environ = {"SM_DATA_DIR": str(data), "PORT": str(port)}
    environ["SM_PUBLIC_URL"] = os.environ.get("SM_PUBLIC_URL") or address
    plan = Plan(
        data=data,
        port=port,
        preparations=preparations(demo=not no_demo),
        services=services(config),
        announce=announce,
        environ=environ,
        verbose=verbose,
    )
    try:
        run_market(plan)
    except CannotStart as problem:
        raise click.ClickException(str(problem)) from None


if __name__ == "__main__":
    up()
