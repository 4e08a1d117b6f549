"""A file on its way in, read as entries of its kind; its report, and the workbook of its errors."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any, Protocol

from sqlalchemy.orm import Session

from scenario_market.documents.columns import ColumnMap
from scenario_market.documents.exports import FaultyRow, write_errors
from scenario_market.documents.tables import Row, Table
from scenario_market.domain.city import City
from scenario_market.domain.errors import FieldError
from scenario_market.domain.imports import kinds
from scenario_market.domain.imports.kinds import Compared
from scenario_market.texts import imports as texts

ERRORS_KEPT = 200


@dataclass
class ImportFile:
    """A file whose header is known; its rows are read once, as they are asked for.

    :ivar rows: pairs of the source row and what it says. Reading may raise a ``TableError`` on the way.
    """

    table: Table
    columns: ColumnMap
    rows: Iterator[tuple[Row, Any]]

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


class FileKind(kinds.Kind, Protocol):
    """One kind of file: how it is read, and in which column its fields stand.

    :ivar name: of the kind. :ivar columns: field → column, where a column gives fields of other names.
    """

    name: str
    columns: Mapping[str, str]

    def open(
        self, stream: IO[bytes], filename: str, *, list_title: str, city: City, today: date
    ) -> ImportFile:
        """Find out which list a file is and make it ready to read.

        :raises TableError: the file cannot be used at all.
        """
        ...


def column_of(file: ImportFile, kind: FileKind, error: FieldError) -> str:
    """The column that an error is about: ``categories.0`` is in the column of categories."""
    field = error.field.partition(".")[0]
    present = {column.field for column in file.table.columns}
    return field if field in present else kind.columns.get(field, field)


def wrong_rows(
    session: Session, file: ImportFile, kind: FileKind, own: Collection[int] = ()
) -> Iterator[tuple[Row, Compared]]:
    """The rows that cannot be taken as things stand now, each with all its errors. :param own: as in ``compare``."""
    waiting: dict[int, Row] = {}

    def read() -> Iterator[Any]:
        for row, entry in file.rows:
            waiting[entry.number] = row
            yield entry

    for one in kind.compare(session, read(), own=own):
        row = waiting.pop(one.entry.number)
        if one.entry.errors:
            yield row, one


def error_workbook(
    stream: IO[bytes],
    session: Session,
    file: ImportFile,
    kind: FileKind,
    *,
    own: Collection[int] = (),
    language: str = "zh",
) -> None:
    """Write the wrong rows as they came, each with all its errors in words; mended, it can be handed in again.

    :param own: as in ``compare``.
    :raises TableError: the file is damaged further on.
    """
    where = {column.field: column.index for column in file.table.columns}
    faulty = (
        FaultyRow(
            row,
            [say(error, file, kind, language) for error in one.entry.errors],
            frozenset(
                where[c] for e in one.entry.errors if (c := column_of(file, kind, e)) in where
            ),
        )
        for row, one in wrong_rows(session, file, kind, own)
    )
    titles = None
    if language.startswith("en"):
        titles = {"sheet": "Errors", "row": "Row", "errors": "What is wrong"}
    write_errors(stream, file.table.header, faulty, titles=titles)


def say(error: FieldError, file: ImportFile, kind: FileKind, language: str = "zh") -> str:
    """An error in words, behind the header of its column."""
    words = texts.say(kind.name, error.rule, error.params, language)
    header = _headers(file).get(column_of(file, kind, error))
    if not header or header in words:
        return words
    return f"{header}: {words}" if language.startswith("en") else f"{header}：{words}"


def _headers(file: ImportFile) -> dict[str, str]:
    return {column.field: column.header for column in file.table.columns}


def as_report(
    file: ImportFile, kind: FileKind, compared: list[Compared], *, checked_on: date
) -> dict[str, Any]:
    """The result of a dry run as it is kept: counts, what the file was, and the first errors and warnings."""
    headers = _headers(file)

    def told(number: int, error: FieldError) -> dict[str, Any]:
        return {
            "row": number,
            "field": error.field,
            "header": headers.get(column_of(file, kind, error)),
            "rule": error.rule,
            "params": jsonable(dict(error.params)),
        }

    errors = [told(one.entry.number, error) for one in compared for error in one.entry.errors]
    warnings = [told(one.entry.number, each) for one in compared for each in one.entry.warnings]
    return {
        "counts": kinds.count(compared),
        "file": file.describe(),
        "checked_on": checked_on.isoformat(),
        "errors": errors[:ERRORS_KEPT],
        "errors_total": len(errors),
        "warnings": warnings[:ERRORS_KEPT],
        "warnings_total": len(warnings),
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
