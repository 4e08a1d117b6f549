"""Rows of a pool file as entries: what a row says of a provider, and everything that is wrong with it. Pure.

The parser stands elsewhere (``documents.columns``); here its records are held against the rules of a profile.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from scenario_market.domain.codes import CodeList
from scenario_market.domain.errors import FieldError
from scenario_market.domain.imports.rows import ParsedRow
from scenario_market.domain.parties import uscc
from scenario_market.domain.providers import rules
from scenario_market.domain.providers.credential_rules import Declared, check_credentials

HELD = {"honours": "honour", "certificates": "certificate"}
# A published list of able firms (能力清单) names no category of ours; what it lists is this one.
ABLE_FIRM = "technology"
ORGANISATION = ("district", "size_class")
OFFERINGS_MAX = 100


@dataclass(frozen=True)
class Entry:
    """What one row says. None and absent keys mean that the row says nothing about it, and nothing is changed.

    :param number: as the file counts its rows.
    :param uscc: checked; None where the file has no such column.
    :param profile: fields of the profile. :param organisation: fields of the organisation.
    :param offerings: title and summary. :param errors: everything that is wrong with the row.
    :param warnings: what to look at; the row can be taken all the same.
    """

    number: int
    uscc: str | None
    name: str
    profile: Mapping[str, Any]
    organisation: Mapping[str, str]
    credentials: tuple[Declared, ...]
    offerings: tuple[Mapping[str, str], ...]
    errors: tuple[FieldError, ...] = ()
    warnings: tuple[FieldError, ...] = ()

    def wrong(self, *errors: FieldError) -> "Entry":
        """The same entry with more errors."""
        return replace(self, errors=(*self.errors, *errors))


def read(
    rows: Iterable[ParsedRow],
    codes: Mapping[str, CodeList],
    *,
    today: date,
    by_name: bool = False,
) -> Iterator[Entry]:
    """Entries of a file, in its order; a uscc that stands twice is wrong the second time.

    :param by_name: the file need have no uscc: organisations are known by name (能力清单).
    """
    seen: dict[str, int] = {}
    for row in rows:
        entry = read_row(row, codes, today=today, by_name=by_name)
        identity = entry.uscc or entry.name
        first = seen.setdefault(identity, entry.number) if identity else entry.number
        if first != entry.number:
            entry = entry.wrong(FieldError("uscc", "row_repeated", {"row": first}))
        yield entry


def read_row(
    row: ParsedRow, codes: Mapping[str, CodeList], *, today: date, by_name: bool = False
) -> Entry:
    """One row with all its errors at once."""
    record = row.record
    errors = [FieldError(p.field or "row", p.code, dict(p.params)) for p in row.problems]
    blamed = {error.field for error in errors}
    profile, wrong = rules.check_profile(_profile(record, by_name=by_name), codes)
    errors += wrong
    credentials, wrong = _credentials(record, codes, today=today)
    errors += wrong
    offerings, wrong = _offerings(record, codes)
    errors += wrong
    if not record.get("name") and "name" not in blamed:
        errors.append(FieldError("name", "required", {"header": "公司名称"}))
    if not record.get("uscc") and not by_name and "uscc" not in blamed:
        errors.append(FieldError("uscc", "required", {"header": "统一社会信用代码"}))
    return Entry(
        number=row.number,
        uscc=record.get("uscc"),
        name=str(record.get("name") or ""),
        profile=profile,
        organisation={name: record[name] for name in ORGANISATION if record.get(name)},
        credentials=tuple(credentials),
        offerings=tuple(offerings),
        errors=tuple(errors),
        warnings=tuple(uscc.warnings(record["uscc"]) if record.get("uscc") else ()),
    )


def _profile(record: Mapping[str, Any], *, by_name: bool) -> dict[str, Any]:
    said: dict[str, Any] = {
        name: list(record[name]) if name in rules.LISTS else record[name]
        for name in sorted(rules.FIELDS - rules.FLAGS)
        if record.get(name)
    }
    if record.get("scenarios"):
        where = f"可应用落地场景：{record['scenarios']}"
        said["capabilities"] = "\n".join(filter(None, (said.get("capabilities"), where)))
    if by_name:
        said.setdefault("categories", [ABLE_FIRM])
    return said


def _credentials(
    record: Mapping[str, Any], codes: Mapping[str, CodeList], *, today: date
) -> tuple[list[Declared], list[FieldError]]:
    declared = [
        Declared(
            kind,
            item["code"],
            level=item.get("level") or 0,
            issued_on=item.get("issued_on"),
            expires_on=item.get("expires_on"),
        )
        for name, kind in HELD.items()
        for item in record.get(name) or ()
    ]
    clean, errors = check_credentials(declared, codes, today=today)
    column = {kind: name for name, kind in HELD.items()}
    return clean, [
        replace(error, field=column[declared[int(error.field.split(".")[1])].kind])
        for error in errors
        if "." in error.field
    ] + [error for error in errors if "." not in error.field]


def _offerings(
    record: Mapping[str, Any], codes: Mapping[str, CodeList]
) -> tuple[list[Mapping[str, str]], list[FieldError]]:
    said = record.get("offerings") or ()
    if len(said) > OFFERINGS_MAX:
        return [], [
            FieldError("offerings", "too_many", {"limit": OFFERINGS_MAX, "found": len(said)})
        ]
    clean: dict[str, Mapping[str, str]] = {}
    errors: list[FieldError] = []
    for item in said:
        fields, wrong = rules.check_offering(item, codes)
        errors += [replace(error, field="offerings") for error in wrong]
        clean.setdefault(fields.get("title", ""), fields)
    return list(clean.values()), errors
