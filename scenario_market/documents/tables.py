"""What a table read from a workbook or a text file is: header, rows, problems, limits, errors.

An error of the whole file is raised, a problem of one row travels with the row, so that the good
rows of a file can still be used. Both carry a stable ``code`` and parameters; their words stand in
:mod:`scenario_market.texts.tables`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import IO, Self

Value = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True)
class Limits:
    """What a file may cost us. Sizes in bytes; ``ratio`` is unpacked over packed size.

    ``part_bytes`` bounds each part that is parsed as a whole (styles, relations).
    """

    file_bytes: int = 20_000_000
    unpacked_bytes: int = 64_000_000
    part_bytes: int = 8_000_000
    ratio: int = 200
    entries: int = 1_000
    rows: int = 20_000
    columns: int = 200
    cell_characters: int = 32_767
    merged_ranges: int = 5_000
    header_rows: int = 20


class TableError(ValueError):
    """The file as a whole cannot be used.

    :ivar code: stable name of the rule; one per subclass.
    :ivar params: for the message: what was found, what would be right.
    """

    code = "table_error"

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(f"{self.code} {params}")


class FileTooLarge(TableError):
    code = "file_too_large"


class UnsupportedFormat(TableError):
    """The name's ending is not one of ours. Params: ``extension``, ``accepted``."""

    code = "unsupported_format"


class WrongContent(TableError):
    """Name and content disagree. Params: ``extension``, ``found``."""

    code = "wrong_content"


class ArchiveBomb(TableError):
    """Unpacks to more than a table has reason to. Params: ``rule``, ``found``, ``limit``."""

    code = "archive_bomb"


class EncryptedFile(TableError):
    code = "encrypted_file"


class ForbiddenMarkup(TableError):
    """A document type or entity declaration, which no workbook needs. Params: ``entry``."""

    code = "forbidden_markup"


class DamagedFile(TableError):
    code = "damaged_file"


class UnknownEncoding(TableError):
    code = "unknown_encoding"


class NulBytes(TableError):
    code = "nul_bytes"


class BrokenQuoting(TableError):
    """A quotation mark is not closed. Params: ``row``."""

    code = "broken_quoting"


class HeaderNotFound(TableError):
    """Params: ``expected`` (names that would do), ``searched`` (rows looked at)."""

    code = "header_not_found"


class TooManyRows(TableError):
    code = "too_many_rows"


class TooManyColumns(TableError):
    code = "too_many_columns"


@dataclass(frozen=True)
class Problem:
    """Something wrong in one row. ``column`` counts from 0 in the source, None means the whole row.

    ``code`` is one of ``formula_cell``, ``error_cell``, ``precision_lost``, ``text_too_long``,
    ``short_row``, ``long_row``, or a rule of :mod:`scenario_market.documents.columns`.
    """

    code: str
    column: int | None
    field: str | None
    params: Mapping[str, object]


@dataclass(frozen=True)
class Row:
    """One row that is not blank.

    :ivar number: as the source counts it, from 1.
    :ivar values: by field; only known columns; a blank cell is None.
    :ivar cells: all cells as read, for an error workbook.
    """

    number: int
    values: Mapping[str, Value]
    cells: tuple[Value, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column with a known header."""

    index: int
    header: str
    field: str


@dataclass
class Table:
    """A table whose header is known and whose rows are still to be read, once.

    Reading ``rows`` may raise a :class:`TableError` on the way, so commit nothing before its end.
    The file behind it is closed at the end of the rows or of a ``with`` block, whichever is first.

    :ivar header: every header text of the source, blank ones as "".
    :ivar ignored: headers that are not known or stand a second time.
    :ivar sheet: name of the sheet, None for a text file. ``other_sheets`` were not read.
    :ivar encoding: of a text file.
    """

    header: tuple[str, ...]
    header_row: int
    columns: tuple[Column, ...]
    ignored: tuple[str, ...]
    rows: Iterator[Row]
    sheet: str | None = None
    other_sheets: tuple[str, ...] = ()
    encoding: str | None = None
    source: IO[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.source is not None:
            self.source.close()


def text(value: Value) -> str:
    """A cell as the words a person sees: no ``.0`` on whole numbers, dates by ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date().isoformat()
    return str(value).strip()
