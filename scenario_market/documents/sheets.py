"""Tables in .xlsx workbooks, read as a stream: memory does not grow with the number of rows.

Formulas are never computed, nor is the value believed that another program stored beside them.
"""

import re
import warnings
from collections.abc import Iterator, Sequence
from typing import IO, Any

import openpyxl
from openpyxl.utils import coordinate_to_tuple

from scenario_market.documents.headers import Headers
from scenario_market.documents.tables import (
    Column,
    DamagedFile,
    Limits,
    Problem,
    Row,
    Table,
    TableError,
    TooManyColumns,
    TooManyRows,
    Value,
    text,
)

_LAST_ROW = 1_048_576  # of the file format
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})"')

Range = tuple[int, int, int, int]  # first row, last row, first column, last column, from 1


def read_sheet(stream: IO[bytes], headers: Headers, limits: Limits) -> Table:
    """The first visible sheet with a header; see ``workbooks.read_table``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, which we do not read
        try:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=False)
        except Exception as error:  # openpyxl raises whatever the broken part makes it raise
            raise DamagedFile(detail=type(error).__name__) from error
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    searched = 0
    for sheet in visible:
        sheet.reset_dimensions()  # the file's own word on its size may be wrong
        head = []
        for _, cells in zip(range(limits.header_rows), _raw(sheet, limits), strict=False):
            head.append([value for value, _ in cells])
        searched = max(searched, len(head))
        at = headers.find(head)
        if at is not None:
            others = tuple(other.title for other in visible if other is not sheet)
            return _table(sheet, head, at, headers, limits, others)
    raise headers.missing(searched)


def _table(
    sheet: Any,
    head: list[list[Value]],
    at: int,
    headers: Headers,
    limits: Limits,
    others: tuple[str, ...],
) -> Table:
    merged = _merged_ranges(sheet, limits)
    last = max([at + 1, *(r[1] for r in merged if r[0] == at + 1 and r[1] <= at + 3)])
    header = _header_texts(head[at:last], headers)
    if len(header) > limits.columns:
        raise TooManyColumns(found=len(header), limit=limits.columns)
    columns, ignored = headers.columns(header)
    below = [r for r in merged if r[0] > last and r[1] > r[0]]
    rows = _rows(sheet, last, header, columns, below, limits)
    return Table(header, at + 1, columns, ignored, rows, sheet=sheet.title, other_sheets=others)


def _header_texts(rows: Sequence[Sequence[Value]], headers: Headers) -> tuple[str, ...]:
    """One text per column of a header of one or more rows; of several, a known one wins."""
    texts = []
    for index in range(max(len(row) for row in rows)):
        said = [text(row[index]) for row in rows if index < len(row) and text(row[index])]
        known = [name for name in said if headers.field(name)]
        texts.append((known or said or [""])[-1])
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _merged_ranges(sheet: Any, limits: Limits) -> list[Range]:
    """Merged ranges in order. They stand behind the rows in the file, hence a pass of its own."""
    found: list[Range] = []
    rest = b""
    with sheet._get_source() as source:  # openpyxl streams rows only; the part is found by it
        while chunk := source.read(1 << 16):
            rest += chunk
            for match in _MERGED.finditer(rest):
                first, last = (coordinate_to_tuple(end.decode()) for end in match.groups())
                found.append((first[0], last[0], first[1], last[1]))
                if len(found) > limits.merged_ranges:
                    raise DamagedFile(detail="merged ranges")
            start = rest.rfind(b"<")
            rest = rest[start:][-4096:] if start >= 0 else b""
    return sorted(found)


def _raw(sheet: Any, limits: Limits) -> Iterator[list[tuple[Value, str]]]:
    """Rows as pairs of value and data type, from row 1 on, blank rows included."""
    before = None
    try:
        for number, cells in enumerate(sheet.iter_rows(max_col=limits.columns + 1), 1):
            if number > _LAST_ROW:
                raise DamagedFile(detail="row number")
            if cells is before:  # openpyxl fills a gap with one and the same row
                yield []
                continue
            before = cells
            pairs = [(_plain(cell.value), cell.data_type or "n") for cell in cells]
            while pairs and pairs[-1][0] is None:
                pairs.pop()
            yield pairs
    except TableError:
        raise
    except Exception as error:
        raise DamagedFile(detail=type(error).__name__) from error


def _plain(value: Any) -> Value:
    if isinstance(value, str):
        return value.strip() or None
    # Array and data table formulas come as objects.
    return value if not hasattr(value, "ref") else str(getattr(value, "text", None) or "=")


def _rows(
    sheet: Any,
    header_end: int,
    header: tuple[str, ...],
    columns: tuple[Column, ...],
    merged: list[Range],
    limits: Limits,
) -> Iterator[Row]:
    count = 0
    fill = _Fill(merged)
    for number, pairs in enumerate(_raw(sheet, limits), 1):
        if number <= header_end or not pairs:
            continue
        count += 1
        if count > limits.rows:
            raise TooManyRows(limit=limits.rows)
        pairs += [(None, "n")] * (len(header) - len(pairs))
        pairs = [fill(number, index, pair) for index, pair in enumerate(pairs)]
        values = {column.field: pairs[column.index][0] for column in columns}
        problems = tuple(p for column in columns for p in _problems(column, pairs, limits))
        yield Row(number, values, tuple(value for value, _ in pairs), problems)


class _Fill:
    """Gives every row under a vertically merged cell the cell's value, which is how it is meant."""

    def __init__(self, merged: list[Range]) -> None:
        self._coming = merged[::-1]
        self._open: dict[int, tuple[int, tuple[Value, str]]] = {}

    def __call__(self, row: int, index: int, pair: tuple[Value, str]) -> tuple[Value, str]:
        while self._coming and self._coming[-1][0] <= row:
            _, last, column, _ = self._coming.pop()
            self._open[column - 1] = (last, (None, "n"))
        if index not in self._open:
            return pair
        last, kept = self._open[index]
        if row > last:
            del self._open[index]
            return pair
        if pair[0] is None:
            return kept
        self._open[index] = (last, pair)
        return pair


def _problems(
    column: Column, pairs: Sequence[tuple[Value, str]], limits: Limits
) -> Iterator[Problem]:
    value, kind = pairs[column.index]
    if kind == "f":
        yield Problem("formula_cell", column.index, column.field, {"text": text(value)[:80]})
    elif kind == "e":
        yield Problem("error_cell", column.index, column.field, {"text": text(value)})
    elif isinstance(value, (int, float)) and abs(value) >= 1e15:
        # Spreadsheets keep 15 digits: a code typed as a number has lost its end.
        yield Problem("precision_lost", column.index, column.field, {"text": f"{value:.0f}"})
    elif isinstance(value, str) and len(value) > limits.cell_characters:
        params = {"limit": limits.cell_characters, "found": len(value)}
        yield Problem("text_too_long", column.index, column.field, params)
