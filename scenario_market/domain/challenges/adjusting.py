"""What a call may set otherwise than its programme: weights, marks, winners. Pure.

Source: approval needs weights summing to 100, a pass mark, a panel with one chair, a tie rule, a minimum of bids, one
or several winners, the length of the notice (docs/challenges.md). What is not adjusted stands in the programme.
"""

from collections.abc import Mapping
from typing import Any

from scenario_market.domain.errors import FieldError, Invalid
from scenario_market.domain.programmes.values import Programme, programme

# name → least and greatest value
NUMBERS = {
    "pass_mark": (1, 100),
    "bids_min": (1, 20),
    "winners": (1, 5),
    "reserves": (0, 5),
    "gate_milestone": (1, 20),
    "notice_days": (3, 30),
}
FLAGS = ("race",)
WHOLE = 100


def check(given: Mapping[str, Any], base: Programme) -> dict[str, Any]:
    """The adjustments to keep; None takes one back.

    :param given: numbers and flags by name, and ``criteria``: objects with code, weight and pass_mark.
    :raises Invalid: with every fault, under ``rules.``.
    """
    kept: dict[str, Any] = {}
    errors: list[FieldError] = []
    for name, value in given.items():
        path = f"rules.{name}"
        if value is None and name in (*NUMBERS, *FLAGS, "criteria"):
            continue
        if name in NUMBERS:
            low, high = NUMBERS[name]
            errors += _whole(path, value, low, high)
        elif name in FLAGS:
            errors += [] if isinstance(value, bool) else [FieldError(path, "not_a_flag")]
        elif name == "criteria":
            errors += _criteria(path, value, base)
        else:
            errors.append(FieldError(path, "unknown_field"))
        kept[name] = value
    if errors:
        raise Invalid(*errors)
    return kept


def _whole(path: str, value: Any, low: int, high: int) -> list[FieldError]:
    if isinstance(value, bool) or not isinstance(value, int):
        return [FieldError(path, "not_a_number")]
    if not low <= value <= high:
        return [FieldError(path, "out_of_range", {"min": low, "max": high})]
    return []


def _criteria(path: str, value: Any, base: Programme) -> list[FieldError]:
    if not isinstance(value, list):
        return [FieldError(path, "not_a_list")]
    known = [one.code for one in base.criteria]
    errors: list[FieldError] = []
    for place, one in enumerate(value):
        at = f"{path}.{place}"
        if not isinstance(one, Mapping) or set(one) - {"code", "weight", "pass_mark"}:
            keys = ["code", "weight", "pass_mark"]
            errors.append(FieldError(at, "not_an_object", {"keys": keys}))
            continue
        if one.get("code") not in known:
            shown = {"value": str(one.get("code"))[:80], "nearest": known}
            errors.append(FieldError(f"{at}.code", "unknown_code", shown))
        errors += _whole(f"{at}.weight", one.get("weight"), 0, WHOLE)
        if one.get("pass_mark") is not None:
            errors += _whole(f"{at}.pass_mark", one["pass_mark"], 0, WHOLE)
    codes = [str(one.get("code")) for one in value if isinstance(one, Mapping)]
    if not errors and sorted(codes) != sorted(known):
        errors.append(FieldError(path, "criteria_incomplete", {"nearest": known}))
    return errors


def applied(base: Programme, adjustments: Mapping[str, Any]) -> Programme:
    """The programme as it holds for a call with these checked adjustments."""
    values = base.kept()
    for name, value in adjustments.items():
        if name == "criteria":
            weights = {one["code"]: one for one in value}
            values["criteria"] = [
                one
                | {"weight": weights[one["code"]]["weight"]}
                | {"pass_mark": weights[one["code"]].get("pass_mark", one["pass_mark"])}
                for one in values["criteria"]
            ]
        elif name == "notice_days":
            values["notice"] = values["notice"] | {"days": value}
        else:
            values[name] = value
    return programme(values)


def faults(one: Programme) -> list[FieldError]:
    """What keeps a call from going further under these rules."""
    weights = sum(criterion.weight for criterion in one.criteria)
    errors = []
    if weights != WHOLE:
        errors.append(FieldError("rules.criteria", "weights_sum", {"found": weights}))
    if one.race and one.winners < 2:
        errors.append(FieldError("rules.winners", "race_needs_winners"))
    if one.race and one.gate_milestone is None:
        errors.append(FieldError("rules.gate_milestone", "required"))
    if one.bids_min < one.winners:
        least = {"minimum": one.winners}
        errors.append(FieldError("rules.bids_min", "fewer_than_winners", least))
    return errors
