"""The clock: fires deadlines that have passed, each in one transaction with the event of its command."""

import threading
from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from scenario_market.domain import clock, deadlines
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.demands import publishing, responding, sharpening, withdrawing
from scenario_market.domain.parties import tenure
from scenario_market.domain.providers import lapsing
from scenario_market.persistence.database import Database
from scenario_market.settings import Settings

log = structlog.get_logger("clock")
ATTEMPTS_LIMIT = 12
BATCH = 200

# kind of deadline → the command that is run on its subject: fire(session, subject_id, now=…, city=…)
Command = Callable[..., None]
COMMANDS: dict[str, Command] = {
    lapsing.KIND: lapsing.fire,
    tenure.KIND: tenure.fire,
    "demand_expire": withdrawing.expire,
    "list_publish": publishing.publish_due,
    "response_due": responding.remind,
    "sharpening_due": sharpening.remind,
}


def fire_due(database: Database, city: City) -> int:
    """Fire everything that is due now; returns how many fired. Poison does not hold up what comes after it."""
    with database.reading() as session:
        due = deadlines.due(session, now=clock.now(session), limit=BATCH)
    return sum(_fire(database, city, deadline_id) for deadline_id in due)


def _fire(database: Database, city: City, deadline_id: int) -> bool:
    try:
        with database.unit_of_work() as session:
            now = clock.now(session)
            row = deadlines.open_for_firing(session, deadline_id, now=now)
            if row is None:
                return False
            _run(session, row, city, now)
        return True
    except Exception as error:
        log.exception("deadline_failed", deadline_id=deadline_id)
        with database.unit_of_work() as session:
            now = clock.now(session)
            row = deadlines.open_for_firing(session, deadline_id, now=now)
            if row is not None:
                text = f"{type(error).__name__}: {error}"
                deadlines.postpone(row, now=now, error=text, limit=ATTEMPTS_LIMIT)
        return False


def _run(session: Session, row: Deadline, city: City, now: datetime) -> None:
    COMMANDS[row.kind](session, row.subject_id, now=now, city=city)
    if row.due_at <= now:  # a command that repeats has set its next time in the same row
        row.fired_at = now
    log.info("deadline_fired", kind=row.kind, subject_id=row.subject_id)


def run(database: Database, city: City, settings: Settings, stopped: threading.Event) -> None:
    """Fire until stopped; a fault of the database is logged and outlasted."""
    while not stopped.is_set():
        try:
            fired = fire_due(database, city)
        except Exception:
            log.exception("clock_failed")
            fired = 0
        if not fired:
            stopped.wait(settings.poll_seconds)
