"""What may stand in the register: checks of single fields. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from scenario_market.domain.checks import (
    Check,
    Codes,
    Wrong,
    code_of,
    day,
    flag,
    key,
    list_of,
    optional,
    text,
)
from scenario_market.domain.errors import FieldError, Invalid
from scenario_market.domain.parties import uscc

KINDS = ("employment", "advisory", "holding", "relation")


def kind(path: str, value: Any, codes: Codes) -> str:
    """The kind of a post or tie."""
    if value not in KINDS:
        shown = {"value": str(value)[:80], "nearest": list(KINDS)}
        raise Wrong(FieldError(path, "unknown_code", shown))
    return str(value)


def code(path: str, value: Any, codes: Codes) -> str:
    """A unified social credit code, normalised."""
    try:
        return uscc.check(str(value))
    except uscc.InvalidUscc as error:
        raise Wrong(FieldError(path, f"uscc_{error.rule}", dict(error.params))) from None


# What the expert keeps himself; the rest is the office's.
OWN: dict[str, Check] = {
    "title": text(80),
    "absent_from": optional(day),
    "absent_until": optional(day),
}
DATA: dict[str, Check] = OWN | {
    "fields": list_of(code_of("scenario_domains")),
    "is_finance": flag,
}
POST: dict[str, Check] = {
    "organisation_id": optional(key),
    "organisation_name": text(200),
    "uscc": optional(code),
    "kind": kind,
    "role": text(80),
    "starts_on": day,
    "ends_on": optional(day),
}


def checked(
    given: Mapping[str, Any],
    checks: Mapping[str, Check],
    codes: Codes,
    *,
    required: tuple[str, ...] = (),
) -> dict[str, Any]:
    """What is given, each value as it is kept.

    :raises Invalid: with every wrong, unknown or missing field.
    """
    kept: dict[str, Any] = {}
    errors = [FieldError(name, "unknown_field") for name in given if name not in checks]
    errors += [FieldError(name, "required") for name in required if given.get(name) in (None, "")]
    wrong = {error.field for error in errors}
    for name, value in given.items():
        if name in wrong:
            continue
        try:
            kept[name] = checks[name](name, value, codes)
        except Wrong as refused:
            errors += refused.errors
    if errors:
        raise Invalid(*errors)
    return kept


def check_order(first: date | None, last: date | None, name: str) -> None:
    """:raises Invalid: ``name``: the last day lies before the first."""
    if first is not None and last is not None and last < first:
        raise Invalid(FieldError(name, "before_start", {"starts_on": first.isoformat()}))
