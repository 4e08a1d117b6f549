"""Checks of single values that a form, a client or a workbook brings, for whatever row they go to. Pure.

Each check takes ``(path, value, codes)`` and gives the value to keep, or raises :class:`Wrong` with every fault found.
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from scenario_market.domain.codes import CodeList
from scenario_market.domain.errors import FieldError

Codes = Mapping[str, CodeList]
Check = Callable[[str, Any, Codes], Any]

DAY_MIN, DAY_MAX = date(2000, 1, 1), date(2100, 12, 31)  # beyond them somebody mistyped a year
FEN_MAX = 10**14  # a trillion yuan: beyond it somebody took fen for yuan
LIST_MAX = 50
_PHONE = re.compile(r"^\+?[0-9][0-9 ()-]{4,38}[0-9]$")
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


class Wrong(Exception):
    """A value that breaks rules."""

    def __init__(self, *errors: FieldError) -> None:
        super().__init__()
        self.errors = errors


def check_form(
    form: Mapping[str, Check], given: Mapping[str, Any], codes: Codes
) -> tuple[dict[str, Any], list[FieldError]]:
    """A whole form: each of its fields as it is kept, those not given as if they were empty; and every fault."""
    errors = [FieldError(name, "unknown_field") for name in given if name not in form]
    kept: dict[str, Any] = {}
    for name, check in form.items():
        try:
            kept[name] = check(name, given.get(name), codes)
        except Wrong as wrong:
            errors += wrong.errors
    return kept, errors


def check_given(
    form: Mapping[str, Check], given: Mapping[str, Any], codes: Codes
) -> tuple[dict[str, Any], list[FieldError]]:
    """The fields of a form that were given, as they are kept, and every fault, in the order in which they came."""
    kept: dict[str, Any] = {}
    errors: list[FieldError] = []
    for name, value in given.items():
        if name not in form:
            errors.append(FieldError(name, "unknown_field"))
            continue
        try:
            kept[name] = form[name](name, value, codes)
        except Wrong as wrong:
            errors += wrong.errors
    return kept, errors


def text(limit: int) -> Check:
    """A text of at most ``limit`` characters; outer blanks are dropped, None is the empty text."""

    def check(path: str, value: Any, codes: Codes) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            raise Wrong(FieldError(path, "not_a_text"))
        value = value.strip()
        if "\x00" in value:
            raise Wrong(FieldError(path, "bad_character"))
        if len(value) > limit:
            raise Wrong(FieldError(path, "too_long", {"limit": limit, "found": len(value)}))
        return value

    return check


def optional(check: Check) -> Check:
    """None and the empty text are kept as None."""

    def checked(path: str, value: Any, codes: Codes) -> Any:
        empty = value is None or (isinstance(value, str) and not value.strip())
        return None if empty else check(path, value, codes)

    return checked


def code_of(list_name: str) -> Check:
    """A code of the list, also given by its name or an alias; unknown ones get the nearest names."""

    def check(path: str, value: Any, codes: Codes) -> str:
        known = codes[list_name]
        entry = known.get(value) if isinstance(value, str) else None
        if entry is None:
            nearest = list(known.nearest(value)) if isinstance(value, str) else []
            shown = {"list": list_name, "value": str(value)[:80], "nearest": nearest}
            raise Wrong(FieldError(path, "unknown_code", shown))
        return entry.code

    return check


def list_of(check: Check, *, unique: bool = True) -> Check:
    """A list, each item checked; repeated items are kept once."""

    def checked(path: str, value: Any, codes: Codes) -> list[Any]:
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            raise Wrong(FieldError(path, "not_a_list"))
        if len(value) > LIST_MAX:
            raise Wrong(FieldError(path, "too_many", {"limit": LIST_MAX, "found": len(value)}))
        kept: list[Any] = []
        errors: list[FieldError] = []
        for place, item in enumerate(value):
            try:
                made = check(f"{path}.{place}", item, codes)
            except Wrong as wrong:
                errors += wrong.errors
            else:
                if not unique or made not in kept:
                    kept.append(made)
        if errors:
            raise Wrong(*errors)
        return kept

    return checked


def record(required: Mapping[str, Check], other: Mapping[str, Check]) -> Check:
    """An object with these keys and no others; ``required`` must be there and not be empty."""

    def check(path: str, value: Any, codes: Codes) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise Wrong(FieldError(path, "not_an_object", {"keys": [*required, *other]}))
        kept: dict[str, Any] = {}
        errors: list[FieldError] = []
        for key in value:
            if key not in required and key not in other:
                errors.append(FieldError(f"{path}.{key}", "unknown_field"))
        for key, inner in {**required, **other}.items():
            try:
                kept[key] = inner(f"{path}.{key}", value.get(key), codes)
            except Wrong as wrong:
                errors += wrong.errors
            else:
                if key in required and kept[key] in (None, ""):
                    errors.append(FieldError(f"{path}.{key}", "required"))
        if errors:
            raise Wrong(*errors)
        return kept

    return check


def number(path: str, value: Any, codes: Codes) -> int | float:
    """A finite number; a text that spells one will do."""
    if isinstance(value, str):
        try:
            value = float(value) if any(c in value for c in ".eE") else int(value)
        except ValueError:
            raise Wrong(FieldError(path, "not_a_number")) from None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Wrong(FieldError(path, "not_a_number"))
    return value


def fen(path: str, value: Any, codes: Codes) -> int:
    """An amount in whole fen, 0 or more."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Wrong(FieldError(path, "not_whole_fen"))
    if not 0 <= value <= FEN_MAX:
        raise Wrong(FieldError(path, "out_of_range", {"min": 0, "max": FEN_MAX}))
    return value


def day(path: str, value: Any, codes: Codes) -> date:
    """A calendar day from ``DAY_MIN`` to ``DAY_MAX``: a date, or its ISO 8601 text."""
    try:
        made = value if type(value) is date else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise Wrong(FieldError(path, "not_a_date", {"like": "2026-03-31"})) from None
    if not DAY_MIN <= made <= DAY_MAX:
        bounds = {"min": DAY_MIN.isoformat(), "max": DAY_MAX.isoformat()}
        raise Wrong(FieldError(path, "out_of_range", bounds))
    return made


def flag(path: str, value: Any, codes: Codes) -> bool:
    """True or false, nothing that merely looks so."""
    if not isinstance(value, bool):
        raise Wrong(FieldError(path, "not_a_flag"))
    return value


def phone(path: str, value: Any, codes: Codes) -> str:
    """A telephone number as people write it."""
    if not isinstance(value, str) or not _PHONE.match(value.strip()):
        raise Wrong(FieldError(path, "not_a_phone"))
    return value.strip()


def email(path: str, value: Any, codes: Codes) -> str:
    """An e-mail address by its outer shape; whether it is alive shows at delivery."""
    if not isinstance(value, str) or len(value) > 254 or not _EMAIL.match(value.strip()):
        raise Wrong(FieldError(path, "not_an_email"))
    return value.strip()


def certificate(path: str, value: Any, codes: Codes) -> dict[str, Any]:
    """A certificate asked for: its scheme and the least level (0: any). ``cmmi3`` means CMMI from level 3 on."""
    made = record({"code": code_of("certificates")}, {"level": optional(number)})(
        path, value, codes
    )
    entry = codes["certificates"][made["code"]]
    level = made["level"]
    if level is None:
        level = entry.extra.get("level", 0)
    return {"code": entry.parent or entry.code, "level": int(level)}


def key(path: str, value: Any, codes: Codes) -> int:
    """The key of a row: a positive whole number."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**63:
        raise Wrong(FieldError(path, "not_a_key"))
    return value
