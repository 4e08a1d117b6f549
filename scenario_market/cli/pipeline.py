"""``follow``: the pipeline as it runs. ``drain``: until it has done what it owes. ``move-clock``: time travel."""

import json
import time
from datetime import timedelta

import click
from sqlalchemy import func, select

from scenario_market.cli import setting
from scenario_market.cli.acting import AS, acting, told
from scenario_market.domain import clock
from scenario_market.domain.errors import DomainError
from scenario_market.domain.jobs import Job
from scenario_market.domain.outbox import EventRecord
from scenario_market.persistence.database import Database

LOOK_SECONDS = 0.5
SAY_SECONDS = 5.0


@click.command()
@click.option("--after", type=int, help="Begin after this position; without it, with what comes.")
@click.option("--once", is_flag=True, help="Print what is there and end.")
def follow(after: int | None, once: bool) -> None:
    """Print events as they are sequenced: position, time, kind, subject, payload."""
    database, stopped = setting.database(), setting.until_stopped()
    with database.reading() as session:
        last = session.scalar(select(func.max(EventRecord.position)))
    position = after if after is not None else (last or 0)
    while not stopped.is_set():
        with database.reading() as session:
            events = session.scalars(
                select(EventRecord)
                .where(EventRecord.position > position)
                .order_by(EventRecord.position)
                .limit(500)
            ).all()
        for event in events:
            payload = json.dumps(event.payload, ensure_ascii=False)
            subject = f"{event.subject_kind}#{event.subject_id}"
            click.echo(
                f"{event.position:>8} {event.at:%m-%d %H:%M:%S} {event.kind} {subject} {payload}"
            )
            position = event.position or position
        if once and not events:
            return
        if not events:
            time.sleep(LOOK_SECONDS)


@click.command()
@click.option(
    "--seconds", type=float, default=600.0, show_default=True, help="How long to wait at most."
)
def drain(seconds: float) -> None:
    """Wait until the events that are there are worked off, and say how many are left.

    Until then to-dos and notices are not all there. Says nothing where nothing is owed. Exit code 1: some are left.
    """
    database, stopped = setting.database(), setting.until_stopped()
    until, said_at = time.monotonic() + seconds, 0.0
    owed = first = _owed(database)
    while owed and time.monotonic() < until and not stopped.is_set():
        if time.monotonic() - said_at >= SAY_SECONDS:
            click.echo(f"{owed} events and jobs are still worked off: to-dos and notices fill up")
            said_at = time.monotonic()
        stopped.wait(LOOK_SECONDS)
        owed = _owed(database)
    if owed:
        click.echo(f"{owed} events and jobs are left")
        raise SystemExit(1)
    if first:
        click.echo("all events are worked off: to-dos and notices are there")


def _owed(database: Database) -> int:
    """Events without a place in the chain, and jobs that are due."""
    with database.reading() as session:
        now = clock.now(session)
        events = select(func.count(EventRecord.id)).where(EventRecord.position.is_(None))
        jobs = select(func.count(Job.id)).where(
            Job.done_at.is_(None), Job.parked_at.is_(None), Job.due_at <= now
        )
        return (session.scalar(events) or 0) + (session.scalar(jobs) or 0)


@click.command("move-clock")
@click.argument("hours", type=float)
@AS
def move_clock(hours: float, mobile: str) -> None:
    """Set the demonstration's clock ahead by HOURS (back: -- -6); production mode refuses."""
    settings = setting.settings()
    with setting.database().unit_of_work() as session:
        actor = acting(session, mobile)
        by = timedelta(hours=hours)
        try:
            now = clock.move(session, by=by, actor=actor, production=settings.production)
        except DomainError as error:
            raise told(error) from None
    click.echo(f"it is {now:%Y-%m-%d %H:%M:%S}Z")


COMMANDS = (follow, drain, move_clock)
