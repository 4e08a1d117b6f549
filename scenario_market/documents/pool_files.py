"""Files of providers: which of the lists a file is, and its rows as entries."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import IO

from sqlalchemy.orm import Session

from scenario_market.documents import columns
from scenario_market.documents.columns import ColumnMap, MissingColumns
from scenario_market.documents.import_files import ImportFile
from scenario_market.documents.tables import Row, Table
from scenario_market.documents.workbooks import read_table
from scenario_market.domain.city import City
from scenario_market.domain.imports.kinds import Context, Taken
from scenario_market.domain.providers import comparing, entries, importing
from scenario_market.domain.providers.comparing import Compared
from scenario_market.domain.providers.entries import Entry


class Pool:
    """The kind ``pool``: 服务商库 or 能力清单."""

    name = "pool"
    columns: Mapping[str, str] = {}

    def open(
        self, stream: IO[bytes], filename: str, *, list_title: str, city: City, today: date
    ) -> ImportFile:
        return open_pool_file(stream, filename, city=city, today=today)

    def compare(
        self,
        session: Session,
        entries: Iterator[Entry],
        *,
        lock: bool = False,
        own: Collection[int] = (),
    ) -> Iterator[Compared]:
        return comparing.compare(session, entries, lock=lock, own=own)

    def take_in(self, context: Context, compared: Sequence[Compared]) -> Taken:
        return importing.take_in(context, compared)


def open_pool_file(stream: IO[bytes], filename: str, *, city: City, today: date) -> ImportFile:
    """Find out which list a file is (服务商库 or 能力清单) and make it ready to read.

    :raises TableError: the file cannot be used at all.
    """
    kind = columns.POOL
    table = read_table(stream, filename, kind.headers)
    try:
        kind.check(table)
    except MissingColumns:
        stream.seek(0)
        other = read_table(stream, filename, columns.CAPABILITIES.headers)
        if not _is_list_of_able_firms(other):
            raise
        kind, table = columns.CAPABILITIES, other
    return ImportFile(table, kind, _read(table, kind, city, today))


def _is_list_of_able_firms(table: Table) -> bool:
    """The published 能力清单 has no uscc; a pool file that lacks the column is a mistake to be named."""
    fields = {column.field for column in table.columns}
    return (
        "name" in fields and bool(fields & {"capabilities", "scenarios"}) and "uscc" not in fields
    )


def _read(table: Table, kind: ColumnMap, city: City, today: date) -> Iterator[tuple[Row, Entry]]:
    waiting: list[Row] = []

    def readings() -> Iterator[columns.Reading]:
        for row in table.rows:
            waiting.append(row)
            yield kind.read(row, table.columns, city.codes)

    by_name = kind is columns.CAPABILITIES
    for entry in entries.read(readings(), city.codes, today=today, by_name=by_name):
        yield waiting.pop(), entry
