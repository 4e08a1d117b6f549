"""The clock: fires deadlines that have passed, each in one transaction with the event of its command."""

import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.documents.files import file_store
from scenario_market.domain import audit, clock, deadlines, idempotency
from scenario_market.domain.attachments import erasing
from scenario_market.domain.bids import beginning, nearing
from scenario_market.domain.challenges import closing, following, overdue
from scenario_market.domain.challenges import publishing as calls
from scenario_market.domain.challenges import timing as call_times
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import Deadline, Due
from scenario_market.domain.demands import publishing, responding, sharpening, withdrawing
from scenario_market.domain.dossiers import exporting
from scenario_market.domain.evaluation import correcting, seating, seats
from scenario_market.domain.keys import naming
from scenario_market.domain.landmarks import certifying
from scenario_market.domain.notices import digest
from scenario_market.domain.parties import forgetting, tenure
from scenario_market.domain.pledges import beginning as pledges
from scenario_market.domain.pledges import forfeiting
from scenario_market.domain.projects import conclusions, reports, timing
from scenario_market.domain.projects import seating as project_seating
from scenario_market.domain.projects import seats as project_seats
from scenario_market.domain.providers import lapsing
from scenario_market.domain.publicity import filing, posting
from scenario_market.domain.results import confirming
from scenario_market.domain.todos import reconciling, reminding, watching
from scenario_market.persistence.database import Database
from scenario_market.settings import Settings
from scenario_market.vault import holding
from scenario_market.workers import roots
from scenario_market.workers.sweeping import Sweep

log = structlog.get_logger("clock")
ATTEMPTS_LIMIT = 12
BATCH = 200

# kind of deadline → the command that is run on its subject: fire(session, subject_id, now=…, city=…)
Command = Callable[..., None]
COMMANDS: dict[str, Command] = {
    lapsing.KIND: lapsing.fire,
    tenure.KIND: tenure.fire,
    "challenge_close": closing.close,
    "demand_expire": withdrawing.expire,
    nearing.KIND: nearing.fire,
    beginning.LOOK: watching.look,
    correcting.CORRECTION_DUE: correcting.lapse_correction,
    seating.ANSWER_DUE: seats.lapse,
    "list_publish": publishing.publish_due,
    "response_due": responding.remind,
    "sharpening_due": sharpening.remind,
    posting.ENDS: posting.end_due,
    filing.DUE: filing.remind,
    confirming.DUE: confirming.remind,
    certifying.EXPIRES: certifying.fire,
    call_times.QUESTIONS: overdue.end_questions,
    call_times.HALFWAY: following.look_halfway,
    reconciling.NEAR: reminding.remind,
    reconciling.OVERDUE: reminding.escalate,
    timing.KIND: timing.fire,
    reports.KIND: reports.fire,
    pledges.DUE: forfeiting.fire,
    "project_rectify": conclusions.remind,
    project_seating.DUE: project_seats.lapse,
    naming.LAPSES: naming.lapse,
    exporting.ERASE: exporting.erase,
}


def fire_due(database: Database, city: City, commands: Mapping[str, Command] = COMMANDS) -> int:
    """Fire everything that is due now; returns how many fired. Poison does not hold up what comes after it."""
    with database.reading() as session:
        due = deadlines.due(session, now=clock.now(session), limit=BATCH)
    return sum(_fire(database, city, commands, one) for one in due)


def _fire(database: Database, city: City, commands: Mapping[str, Command], due: Due) -> bool:
    try:
        with database.unit_of_work() as session:
            return fire(session, due, commands[due.kind], now=clock.now(session), city=city)
    except Exception as error:
        log.exception("deadline_failed", deadline_id=due.id)
        with database.unit_of_work() as session:
            now = clock.now(session)
            row = deadlines.open_for_firing(session, due.id, now=now)
            if row is not None:
                text = f"{type(error).__name__}: {error}"
                deadlines.postpone(session, row, now=now, error=text, limit=ATTEMPTS_LIMIT)
        return False


def fire(session: Session, due: Due, command: Command, *, now: datetime, city: City) -> bool:
    """Run the command of a deadline behind the locks of its root and of itself; whether it was still owed."""
    roots.lock(session, due.kind, due.subject_id)
    row = deadlines.open_for_firing(session, due.id, now=now)
    if row is None:
        return False
    command(session, row.subject_id, now=now, city=city)
    if row.due_at <= now:  # a command that repeats has set its next time in the same row
        row.fired_at = now
    log.info("deadline_fired", kind=row.kind, subject_id=row.subject_id)
    return True


def standing(settings: Settings) -> dict[str, Command]:
    """What comes again every day, whatever happens in the market; each sets its own next time."""
    signer = holding.heads(settings)
    return {
        audit.CHECKPOINT: partial(audit.sign_daily, signer=signer),
        digest.DEADLINE: digest.fire,
        erasing.DEADLINE: partial(erasing.fire, days=settings.removed_files_days),
        idempotency.SWEEP: idempotency.sweep,
        forgetting.SWEEP: forgetting.sweep,
        watching.WATCH: watching.fire,
    }


def sealing(settings: Settings) -> dict[str, Command]:
    """What makes keys of calls."""
    return {"challenge_publish": partial(calls.publish_due, sealing=holding.publisher(settings))}


def _arm(database: Database, kinds: Iterable[str]) -> None:
    with database.unit_of_work() as session:
        now = clock.now(session)
        known = set(session.scalars(select(Deadline.kind).where(Deadline.kind.in_(kinds))))
        for kind in kinds:
            if kind not in known:
                deadlines.set_deadline(session, kind, 0, due_at=now)


def run(database: Database, city: City, settings: Settings, stopped: threading.Event) -> None:
    """Fire until stopped; a fault of the database is logged and outlasted."""
    daily = standing(settings)
    commands = {**COMMANDS, **sealing(settings), **daily}
    sweep = Sweep(database, file_store(settings))
    armed = False
    while not stopped.is_set():
        try:
            if not armed:
                _arm(database, tuple(daily))
                armed = True
            fired = fire_due(database, city, commands)
        except Exception:
            log.exception("clock_failed")
            fired = 0
        if not fired:
            sweep.when_due()
            stopped.wait(settings.poll_seconds)
