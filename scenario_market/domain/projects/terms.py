"""The terms of a project: metrics, milestones, reward and tranches, as a pledge or a contract fixes them. Pure.

Every fault is named at once, with the field's path. Sources: weights of milestones sum to 100, each with target,
evidence and consequence.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from scenario_market.domain.checks import (
    Check,
    Codes,
    Wrong,
    check_form,
    code_of,
    fen,
    list_of,
    number,
    optional,
    record,
    text,
)
from scenario_market.domain.errors import FieldError, Invalid

MONTHS_MAX = 120
PROSE = text(5_000)
MOMENTS = ("pledge", "milestone", "acceptance")


def whole(low: int, high: int) -> Check:
    """A whole number within bounds."""

    def check(path: str, value: Any, codes: Codes) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise Wrong(FieldError(path, "not_a_number"))
        if not low <= value <= high:
            raise Wrong(FieldError(path, "out_of_range", {"min": low, "max": high}))
        return value

    return check


def moment(path: str, value: Any, codes: Codes) -> str:
    """When a tranche is released."""
    if value not in MOMENTS:
        shown = {"value": str(value)[:80], "nearest": list(MOMENTS)}
        raise Wrong(FieldError(path, "unknown_code", shown))
    return value


METRIC = record(
    {
        "key": text(80),
        "name": text(200),
        "operator": code_of("metric_operators"),
        "target": number,
    },
    {
        "baseline": optional(number),
        "unit": text(40),
        "method": text(2_000),
        "evidence": text(2_000),
    },
)
MILESTONE = record(
    {
        "title": text(200),
        "month": whole(0, MONTHS_MAX),
        "target": PROSE,
        "evidence": PROSE,
        "weight": whole(1, 100),
        "consequence": PROSE,
    },
    {},
)
TRANCHE = record(
    {"percent": whole(1, 100), "at": moment}, {"milestone": optional(whole(1, MONTHS_MAX))}
)
TERMS: Mapping[str, Check] = {
    "metrics": list_of(METRIC, unique=False),
    "milestones": list_of(MILESTONE, unique=False),
    "reward_fen": fen,
    "tranches": list_of(TRANCHE, unique=False),
}


def check(given: Mapping[str, Any], codes: Codes) -> dict[str, Any]:
    """The terms to keep; milestones stand in the order of their months.

    :param given: ``metrics``, ``milestones``, ``reward_fen``, ``tranches``.
    :raises Invalid: with every wrong field.
    """
    kept, errors = check_form(TERMS, given, codes)
    if not errors:
        kept["milestones"].sort(key=lambda milestone: milestone["month"])
        errors = faults(kept)
    if errors:
        raise Invalid(*errors)
    return kept


def faults(terms: Mapping[str, Any]) -> list[FieldError]:
    """What is wrong between the fields of terms."""
    milestones = terms["milestones"]
    found = [*weights(milestones)]
    keys = [metric["key"] for metric in terms["metrics"]]
    if not keys:
        found.append(FieldError("metrics", "required"))
    if len(set(keys)) < len(keys):
        found.append(FieldError("metrics", "repeated", {"keys": sorted(keys)}))
    shares = sum(tranche["percent"] for tranche in terms["tranches"])
    if terms["tranches"] and shares != 100:
        found.append(FieldError("tranches", "sum_not_100", {"found": shares}))
    for place, tranche in enumerate(terms["tranches"]):
        named = tranche["milestone"]
        if tranche["at"] == "milestone" and (named is None or named > len(milestones)):
            bounds = {"min": 1, "max": len(milestones)}
            found.append(FieldError(f"tranches.{place}.milestone", "out_of_range", bounds))
    return found


def weights(milestones: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    """Weights sum to 100."""
    if not milestones:
        return [FieldError("milestones", "required")]
    total = sum(milestone["weight"] for milestone in milestones)
    return [] if total == 100 else [FieldError("milestones", "sum_not_100", {"found": total})]
