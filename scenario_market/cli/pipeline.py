"""``follow``: the pipeline as it runs. ``move-clock``: time travel of a demonstration."""

import json
import time
from datetime import timedelta

import click
from sqlalchemy import func, select

from scenario_market.cli import setting
from scenario_market.cli.acting import AS, acting, told
from scenario_market.domain import clock
from scenario_market.domain.errors import DomainError
from scenario_market.domain.outbox import EventRecord

LOOK_SECONDS = 0.5


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


COMMANDS = (follow, move_clock)
