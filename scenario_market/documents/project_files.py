"""The 项目责任清单 as a file on its way in: its rows as entries."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import IO

from sqlalchemy.orm import Session

from scenario_market.documents.columns import PROJECTS, Reading
from scenario_market.documents.import_files import ImportFile
from scenario_market.documents.tables import Row, Table
from scenario_market.documents.workbooks import read_table
from scenario_market.domain.city import City
from scenario_market.domain.imports.kinds import Context, Taken
from scenario_market.domain.projects import importing
from scenario_market.domain.projects.importing import Compared, Entry


class Projects:
    """The kind ``projects``: 项目责任清单."""

    name = "projects"
    columns: Mapping[str, str] = {}

    def open(
        self, stream: IO[bytes], filename: str, *, list_title: str, city: City, today: date
    ) -> ImportFile:
        """:raises TableError: the file cannot be used at all."""
        table = read_table(stream, filename, PROJECTS.headers)
        PROJECTS.check(table)
        return ImportFile(table, PROJECTS, _read(table, city))

    def compare(
        self,
        session: Session,
        entries: Iterator[Entry],
        *,
        lock: bool = False,
        own: Collection[int] = (),
    ) -> Iterator[Compared]:
        # Who follows a project and where it stands decides nothing, so nobody has to stand back from it.
        return importing.compare(session, entries, lock=lock)

    def take_in(self, context: Context, compared: Sequence[Compared]) -> Taken:
        return importing.take_in(context, compared)


def _read(table: Table, city: City) -> Iterator[tuple[Row, Entry]]:
    waiting: list[Row] = []

    def readings() -> Iterator[Reading]:
        for row in table.rows:
            waiting.append(row)
            yield PROJECTS.read(row, table.columns, city.codes)

    for entry in importing.read(readings()):
        yield waiting.pop(), entry
