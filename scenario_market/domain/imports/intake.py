"""Commands of a file's way in: handed in, checked, asked for, taken in or failed.

What the rows say and become is the business of their kind; here is who may, in which order, and what is kept.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import SYSTEM, Actor
from scenario_market.domain.attachments.models import Attachment, Upload
from scenario_market.domain.city import City
from scenario_market.domain.errors import FieldError, Invalid, RuleRefused
from scenario_market.domain.imports import events, queries
from scenario_market.domain.imports.kinds import Context, Kind, count
from scenario_market.domain.imports.models import Import
from scenario_market.domain.imports.states import MOVES, PERMISSIONS, ImportState
from scenario_market.domain.permissions import require
from scenario_market.domain.turns import wait_turn

MODES = ("all", "good")
TITLED = frozenset({"demands"})  # lists that are told apart by their title


def hand_in(
    session: Session,
    *,
    kind: str,
    upload: Upload,
    actor: Actor,
    now: datetime,
    list_title: str | None = None,
    is_fictitious: bool = False,
) -> Import:
    """Hand in a file that is kept in the file store; a worker checks it.

    :param kind: ``pool``, ``demands`` or ``projects``. :param list_title: what a list of demands is called.
    :param is_fictitious: the organisations are invented, for a demonstration, and marked so wherever shown.
    :raises Invalid: there is no such kind, or a list of demands has no title.
    """
    may_hand_in(kind, list_title, actor=actor)
    # The import needs the file's key, the file the import's: the import's is put in when it has one.
    attachment = upload.attached(Import.__tablename__, 0, purpose=kind, actor=actor, now=now)
    session.add(attachment)
    session.flush()
    row = _row(attachment, kind=kind, list_title=list_title, is_fictitious=is_fictitious)
    session.add(row)
    session.flush()
    attachment.subject_id = row.id
    event = events.ImportUploaded(subject_id=row.id, of=kind)
    outbox.record(session, event, actor=actor, now=now)
    return row


def _row(file: Attachment, *, kind: str, list_title: str | None, is_fictitious: bool) -> Import:
    return Import(
        kind=kind,
        list_title=list_title.strip() if list_title else None,
        state=ImportState.CHECKING,
        attachment_id=file.id,
        uploaded_by_id=file.uploaded_by_id,
        is_fictitious=is_fictitious,
        rows_total=0,
        rows_done=0,
        rows_wrong=0,
        version=1,
        created_at=file.created_at,
        updated_at=file.created_at,
    )


def may_hand_in(kind: str, list_title: str | None, *, actor: Actor) -> None:
    """Refuse who may not, and what would be refused, before any byte is kept.

    :raises Invalid: there is no such kind, or a list of demands has no title.
    """
    if kind not in PERMISSIONS:
        known = {"value": kind, "known": list(PERMISSIONS)}
        raise Invalid(FieldError("kind", "unknown_code", known))
    require(actor, PERMISSIONS[kind])
    assert actor.person_id is not None  # officers are people
    if kind in TITLED and not (list_title or "").strip():
        raise Invalid(FieldError("list_title", "required"))


def note_progress(session: Session, import_id: int, *, done: int) -> None:
    """Show how many rows are read. No version is counted: nothing that anybody decides on has changed."""
    row = session.get(Import, import_id)
    if row is not None:
        row.rows_done = done


def note_checked(
    session: Session, import_id: int, *, report: Mapping[str, Any], now: datetime
) -> Import | None:
    """Keep the result of the dry run. Harmless to repeat: a file that is not being checked stays as it is.

    :param report: ``counts`` by outcome, ``errors`` and what the file was; JSON-able.
    """
    row = lifecycle.lock(session, Import, import_id)
    if row.state != ImportState.CHECKING:
        return None
    counts = report["counts"]
    row.rows_total = row.rows_done = sum(counts.values())
    row.rows_wrong = counts["wrong"]
    row.report = dict(report)
    lifecycle.move(
        session,
        row,
        MOVES[row.kind],
        "pass",
        actor=SYSTEM,
        now=now,
        rows=row.rows_total,
        wrong=row.rows_wrong,
    )
    return row


def ask_commit(
    session: Session,
    import_id: int,
    *,
    mode: str,
    version: int | None,
    actor: Actor,
    now: datetime,
) -> Import:
    """Ask to take a checked file in: ``all`` rows or nothing, or only the ``good`` ones.

    :raises Invalid: there is no such mode.
    :raises RuleRefused: ``rows_wrong``: all are asked for and some cannot be taken; ``no_rows``; ``file_erased``.
    """
    if mode not in MODES:
        raise Invalid(FieldError("mode", "unknown_code", {"value": mode, "known": list(MODES)}))
    row = lifecycle.lock(session, Import, import_id, version=version)
    require(actor, PERMISSIONS[row.kind])
    if row.state == ImportState.CHECKED:
        if mode == "all" and row.rows_wrong:
            raise RuleRefused("rows_wrong", wrong=row.rows_wrong, rows=row.rows_total)
        if row.rows_wrong == row.rows_total:
            raise RuleRefused("no_rows", wrong=row.rows_wrong, rows=row.rows_total)
        check_kept(session, row)
    lifecycle.move(session, row, MOVES[row.kind], "commit", actor=actor, now=now, mode=mode)
    row.mode = mode
    return row


def check_kept(session: Session, row: Import) -> Attachment:
    """The file, if it is there still. :raises RuleRefused: ``file_erased``: its days are over."""
    file = session.get_one(Attachment, row.attachment_id)
    if file.erased_at is not None:
        raise RuleRefused("file_erased")
    return file


def take_in(
    session: Session,
    import_id: int,
    entries: Iterable[Any],
    *,
    kind: Kind,
    now: datetime,
    city: City,
) -> Import | None:
    """Take the rows in that the officer asked for. Harmless to repeat: a file that is not asked for stays.

    Files of one kind go one after the other: two that name the same rows in another order would wait for each other,
    and two that bring the same new row would both make it.
    """
    row = lifecycle.lock(session, Import, import_id)
    if row.state != ImportState.COMMITTING:
        return None
    wait_turn(session, f"import:{row.kind}")
    own = queries.own_organisations(session, row, now=now)
    compared = list(kind.compare(session, iter(entries), lock=True, own=own))
    counts = count(compared)
    if row.mode == "all" and counts["wrong"]:
        # Between the check and the commit something changed: a day went by, or what is known did.
        params = {"wrong": counts["wrong"], "rows": len(compared)}
        note_failed(session, row.id, rule="rows_wrong", params=params, now=now)
        return row
    context = Context(session, city, now, row.uploaded_by_id, row.is_fictitious)
    taken = kind.take_in(context, compared)
    row.report = dict(row.report or {}) | {"counts": counts, "ids": list(taken.ids)}
    row.rows_done, row.rows_wrong, row.committed_at = len(compared), counts["wrong"], now
    moves = MOVES[row.kind]
    change = lifecycle.move(session, row, moves, "finish", actor=SYSTEM, now=now, **taken.facts)
    session.flush()
    lifecycle.move_all(
        session,
        taken.moved,
        "import",
        event_id=change.event_id,
        actor_person_id=row.uploaded_by_id,
        now=now,
    )
    return row


def note_failed(
    session: Session,
    import_id: int,
    *,
    rule: str,
    params: Mapping[str, Any],
    now: datetime,
) -> None:
    """The file cannot be used, or could not be taken in whole. Harmless to repeat."""
    row = lifecycle.lock(session, Import, import_id)
    moves = MOVES[row.kind]
    if row.state not in moves["fail"].sources:
        return
    row.report = dict(row.report or {}) | {"failure": {"rule": rule, "params": dict(params)}}
    lifecycle.move(session, row, moves, "fail", actor=SYSTEM, now=now, rule=rule)
