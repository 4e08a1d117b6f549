"""Rows of a list of demands as entries: what a row says of a need, and everything that is wrong with it.

The parser stands elsewhere (``documents.columns``); here its records are held against the rules of a demand.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from scenario_market.domain.codes import CodeList
from scenario_market.domain.demands import rules
from scenario_market.domain.demands.finding import fold
from scenario_market.domain.errors import FieldError, Invalid
from scenario_market.domain.imports.rows import ParsedRow


@dataclass(frozen=True)
class Entry:
    """What one row says.

    :param number: as the file counts its rows. :param fields: checked fields of a demand.
    :param list_kind: which list of the field it stands in. :param list_title: what that list is called.
    :param serial: its 序号. :param owner_name: whose need it is, with ``uscc`` where the list has one.
    :param errors: everything that is wrong with the row. :param warnings: what to look at all the same.
    """

    number: int
    fields: Mapping[str, Any]
    list_kind: str
    list_title: str
    serial: str = ""
    owner_name: str = ""
    uscc: str | None = None
    errors: tuple[FieldError, ...] = ()
    warnings: tuple[FieldError, ...] = ()

    @property
    def key(self) -> str:
        """What makes a row the same row: its list and 序号, or its title and owner."""
        if self.serial:
            stated = ("list", fold(self.list_title), fold(self.serial))
        else:
            owner = self.uscc or fold(self.owner_name)
            stated = ("need", fold(str(self.fields.get("title", ""))), owner)
        return hashlib.sha256("\x1f".join(stated).encode()).hexdigest()


def read(
    rows: Iterable[ParsedRow],
    codes: Mapping[str, CodeList],
    *,
    list_kind: str,
    list_title: str,
) -> Iterator[Entry]:
    """Entries of a file, in its order; a row that stands twice is wrong the second time."""
    seen: dict[str, int] = {}
    for row in rows:
        entry = read_row(row, codes, list_kind=list_kind, list_title=list_title)
        is_named = bool(entry.serial or entry.fields.get("title"))
        first = seen.setdefault(entry.key, entry.number) if is_named else entry.number
        if first != entry.number:
            repeated = FieldError("serial", "repeated_row", {"row": first})
            entry = replace(entry, errors=(*entry.errors, repeated))
        yield entry


def read_row(
    row: ParsedRow, codes: Mapping[str, CodeList], *, list_kind: str, list_title: str
) -> Entry:
    """One row with all its errors at once."""
    record = dict(row.record)
    if isinstance(record.get("metrics"), tuple):
        record["metrics"] = list(record["metrics"])
    errors = [FieldError(p.field or "row", p.code, dict(p.params)) for p in row.problems]
    fields = {name: value for name, value in record.items() if name in rules.FIELDS}
    try:
        fields = rules.check(fields, codes)
    except Invalid as refused:
        errors += refused.errors
    return Entry(
        number=row.number,
        fields=fields,
        list_kind=list_kind,
        list_title=list_title,
        serial=str(record.get("serial") or ""),
        owner_name=str(record.get("owner_name") or ""),
        uscc=record.get("uscc"),
        errors=tuple(errors),
    )
