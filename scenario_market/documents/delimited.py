"""Tables in text files: comma, semicolon or tab, in UTF-8, GB 18030 or UTF-16 with a mark."""

import codecs
import contextlib
import csv
import io
import itertools
from collections.abc import Generator, Iterator
from typing import IO

from scenario_market.documents.headers import Headers
from scenario_market.documents.tables import (
    BrokenQuoting,
    Column,
    Limits,
    NulBytes,
    Problem,
    Row,
    Table,
    TooManyColumns,
    TooManyRows,
    UnknownEncoding,
    Value,
)

DELIMITERS = ",\t;|"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def read_delimited(stream: IO[bytes], headers: Headers, limits: Limits) -> Table:
    """The table of a text file; see :func:`scenario_market.documents.workbooks.read_table`."""
    encoding = _encoding(stream)
    delimiter, head, at = _header(stream, encoding, headers, limits)
    header = tuple(cell.strip() for cell in head[at])
    if len(header) > limits.columns:
        raise TooManyColumns(found=len(header), limit=limits.columns)
    columns, ignored = headers.columns(header)
    rows = _rows(_records(stream, encoding, delimiter), at + 1, len(header), columns, limits)
    return Table(header, at + 1, columns, ignored, rows, encoding=encoding)


def _encoding(stream: IO[bytes]) -> str:
    stream.seek(0)
    marked = stream.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    candidates = ("utf-16",) if marked else ("utf-8-sig", "gb18030")
    for name in candidates:
        decoder = codecs.getincrementaldecoder(name)()
        stream.seek(0)
        try:
            while chunk := stream.read(1 << 16):
                if "\0" in decoder.decode(chunk):
                    raise NulBytes()
            decoder.decode(b"", final=True)
        except UnicodeError:
            continue
        return name
    raise UnknownEncoding(tried=candidates)


def _records(
    stream: IO[bytes], encoding: str, delimiter: str
) -> Generator[tuple[int, list[str]], None, None]:
    """Records with their number from 1, as a spreadsheet counts rows; blank lines count too.

    :raises BrokenQuoting: at the record where the reader lost its way.
    """
    stream.seek(0)
    lines = io.TextIOWrapper(stream, encoding, newline="")
    number = 0
    try:
        for number, cells in enumerate(csv.reader(lines, delimiter=delimiter, strict=True), 1):
            yield number, cells
    except csv.Error as error:
        raise BrokenQuoting(row=number + 1) from error
    finally:
        if not stream.closed:
            lines.detach()


def _header(
    stream: IO[bytes], encoding: str, headers: Headers, limits: Limits
) -> tuple[str, list[list[str]], int]:
    """The delimiter under which a header shows, the first records, and the header's index."""
    broken: BrokenQuoting | None = None
    searched = 0
    for delimiter in DELIMITERS:
        head: list[list[str]] = []
        with contextlib.closing(_records(stream, encoding, delimiter)) as records:
            try:
                head.extend(cells for _, cells in itertools.islice(records, limits.header_rows))
            except BrokenQuoting as error:
                broken = broken or error
        at = headers.find(head)
        if at is not None:
            return delimiter, head, at
        searched = max(searched, len(head))
    raise broken or headers.missing(searched)


def _rows(
    records: Iterator[tuple[int, list[str]]],
    header_row: int,
    width: int,
    columns: tuple[Column, ...],
    limits: Limits,
) -> Iterator[Row]:
    count = 0
    for number, cells in records:
        if number <= header_row or not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > limits.rows:
            raise TooManyRows(limit=limits.rows)
        plain: list[Value] = [_unguarded(cell.strip()) or None for cell in cells]
        problems = tuple(_problems(cells, width, columns, limits))
        plain += [None] * (width - len(plain))
        values = {column.field: plain[column.index] for column in columns}
        yield Row(number, values, tuple(plain), problems)


def _unguarded(cell: str) -> str:
    """Without the apostrophe that our own files put before what a spreadsheet would compute."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA_STARTS else cell


def _problems(
    cells: list[str], width: int, columns: tuple[Column, ...], limits: Limits
) -> Iterator[Problem]:
    filled = max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)
    if len(cells) < width:
        yield Problem("short_row", None, None, {"expected": width, "found": len(cells)})
    elif filled > width:
        yield Problem("long_row", None, None, {"expected": width, "found": filled})
    for column in columns:
        cell = cells[column.index] if column.index < len(cells) else ""
        if len(cell) > limits.cell_characters:
            params = {"limit": limits.cell_characters, "found": len(cell)}
            yield Problem("text_too_long", column.index, column.field, params)
        if cell.startswith("=") and len(cell) > 1:
            yield Problem("formula_cell", column.index, column.field, {"text": cell[:80]})
