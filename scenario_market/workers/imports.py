"""The import of a pool file: checked and taken in by a worker, or in one go by the command line.

Reading and checking happen outside the writing transaction; progress is shown by short transactions of their own.
The commit compares once more under locks and writes everything in one transaction.
"""

from dataclasses import dataclass
from typing import IO, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.documents.files import Directory
from scenario_market.documents.pool_files import PoolFile, as_report, jsonable, open_pool_file
from scenario_market.documents.tables import TableError
from scenario_market.domain import clock
from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments import Attachment
from scenario_market.domain.city import City
from scenario_market.domain.providers import importing, intake
from scenario_market.domain.providers.comparing import compare
from scenario_market.domain.providers.entries import Entry
from scenario_market.domain.providers.models import PoolImport
from scenario_market.domain.providers.states import ImportState
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
    """The import of one file by whoever runs it."""

    database: Database
    files: Directory
    city: City
    import_id: int

    def report(self, session: Session) -> dict[str, Any] | Failure | None:
        """The dry run: what taking the file in would do. None where it is not to be checked."""
        row = session.get(PoolImport, self.import_id, populate_existing=True)
        if row is None or row.state != ImportState.CHECKING:
            return None
        today = self.city.day(clock.now(session))
        try:
            with self._open(session, row) as stream:
                file = open_pool_file(stream, self._name(session, row), city=self.city, today=today)
                compared = list(compare(session, iter(self._entries(file))))
        except TableError as error:
            return Failure(error.code, jsonable(error.params))
        wrong = [one.entry for one in compared if one.entry.errors]
        return as_report(file, importing.count(compared), wrong, checked_on=today)

    def entries(self, session: Session) -> list[Entry] | Failure | None:
        """What the file says, for a commit. None where none is asked for."""
        row = session.get(PoolImport, self.import_id, populate_existing=True)
        if row is None or row.state != ImportState.COMMITTING:
            return None
        today = self.city.day(clock.now(session))
        try:
            with self._open(session, row) as stream:
                file = open_pool_file(stream, self._name(session, row), city=self.city, today=today)
                return self._entries(file)
        except TableError as error:
            return Failure(error.code, jsonable(error.params))

    def keep_report(self, session: Session, found: dict[str, Any] | Failure | None) -> None:
        """Keep the result of the dry run."""
        now = clock.now(session)
        if isinstance(found, Failure):
            intake.note_failed(
                session, self.import_id, rule=found.rule, params=found.params, now=now
            )
        elif found is not None:
            intake.note_checked(session, self.import_id, report=found, now=now)

    def take_in(self, session: Session, found: list[Entry] | Failure | None) -> None:
        """Write what was asked for."""
        now = clock.now(session)
        if isinstance(found, Failure):
            intake.note_failed(
                session, self.import_id, rule=found.rule, params=found.params, now=now
            )
        elif found is not None:
            importing.commit(session, self.import_id, found, now=now, city=self.city)

    def _entries(self, file: PoolFile) -> list[Entry]:
        found = []
        for _, entry in file.rows:
            found.append(entry)
            if len(found) % PROGRESS_ROWS == 0:
                with self.database.unit_of_work() as session:
                    intake.note_progress(session, self.import_id, done=len(found))
        return found

    def _open(self, session: Session, row: PoolImport) -> IO[bytes]:
        return self.files.open(session.get_one(Attachment, row.attachment_id).stored_as)

    def _name(self, session: Session, row: PoolImport) -> str:
        return session.get_one(Attachment, row.attachment_id).name


def _of(work: Work) -> Import:
    machine = work.machine
    return Import(machine.database, machine.files, machine.city, work.event.subject_id)


def check(work: Work) -> Any:
    """Consumer of ``pool.uploaded``: the dry run."""
    return _of(work).report(work.session)


def keep_check(work: Work, found: Any) -> None:
    """Keep the dry run's result; a repeated one finds the file checked and does nothing."""
    _of(work).keep_report(work.session, found)


def read(work: Work) -> Any:
    """Consumer of ``pool.commit_asked``: read the file again, which alone is the truth."""
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
    limit_bytes: int,
    actor: Actor,
    is_fictitious: bool = False,
) -> int:
    """Keep a file and hand it in. :returns: the key of the import."""
    kept = files.keep(stream, limit_bytes=limit_bytes)
    with database.unit_of_work() as session:
        row = intake.hand_in(
            session,
            name=name,
            media_type="application/octet-stream",
            size_bytes=kept.size_bytes,
            sha256=kept.sha256,
            stored_as=kept.stored_as,
            actor=actor,
            now=clock.now(session),
            is_fictitious=is_fictitious,
        )
        return row.id


def run(
    database: Database, files: Directory, city: City, import_id: int, *, mode: str, actor: Actor
) -> PoolImport:
    """Check a file and take it in at once, as the command line does. A worker may do the same meanwhile.

    :param mode: ``all`` or ``good``; anything else ends with the dry run.
    :returns: the import as it stands then; its ``report`` says what was found.
    :raises RuleRefused: all are asked for and some are wrong.
    """
    one = Import(database, files, city, import_id)
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
        return session.get_one(PoolImport, import_id)


def _state(database: Database, import_id: int) -> str | None:
    with database.reading() as session:
        return session.scalar(select(PoolImport.state).where(PoolImport.id == import_id))
