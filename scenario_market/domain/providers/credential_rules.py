"""Honours and certificates: which can be declared, how long they count, and what their levels mean. Pure."""

import calendar
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from scenario_market.domain.codes import Code, CodeList
from scenario_market.domain.errors import FieldError
from scenario_market.domain.providers.rules import unknown

KINDS = {"honour": "honours", "certificate": "certificates"}
NUMBER_MAX = 80
CREDENTIALS_MAX = 60


@dataclass(frozen=True)
class Declared:
    """An honour or certificate as somebody declares it.

    :param code: code, name or alias, of a scheme or of one of its levels.
    :param level: where the code is the scheme's; 0: none. :param number: as printed on the document.
    :param attachment_id: the scanned document.
    """

    kind: str
    code: str
    level: int = 0
    number: str | None = None
    issued_on: date | None = None
    expires_on: date | None = None
    attachment_id: int | None = None


def counts_on(expires_on: date | None, day: date) -> bool:
    """Whether a credential counts on a day: up to and including the day it expires on."""
    return expires_on is None or day <= expires_on


def add_months(day: date, months: int) -> date:
    """The same day some months later; the last day of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def scheme_and_level(entry: Code, level: int = 0) -> tuple[str, int]:
    """A level's entry (``cmmi3``) as its scheme and level (``cmmi``, 3); any other as it stands, with ``level``."""
    own = entry.extra.get("level")
    if entry.parent is not None and isinstance(own, int):
        return entry.parent, own
    return entry.code, level


def levels(codes: CodeList, scheme: str) -> dict[int, Code]:
    """The levels of a scheme with their entries; empty where it has none."""
    children = codes.children(scheme)
    return {level: c for c in children if isinstance(level := c.extra.get("level"), int)}


def check_credentials(
    declared: Iterable[Declared],
    codes: Mapping[str, CodeList],
    *,
    today: date,
    held: Collection[tuple[str, str, date | None]] = frozenset(),
    field: str = "credentials",
) -> tuple[list[Declared], list[FieldError]]:
    """The declared credentials with their codes and derived expiry, and everything that is wrong.

    Where only the date of issue is known, the usual term of the list (``validity_months``) gives the
    expiry. One that has expired is refused when it is newly declared; who held it before may keep it.

    :param held: (kind, code, expires_on) of what the provider has already.
    """
    clean: list[Declared] = []
    errors: list[FieldError] = []
    seen: set[tuple[str, str]] = set()
    for index, item in enumerate(declared):
        path = f"{field}.{index}"
        if index >= CREDENTIALS_MAX:
            errors.append(FieldError(field, "too_many", {"limit": CREDENTIALS_MAX}))
            break
        if item.kind not in KINDS:
            errors.append(FieldError(f"{path}.kind", "unknown_code", {"known": sorted(KINDS)}))
            continue
        entry = codes[KINDS[item.kind]].get(item.code)
        if entry is None:
            errors.append(unknown(f"{path}.code", item.code, codes[KINDS[item.kind]]))
            continue
        made = _dated(item, entry)
        known = levels(codes[KINDS[item.kind]], made.code)
        if made.level and made.level not in known:
            params = {"found": made.level, "known": sorted(known)}
            errors.append(FieldError(f"{path}.level", "unknown_level", params))
        clean.append(made)
        if (made.kind, made.code) in seen:
            errors.append(FieldError(f"{path}.code", "declared_twice", {"value": entry.zh}))
        seen.add((made.kind, made.code))
        errors += _wrong(made, entry, path, today=today, held=held)
    return clean, errors


def _dated(item: Declared, entry: Code) -> Declared:
    months = entry.extra.get("validity_months")
    expires = item.expires_on
    if expires is None and item.issued_on is not None and isinstance(months, int):
        expires = add_months(item.issued_on, months)
    number = (item.number or "").strip() or None
    code, level = scheme_and_level(entry, item.level)
    return replace(item, code=code, level=level, expires_on=expires, number=number)


def _wrong(
    item: Declared,
    entry: Code,
    path: str,
    *,
    today: date,
    held: Collection[tuple[str, str, date | None]],
) -> list[FieldError]:
    errors = []
    said = {"value": entry.zh}
    if item.number and len(item.number) > NUMBER_MAX:
        errors.append(FieldError(f"{path}.number", "too_long", {"limit": NUMBER_MAX}))
    if item.issued_on and item.issued_on > today:
        errors.append(FieldError(f"{path}.issued_on", "in_the_future", said))
    if item.issued_on and item.expires_on and item.issued_on > item.expires_on:
        errors.append(FieldError(f"{path}.expires_on", "expires_before_issue", said))
    known = (item.kind, item.code, item.expires_on) in held
    if not counts_on(item.expires_on, today) and not known:
        days = {"expires_on": str(item.expires_on), "today": today.isoformat()}
        params = said | {"code": item.code} | days
        errors.append(FieldError(f"{path}.expires_on", "expired", params))
    return errors
