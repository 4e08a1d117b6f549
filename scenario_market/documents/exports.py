"""Writing tables that others open: nothing we write is ever computed by their spreadsheet."""

import contextlib
import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from scenario_market.documents.delimited import FORMULA_STARTS
from scenario_market.documents.tables import Row, Value, text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"  # media type
_CELL_CHARACTERS = 32_767  # of the file format
_CUT = "…（超长，已截断）"
_HEAD = PatternFill("solid", fgColor="FFDCE6F1")
_BAD = PatternFill("solid", fgColor="FFFFC7CE")
_WRAP = Alignment(wrap_text=True, vertical="top")


@dataclass(frozen=True)
class Sheet:
    """A sheet to write: ``rows`` may be a generator; ``widths`` in characters, by column."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Value]]
    widths: Sequence[int] = ()


@dataclass(frozen=True)
class FaultyRow:
    """A row with what is wrong with it, in words, and the columns (from 0) to highlight."""

    row: Row
    errors: Sequence[str]
    columns: frozenset[int] = frozenset()


def write_xlsx(stream: IO[bytes], sheets: Iterable[Sheet]) -> None:
    """Write sheets as a stream of rows. Instants with a zone must be made local before."""
    with _book(stream) as book:
        for sheet in sheets:
            target = _sheet(book, sheet.name, sheet.header, sheet.widths)
            for row in sheet.rows:
                target.append([_cell(target, value) for value in row])


def write_errors(
    stream: IO[bytes],
    header: Sequence[str],
    rows: Iterable[FaultyRow],
    *,
    titles: Mapping[str, str] | None = None,
) -> None:
    """The error workbook: the rows as they came, then the source row and all errors of the row.

    The original columns stand first and unchanged, so the file can be mended and handed in again.

    :param titles: words for ``sheet``, ``row`` and ``errors``; Chinese unless given.
    """
    said = {"sheet": "错误清单", "row": "原行号", "errors": "错误说明"} | dict(titles or {})
    widths = [18] * len(header) + [8, 60]
    with _book(stream) as book:
        target = _sheet(book, said["sheet"], [*header, said["row"], said["errors"]], widths)
        for faulty in rows:
            target.append(list(_faulty_cells(target, len(header), faulty)))


def write_csv(stream: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Write UTF-8 with a mark, which spreadsheets need to show Chinese."""
    lines = io.TextIOWrapper(stream, "utf-8-sig", newline="")
    try:
        writer = csv.writer(lines)
        writer.writerow([_guarded(name) for name in header])
        writer.writerows([_guarded(value) for value in row] for row in rows)
    finally:
        lines.flush()
        lines.detach()


def _guarded(value: Value) -> str:
    """Text with an apostrophe before what a spreadsheet would take for a formula."""
    said = text(value)
    return "'" + said if isinstance(value, str) and said.startswith(FORMULA_STARTS) else said


@contextlib.contextmanager
def _book(stream: IO[bytes]) -> Iterator[Any]:
    """A workbook that is saved at the end, or whose half-written sheets are closed on an error."""
    book = Workbook(write_only=True)
    try:
        yield book
    except BaseException:
        for sheet in book.worksheets:
            sheet.close()
        raise
    book.save(stream)


def _sheet(book: Any, name: str, header: Sequence[str], widths: Sequence[int]) -> Any:
    target = book.create_sheet("".join(c for c in name if c not in "[]:*?/\\")[:31] or "Sheet")
    for index, width in enumerate(widths, 1):
        target.column_dimensions[get_column_letter(index)].width = width
    target.freeze_panes = "A2"
    cells = [_cell(target, title) for title in header]
    for cell in cells:
        cell.font, cell.fill = Font(bold=True), _HEAD
    target.append(cells)
    return target


def _cell(target: Any, value: Value) -> Any:
    if isinstance(value, datetime) and value.tzinfo is not None:
        raise ValueError("an instant with a zone has no cell: make it local first")
    if not isinstance(value, str):
        return WriteOnlyCell(target, value=value)
    said = ILLEGAL_CHARACTERS_RE.sub("", value)
    if len(said) > _CELL_CHARACTERS:
        said = said[: _CELL_CHARACTERS - len(_CUT)] + _CUT
    cell = WriteOnlyCell(target, value=said)
    cell.data_type = "s"  # openpyxl would turn "=…" into a formula, "#N/A" into an error
    cell.alignment = _WRAP
    return cell


def _faulty_cells(target: Any, width: int, faulty: FaultyRow) -> Iterator[Any]:
    cells = (*faulty.row.cells[:width], *[None] * (width - len(faulty.row.cells)))
    for index, value in enumerate(cells):
        cell = _cell(target, value)
        if index in faulty.columns:
            cell.fill = _BAD
        yield cell
    yield _cell(target, faulty.row.number)
    yield _cell(target, "；\n".join(faulty.errors))
