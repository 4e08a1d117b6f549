"""A pool file read as entries, and the workbook of its errors: the file's side of the import of providers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from sqlalchemy.orm import Session

from scenario_market.documents import columns
from scenario_market.documents.columns import ColumnMap, MissingColumns
from scenario_market.documents.exports import FaultyRow, write_errors
from scenario_market.documents.tables import Row, Table
from scenario_market.documents.workbooks import read_table
from scenario_market.domain.city import City
from scenario_market.domain.errors import FieldError
from scenario_market.domain.providers import entries
from scenario_market.domain.providers.comparing import compare
from scenario_market.domain.providers.entries import Entry
from scenario_market.texts import providers as texts

ERRORS_KEPT = 200


@dataclass
class PoolFile:
    """A pool file whose header is known; its rows are read once, as they are asked for.

    :ivar rows: pairs of the source row and what it says. Reading may raise a ``TableError`` on the way.
    """

    table: Table
    columns: ColumnMap
    rows: Iterator[tuple[Row, Entry]]

    def describe(self) -> dict[str, Any]:
        """What the file was, JSON-able."""
        return {
            "list": self.columns.title,
            "sheet": self.table.sheet,
            "other_sheets": list(self.table.other_sheets),
            "encoding": self.table.encoding,
            "header_row": self.table.header_row,
            "columns": [column.header for column in self.table.columns],
            "ignored": list(self.table.ignored),
        }


def open_pool_file(stream: IO[bytes], filename: str, *, city: City, today: date) -> PoolFile:
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
    return PoolFile(table, kind, _read(table, kind, city, today))


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


def wrong_rows(session: Session, pool_file: PoolFile) -> Iterator[tuple[Row, Entry]]:
    """The rows that cannot be taken as the pool stands now, each with all its errors."""
    waiting: dict[int, Row] = {}

    def read() -> Iterator[Entry]:
        for row, entry in pool_file.rows:
            waiting[entry.number] = row
            yield entry

    for one in compare(session, read()):
        row = waiting.pop(one.entry.number)
        if one.entry.errors:
            yield row, one.entry


def error_workbook(
    stream: IO[bytes], session: Session, pool_file: PoolFile, *, language: str = "zh"
) -> None:
    """Write the wrong rows as they came, each with all its errors in words; mended, it can be handed in again.

    :raises TableError: the file is damaged further on.
    """
    where = {column.field: column.index for column in pool_file.table.columns}
    headers = {column.field: column.header for column in pool_file.table.columns}
    faulty = (
        FaultyRow(
            row,
            [say(error, headers, language) for error in entry.errors],
            frozenset(where[error_column(e)] for e in entry.errors if error_column(e) in where),
        )
        for row, entry in wrong_rows(session, pool_file)
    )
    titles = None
    if language.startswith("en"):
        titles = {"sheet": "Errors", "row": "Row", "errors": "What is wrong"}
    write_errors(stream, pool_file.table.header, faulty, titles=titles)


def error_column(error: FieldError) -> str:
    """The column that an error is about: ``categories.0`` is in the column of categories."""
    return error.field.partition(".")[0]


def say(error: FieldError, headers: dict[str, str], language: str = "zh") -> str:
    """An error in words, behind the header of its column."""
    words = texts.say(error.rule, error.params, language)
    header = headers.get(error_column(error))
    if not header or header in words:
        return words
    return f"{header}: {words}" if language.startswith("en") else f"{header}：{words}"


def as_report(
    pool_file: PoolFile, counts: dict[str, int], wrong: list[Entry], *, checked_on: date
) -> dict[str, Any]:
    """The result of a dry run as it is kept: counts, what the file was, and the first errors."""
    headers = {column.field: column.header for column in pool_file.table.columns}
    errors = [
        {
            "row": entry.number,
            "field": error.field,
            "header": headers.get(error_column(error)),
            "rule": error.rule,
            "params": jsonable(dict(error.params)),
        }
        for entry in wrong
        for error in entry.errors
    ]
    return {
        "counts": counts,
        "file": pool_file.describe(),
        "checked_on": checked_on.isoformat(),
        "errors": errors[:ERRORS_KEPT],
        "errors_total": len(errors),
    }


def jsonable(value: Any) -> Any:
    """Parameters of a message as JSON has them."""
    if isinstance(value, dict):
        return {str(key): jsonable(part) for key, part in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [jsonable(part) for part in value]
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)
