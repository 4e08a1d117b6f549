"""The import of a file of any kind: checked and taken in by a worker, or in one go by the command line.

Reading and checking happen outside the writing transaction; progress is shown by short transactions of their own.
The commit compares once more under locks and writes everything in one transaction.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.documents.files import Directory
from scenario_market.documents.import_files import ImportFile, as_report, jsonable
from scenario_market.documents.import_kinds import KINDS
from scenario_market.documents.names import clean_name
from scenario_market.documents.tables import TableError
from scenario_market.documents.workbooks import detect_table
from scenario_market.domain import clock
from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments.models import Attachment, Upload
from scenario_market.domain.city import City
from scenario_market.domain.imports import intake, queries
from scenario_market.domain.imports import models as rows
from scenario_market.domain.imports.states import ImportState
from scenario_market.persistence.database import Database
from scenario_market.workers.machine import Work

PROGRESS_ROWS = 250


@dataclass(frozen=True)
class Failure:
    """The file as a whole cannot be used: the rule and its parameters."""

    rule: str
    params: dict[str, Any]


@dataclass(frozen=True)
class Import:
    """The import of one file by whoever runs it.

    :param tell: told how many rows are read, beside the row that the API shows.
    """

    database: Database
    files: Directory
    city: City
    import_id: int
    tell: Callable[[int], None] = lambda done: None

    def report(self, session: Session) -> dict[str, Any] | Failure | None:
        """The dry run: what taking the file in would do. None where it is not to be checked."""
        row = session.get(rows.Import, self.import_id, populate_existing=True)
        if row is None or row.state != ImportState.CHECKING:
            return None
        kind = KINDS[row.kind]
        try:
            file = self._open(session, row)
            own = queries.own_organisations(session, row, now=clock.now(session))
            compared = list(kind.compare(session, self._entries(file), own=own))
        except TableError as error:
            return Failure(error.code, jsonable(error.params))
        return as_report(file, kind, compared, checked_on=self.city.day(clock.now(session)))

    def entries(self, session: Session) -> list[Any] | Failure | None:
        """What the file says, for a commit. None where none is asked for."""
        row = session.get(rows.Import, self.import_id, populate_existing=True)
        if row is None or row.state != ImportState.COMMITTING:
            return None
        try:
            return list(self._entries(self._open(session, row)))
        except TableError as error:
            return Failure(error.code, jsonable(error.params))

    def keep_report(self, session: Session, found: dict[str, Any] | Failure | None) -> None:
        """Keep the result of the dry run."""
        if isinstance(found, Failure):
            self._fail(session, found)
        elif found is not None:
            intake.note_checked(session, self.import_id, report=found, now=clock.now(session))

    def take_in(self, session: Session, found: list[Any] | Failure | None) -> None:
        """Write what was asked for."""
        if isinstance(found, Failure):
            self._fail(session, found)
        elif found is not None:
            kind = KINDS[session.get_one(rows.Import, self.import_id).kind]
            now = clock.now(session)
            intake.take_in(session, self.import_id, found, kind=kind, now=now, city=self.city)

    def _fail(self, session: Session, found: Failure) -> None:
        now = clock.now(session)
        intake.note_failed(session, self.import_id, rule=found.rule, params=found.params, now=now)

    def _open(self, session: Session, row: rows.Import) -> ImportFile:
        kept = session.get_one(Attachment, row.attachment_id)
        today = self.city.day(clock.now(session))
        with self.files.open(kept.stored_as) as stream:
            return KINDS[row.kind].open(
                stream, kept.name, list_title=row.list_title or "", city=self.city, today=today
            )

    def _entries(self, file: ImportFile) -> Iterator[Any]:
        for done, (_, entry) in enumerate(file.rows, 1):
            yield entry
            if done % PROGRESS_ROWS == 0:
                with self.database.unit_of_work() as session:
                    intake.note_progress(session, self.import_id, done=done)
                self.tell(done)


def _of(work: Work) -> Import:
    machine = work.machine
    return Import(machine.database, machine.files, machine.city, work.event.subject_id)


def check(work: Work) -> Any:
    """Consumer of ``import.uploaded``: the dry run."""
    return _of(work).report(work.session)


def keep_check(work: Work, found: Any) -> None:
    """Keep the dry run's result; a repeated one finds the file checked and does nothing."""
    _of(work).keep_report(work.session, found)


def read(work: Work) -> Any:
    """Consumer of ``import.commit_asked``: read the file again, which alone is the truth."""
    return _of(work).entries(work.session)


def take_in(work: Work, found: Any) -> None:
    """Take the rows in; a repeated one finds them taken in and does nothing."""
    _of(work).take_in(work.session, found)


def hand_in(
    database: Database,
    files: Directory,
    stream: IO[bytes],
    name: str,
    *,
    kind: str,
    limit_bytes: int,
    actor: Actor,
    list_title: str | None = None,
    is_fictitious: bool = False,
) -> int:
    """Keep a file and hand it in. :returns: the key of the import.

    :raises Invalid: it is neither a workbook nor text. :raises TooLarge: it has more bytes than the limit.
    """
    intake.may_hand_in(kind, list_title, actor=actor)
    with files.receive(stream, limit_bytes=limit_bytes) as incoming:
        found = detect_table(incoming.file)
        kept = incoming.keep()
    upload = Upload(
        name=clean_name(name, found.extension),
        media_type=found.media_type,
        size_bytes=kept.size_bytes,
        sha256=kept.sha256,
        stored_as=kept.stored_as,
    )
    with database.unit_of_work() as session:
        row = intake.hand_in(
            session,
            kind=kind,
            upload=upload,
            actor=actor,
            now=clock.now(session),
            list_title=list_title,
            is_fictitious=is_fictitious,
        )
        return row.id


def run(
    database: Database,
    files: Directory,
    city: City,
    import_id: int,
    *,
    mode: str,
    actor: Actor,
    tell: Callable[[int], None] = lambda done: None,
) -> rows.Import:
    """Check a file and take it in at once, as the command line does. A worker may do the same meanwhile.

    :param mode: ``all`` or ``good``; anything else ends with the dry run.
    :param tell: told how many rows are read, every so often; the file is read once for each of the two steps.
    :returns: the import as it stands then; its ``report`` says what was found.
    :raises RuleRefused: all are asked for and some are wrong.
    """
    one = Import(database, files, city, import_id, tell)
    with database.reading() as session:
        found = one.report(session)
    with database.unit_of_work() as session:
        one.keep_report(session, found)
    if mode in intake.MODES and _state(database, import_id) == ImportState.CHECKED:
        with database.unit_of_work() as session:
            now = clock.now(session)
            intake.ask_commit(session, import_id, mode=mode, version=None, actor=actor, now=now)
        with database.reading() as session:
            entries = one.entries(session)
        with database.unit_of_work() as session:
            one.take_in(session, entries)
    with database.reading() as session:
        return session.get_one(rows.Import, import_id)


def _state(database: Database, import_id: int) -> str | None:
    with database.reading() as session:
        return session.scalar(select(rows.Import.state).where(rows.Import.id == import_id))
