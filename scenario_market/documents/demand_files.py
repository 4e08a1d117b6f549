"""Lists of demands as files: which of the field's lists a file is, and its rows as entries."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import IO

from sqlalchemy.orm import Session

from scenario_market.documents import columns
from scenario_market.documents.columns import ColumnMap, MissingColumns, Reading
from scenario_market.documents.import_files import ImportFile
from scenario_market.documents.tables import HeaderNotFound, Limits, Row, Table, TableError
from scenario_market.documents.workbooks import read_table
from scenario_market.domain.city import City
from scenario_market.domain.demands import entries, importing
from scenario_market.domain.demands.entries import Entry
from scenario_market.domain.demands.importing import Compared
from scenario_market.domain.imports.kinds import Context, Taken

# The fullest list first: a 场景需求清单 has every column that the others cannot do without.
LISTS = (columns.DEMANDS, columns.OPPORTUNITIES, columns.SCENARIOS)
LIMITS = Limits(rows=importing.ROWS_MAX)


class Demands:
    """The kind ``demands``: 场景需求清单, 机会清单 or 应用场景清单."""

    name = "demands"
    columns: Mapping[str, str] = {
        "budget_min_fen": "budget",
        "budget_max_fen": "budget",
        "budget_display": "budget",
        "contact_name": "contact",
        "contact_mobile": "contact",
        "contact_email": "contact",
    }

    def open(
        self, stream: IO[bytes], filename: str, *, list_title: str, city: City, today: date
    ) -> ImportFile:
        return open_demand_file(stream, filename, list_title=list_title, city=city)

    def compare(
        self,
        session: Session,
        entries: Iterator[Entry],
        *,
        lock: bool = False,
        own: Collection[int] = (),
    ) -> Iterator[Compared]:
        # What is known is not changed, so there is nothing to lock: the key is unique in the database. A draft decides
        # nothing, so an officer may bring in a need of his own organisation: others decide on it.
        return importing.compare(session, entries)

    def take_in(self, context: Context, compared: Sequence[Compared]) -> Taken:
        return importing.take_in(context, compared)


def open_demand_file(
    stream: IO[bytes], filename: str, *, list_title: str, city: City
) -> ImportFile:
    """Find out which list of the field a file is and make it ready to read.

    :raises TableError: the file cannot be used: its format, its size, its columns.
    """
    refused: TableError | None = None
    for kind in LISTS:
        stream.seek(0)
        try:
            table = read_table(stream, filename, kind.headers, LIMITS)
        except HeaderNotFound as error:
            # What the fullest list misses is said only where the file is none of the others either.
            refused = refused or error
            continue
        try:
            kind.check(table)
        except MissingColumns as error:
            table.__exit__()
            refused = refused or error
            continue
        return ImportFile(table, kind, _read(table, kind, list_title, city))
    raise refused or MissingColumns(columns=())


def _read(
    table: Table, kind: ColumnMap, list_title: str, city: City
) -> Iterator[tuple[Row, Entry]]:
    waiting: list[Row] = []

    def readings() -> Iterator[Reading]:
        for row in table.rows:
            waiting.append(row)
            yield kind.read(row, table.columns, city.codes)

    found = entries.read(readings(), city.codes, list_kind=kind.name, list_title=list_title)
    for entry in found:
        yield waiting.pop(), entry
