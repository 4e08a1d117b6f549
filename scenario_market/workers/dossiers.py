"""Making the export of a case's record (一项一档) that an officer asked for on a page.

Collected and written outside the writing transaction; progress is shown by short transactions of its own. A crash
repeats it whole: what it had kept in the store is named by no row and swept away.
"""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from typing import IO, Any

from scenario_market.documents import dossiers
from scenario_market.domain.dossiers import collecting, exporting
from scenario_market.domain.dossiers.models import DossierExport
from scenario_market.domain.dossiers.states import ExportState
from scenario_market.domain.errors import DomainError
from scenario_market.domain.parties import actors
from scenario_market.workers.machine import Machine, Work

LIMIT_BYTES = 1 << 40  # of one export; the disk ends before


@dataclass(frozen=True)
class Failure:
    """It cannot be made: the rule and its parameters."""

    rule: str
    params: dict[str, Any]


def make(work: Work) -> exporting.Made | Failure | None:
    """Consumer of ``dossier.asked``: collect the case and write the file. None where nobody waits for it."""
    row = work.session.get(DossierExport, work.event.subject_id, populate_existing=True)
    if row is None or row.state != ExportState.ASKED:
        return None
    if work.machine.signer is None:
        return Failure("signer_missing", {})
    actor = actors.actor_of_person(work.session, row.asked_by_id, work.now)
    if actor is None:
        return Failure("asker_left", {})
    try:
        case = collecting.gather(
            work.session,
            row.subject_kind,
            row.subject_id,
            actor=actor,
            now=work.now,
            city=work.city,
        )
        return _written(work.machine, row.id, case)
    except DomainError as error:
        return Failure(error.rule, dict(error.params))
    except FileNotFoundError as error:
        return Failure(
            "stored_file_missing", {"file": os.path.basename(str(error.filename or error))}
        )


def keep(work: Work, made: exporting.Made | Failure | None) -> None:
    """Keep it, or why not; a repeated one finds it done and does nothing."""
    key = work.event.subject_id
    if isinstance(made, Failure):
        exporting.fail(work.session, key, rule=made.rule, params=made.params, now=work.now)
    elif made is not None:
        exporting.keep(work.session, key, made, now=work.now, city=work.city)


def _written(machine: Machine, export_id: int, case: collecting.Case) -> exporting.Made:
    def tell(done: int, files: int) -> None:
        with machine.database.unit_of_work() as session:
            exporting.note_progress(session, export_id, done=done, files=files)

    assert machine.signer is not None
    with tempfile.TemporaryFile() as target:
        written: IO[bytes] = target
        manifest = dossiers.write(
            case,
            written,
            opened=machine.files.open,
            signer=machine.signer,
            zone=machine.city.zone,
            tell=tell,
        )
        target.seek(0)
        kept = machine.files.keep(written, limit_bytes=LIMIT_BYTES)
    leaving = case.leaving
    return exporting.Made(
        stored_as=kept.stored_as,
        sha256=kept.sha256,
        manifest_sha256=hashlib.sha256(dossiers.stated(manifest)).hexdigest(),
        size_bytes=kept.size_bytes,
        files=leaving.files,
        withheld=list(leaving.withheld),
        retained_until=case.retained_until,
    )
