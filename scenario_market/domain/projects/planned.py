"""What a change of the plan may hold, and what it would change. Pure.

Milestones by number (date, title, target, evidence, consequence, weight), metrics by key (target). Only what is open,
or was missed and gets a new date, can change; the weights sum to 100 afterwards too.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from scenario_market.domain.checks import (
    Check,
    Codes,
    Wrong,
    day,
    list_of,
    number,
    record,
    text,
)
from scenario_market.domain.errors import FieldError, Invalid
from scenario_market.domain.projects.states import OPEN, MilestoneState
from scenario_market.domain.projects.terms import PROSE, whole

FIELDS: Mapping[str, Check] = {
    "due_on": day,
    "title": text(200),
    "target": PROSE,
    "evidence": PROSE,
    "consequence": PROSE,
    "weight": whole(1, 100),
}
NUMBER = whole(1, 1000)
METRICS = list_of(record({"key": text(80), "target": number}, {}), unique=False)
Plan = Mapping[str, Any]


def checked(
    given: Mapping[str, Any],
    codes: Codes,
    *,
    plan: Plan,
    states: Mapping[int, str],
    today: date,
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The change to keep, and what it would change: objects with path, before and after.

    :param plan: as ``plans.content`` tells it. :param states: milestone number → its state.
    :raises Invalid: with every wrong field.
    """
    unknown = [name for name in given if name not in {"milestones", "metrics"}]
    errors = [FieldError(name, "unknown_field") for name in unknown]
    milestones = _milestones(given.get("milestones"), codes, plan, states, today, errors)
    metrics = _metrics(given.get("metrics"), codes, plan, errors)
    if errors:
        raise Invalid(*errors)
    kept = {"milestones": milestones, "metrics": metrics}
    after = changed(plan, kept)
    total = sum(one["weight"] for one in after["milestones"])
    if total != 100:
        raise Invalid(FieldError("milestones", "sum_not_100", {"found": total}))
    return kept, differences(plan, after)


def _milestones(
    given: Any,
    codes: Codes,
    plan: Plan,
    states: Mapping[int, str],
    today: date,
    errors: list[FieldError],
) -> list[dict[str, Any]]:
    if given is None:
        return []
    if not isinstance(given, list | tuple):
        errors.append(FieldError("milestones", "not_a_list"))
        return []
    kept: list[dict[str, Any]] = []
    for place, one in enumerate(given):
        path = f"milestones.{place}"
        try:
            made = _milestone(path, one, codes)
        except Wrong as wrong:
            errors += wrong.errors
            continue
        errors += _refused(path, made, states, today)
        if made["number"] in {other["number"] for other in kept}:
            errors.append(FieldError(path, "repeated"))
        kept.append(made)
    return kept


def _milestone(path: str, value: Any, codes: Codes) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise Wrong(FieldError(path, "not_an_object", {"keys": ["number", *FIELDS]}))
    named = {name: check for name, check in FIELDS.items() if value.get(name) is not None}
    unknown = [name for name in value if name != "number" and name not in FIELDS]
    if unknown:
        raise Wrong(*(FieldError(f"{path}.{name}", "unknown_field") for name in unknown))
    shape = record({"number": NUMBER, **named}, {})
    made = shape(path, {name: value.get(name) for name in ("number", *named)}, codes)
    if "due_on" in made:
        made["due_on"] = made["due_on"].isoformat()
    return made


def _refused(
    path: str, made: Mapping[str, Any], states: Mapping[int, str], today: date
) -> list[FieldError]:
    state = states.get(made["number"])
    if state is None:
        bounds = {"min": 1, "max": max(states, default=1)}
        return [FieldError(f"{path}.number", "out_of_range", bounds)]
    redated = "due_on" in made
    if state not in OPEN and not (state == MilestoneState.MISSED and redated):
        return [FieldError(path, "milestone_closed")]
    if redated and made["due_on"] <= today.isoformat():
        return [FieldError(f"{path}.due_on", "date_passed", {"today": today.isoformat()})]
    return []


def _metrics(
    given: Any, codes: Codes, plan: Plan, errors: list[FieldError]
) -> list[dict[str, Any]]:
    try:
        kept: list[dict[str, Any]] = METRICS("metrics", given, codes)
    except Wrong as wrong:
        errors += wrong.errors
        return []
    known = [metric["key"] for metric in plan["metrics"]]
    for place, one in enumerate(kept):
        if one["key"] not in known:
            shown = {"value": one["key"], "nearest": known}
            errors.append(FieldError(f"metrics.{place}.key", "unknown_code", shown))
    return kept


def changed(plan: Plan, kept: Mapping[str, Any]) -> dict[str, Any]:
    """The plan with a change made."""
    of_milestone = {one["number"]: one for one in kept["milestones"]}
    of_metric = {one["key"]: one for one in kept["metrics"]}
    return {
        "milestones": [one | of_milestone.get(one["number"], {}) for one in plan["milestones"]],
        "metrics": [one | of_metric.get(one["key"], {}) for one in plan["metrics"]],
    }


def differences(before: Plan, after: Plan) -> list[dict[str, Any]]:
    """Each value that differs: its path (``milestones.2.due_on``, ``metrics.miss_rate.target``), before and after."""
    found = []
    for noun, name in (("milestones", "number"), ("metrics", "key")):
        for old, new in zip(_rows(before, noun), _rows(after, noun), strict=True):
            found += [
                {"path": f"{noun}.{old[name]}.{field}", "before": old[field], "after": new[field]}
                for field in old
                if old[field] != new[field]
            ]
    return found


def _rows(plan: Plan, noun: str) -> Sequence[Mapping[str, Any]]:
    rows: Sequence[Mapping[str, Any]] = plan[noun]
    return rows
