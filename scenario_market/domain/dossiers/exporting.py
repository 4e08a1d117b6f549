"""Commands of an export that a worker makes: asked for, made or failed, handed out, erased.

A case may be gigabytes, so nobody waits for it in a request. What is made lies here for some days only: it is the whole
case in one file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import SYSTEM, Actor
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import set_deadline
from scenario_market.domain.dossiers import collecting, events, queries
from scenario_market.domain.dossiers.models import DossierExport
from scenario_market.domain.dossiers.states import MOVES, ExportState
from scenario_market.domain.errors import IllegalMove
from scenario_market.domain.permissions import require
from scenario_market.domain.turns import wait_turn

ERASE = "dossier_erase"  # kind of deadline
# One that a worker has not answered for so long is not waited for: somebody may ask again.
PATIENCE = timedelta(hours=1)


@dataclass(frozen=True)
class Made:
    """What a worker made and keeps in the file store."""

    stored_as: str
    sha256: str
    manifest_sha256: str
    size_bytes: int
    files: int
    withheld: list[str]
    retained_until: date


def ask(
    session: Session, kind: str, subject_id: int, *, actor: Actor, now: datetime
) -> DossierExport:
    """Ask for the record of a case; one that is on its way already is not asked for twice.

    :param kind: ``challenge`` or ``demand``.
    :raises NotFound: there is no such case, or it was never public. :raises IllegalMove: its bids are sealed still.
    :raises RuleRefused: ``dossier_of_call``: the need became a call; ``own_organisation``.
    """
    require(actor, "dossier.export")
    assert actor.person_id is not None  # officers are people
    root = collecting.exportable(session, kind, subject_id)
    collecting.check_apart(session, root, actor=actor, now=now)
    wait_turn(session, f"dossier:{kind}:{subject_id}")
    pending = session.scalar(
        select(DossierExport).where(
            DossierExport.subject_kind == kind,
            DossierExport.subject_id == subject_id,
            DossierExport.state == ExportState.ASKED,
            DossierExport.created_at > now - PATIENCE,
        )
    )
    if pending is not None:
        return pending
    row = DossierExport(
        subject_kind=kind,
        subject_id=subject_id,
        asked_by_id=actor.person_id,
        state=ExportState.ASKED,
        done=0,
        files=0,
        withheld=[],
        version=1,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    event = events.DossierAsked(subject_id=row.id, of_kind=kind, of_id=subject_id)
    outbox.record(session, event, actor=actor, now=now)
    return row


def note_progress(session: Session, export_id: int, *, done: int, files: int) -> None:
    """Show how much is written. No version is counted: nothing that anybody decides on has changed."""
    row = session.get(DossierExport, export_id)
    if row is not None:
        row.done, row.files = done, files


def keep(session: Session, export_id: int, made: Made, *, now: datetime, city: City) -> None:
    """Keep what was made for the city's days (policy ``dossier``). Harmless to repeat."""
    row = lifecycle.lock(session, DossierExport, export_id)
    if row.state != ExportState.ASKED:
        return
    for name, value in vars(made).items():
        setattr(row, name, value)
    row.done = made.files
    row.kept_until = now + timedelta(days=city.policy["dossier"]["kept_days"])
    set_deadline(session, ERASE, row.id, due_at=row.kept_until)
    facts = {name: getattr(made, name) for name in ("sha256", "files", "size_bytes")}
    _move(session, row, "make", now=now, **facts)


def fail(
    session: Session, export_id: int, *, rule: str, params: Mapping[str, Any], now: datetime
) -> None:
    """It cannot be made. Harmless to repeat."""
    row = lifecycle.lock(session, DossierExport, export_id)
    if row.state == ExportState.ASKED:
        row.failure = {"rule": rule, "params": dict(params)}
        _move(session, row, "fail", now=now, rule=rule)


def hand_out(session: Session, export_id: int, *, actor: Actor, now: datetime) -> DossierExport:
    """Put on record that the case leaves the house; before it does.

    :raises NotFound: there is no such export. :raises IllegalMove: it is not made yet, or its days are over.
    :raises RuleRefused: ``own_organisation``, also of what somebody else had exported.
    """
    require(actor, "dossier.export")
    row = queries.export(session, export_id, actor=actor)
    root = collecting.exportable(session, row.subject_kind, row.subject_id)
    collecting.check_apart(session, root, actor=actor, now=now)
    if row.state != ExportState.MADE:
        raise IllegalMove(verb="fetch", state=row.state, kind=DossierExport.__tablename__)
    leaving = collecting.Leaving(row.subject_kind, row.subject_id, row.files, tuple(row.withheld))
    collecting.note(session, leaving, actor=actor, now=now)
    return row


def erase(session: Session, subject_id: int, *, now: datetime, city: City) -> None:
    """The clock's command: the days are over; the sweep takes the bytes away, which no row names any more."""
    row = lifecycle.lock(session, DossierExport, subject_id)
    if row.state == ExportState.MADE:
        row.stored_as = None
        _move(session, row, "erase", now=now)


def _move(session: Session, row: DossierExport, verb: str, *, now: datetime, **facts: Any) -> None:
    of: dict[str, Any] = {"of_kind": row.subject_kind, "of_id": row.subject_id}
    lifecycle.move(session, row, MOVES, verb, actor=SYSTEM, now=now, **of, **facts)
