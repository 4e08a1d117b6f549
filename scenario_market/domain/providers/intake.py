"""Commands of a pool file's way in: handed in, checked, asked for, taken in or failed.

The rows themselves are compared by ``comparing`` and written by ``importing``; here is who may, and what is kept.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import SYSTEM, Actor
from scenario_market.domain.attachments import Attachment
from scenario_market.domain.errors import FieldError, Invalid, RuleRefused
from scenario_market.domain.permissions import require
from scenario_market.domain.providers import events
from scenario_market.domain.providers.models import PoolImport
from scenario_market.domain.providers.states import IMPORT_MOVES, ImportState

KIND = "providers"
MODES = ("all", "good")


def hand_in(
    session: Session,
    *,
    name: str,
    media_type: str,
    size_bytes: int,
    sha256: str,
    stored_as: str,
    actor: Actor,
    now: datetime,
    is_fictitious: bool = False,
) -> PoolImport:
    """Hand in a file that is kept in the file store; a worker checks it.

    :param name: as the officer's file is called. :param stored_as: its name in the store.
    :param is_fictitious: the organisations are invented, for a demonstration, and marked so wherever shown.
    """
    require(actor, "provider.import")
    assert actor.person_id is not None  # officers are people
    attachment = Attachment(
        subject_kind="pool_import",
        subject_id=0,
        purpose="pool",
        name=name[-200:],
        media_type=media_type,
        size_bytes=size_bytes,
        sha256=sha256,
        stored_as=stored_as,
        uploaded_by_id=actor.person_id,
        created_at=now,
    )
    session.add(attachment)
    session.flush()
    row = PoolImport(
        kind=KIND,
        state=ImportState.CHECKING,
        attachment_id=attachment.id,
        uploaded_by_id=actor.person_id,
        is_fictitious=is_fictitious,
        rows_total=0,
        rows_done=0,
        rows_wrong=0,
        version=1,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    attachment.subject_id = row.id
    outbox.record(session, events.PoolUploaded(subject_id=row.id), actor=actor, now=now)
    return row


def note_progress(session: Session, import_id: int, *, done: int) -> None:
    """Show how many rows are read. No version is counted: nothing that anybody decides on has changed."""
    row = session.get(PoolImport, import_id)
    if row is not None:
        row.rows_done = done


def note_checked(
    session: Session, import_id: int, *, report: Mapping[str, Any], now: datetime
) -> PoolImport | None:
    """Keep the result of the dry run. Harmless to repeat: a file that is not being checked stays as it is.

    :param report: ``counts`` by outcome, ``errors`` and what the file was; JSON-able.
    """
    row = lifecycle.lock(session, PoolImport, import_id)
    if row.state != ImportState.CHECKING:
        return None
    counts = report["counts"]
    row.rows_total = row.rows_done = sum(counts.values())
    row.rows_wrong = counts["wrong"]
    row.report = dict(report)
    lifecycle.move(
        session,
        row,
        IMPORT_MOVES,
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
) -> PoolImport:
    """Ask to take a checked file in: ``all`` rows or nothing, or only the ``good`` ones.

    :raises Invalid: there is no such mode.
    :raises RuleRefused: ``rows_wrong``: all are asked for and some cannot be taken; ``no_rows``.
    """
    require(actor, "provider.import")
    if mode not in MODES:
        raise Invalid(FieldError("mode", "unknown_code", {"known": list(MODES)}))
    row = lifecycle.lock(session, PoolImport, import_id, version=version)
    if row.state == ImportState.CHECKED:
        if mode == "all" and row.rows_wrong:
            raise RuleRefused("rows_wrong", wrong=row.rows_wrong, rows=row.rows_total)
        if row.rows_wrong == row.rows_total:
            raise RuleRefused("no_rows", wrong=row.rows_wrong, rows=row.rows_total)
    lifecycle.move(session, row, IMPORT_MOVES, "commit", actor=actor, now=now, mode=mode)
    row.mode = mode
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
    row = lifecycle.lock(session, PoolImport, import_id)
    if row.state not in IMPORT_MOVES["fail"].sources:
        return
    row.report = dict(row.report or {}) | {"failure": {"rule": rule, "params": dict(params)}}
    lifecycle.move(session, row, IMPORT_MOVES, "fail", actor=SYSTEM, now=now, rule=rule)
