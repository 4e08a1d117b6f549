"""Changing a pledge while it is negotiated: what may be changed, what must hold afterwards, what is weaker. Pure.

Rules: weights of milestones sum to 100, each has target, evidence and consequence (domain.md, project); a metric may
not fall below what was called for or bid unless office and owner agree with a reason.
"""

import copy
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from scenario_market.domain.errors import FieldError, Invalid
from scenario_market.domain.pledges.document import Document
from scenario_market.domain.programmes.templates import PledgeTemplate

METRIC = ("value", "method", "evidence")
MILESTONE = ("title", "month", "target", "evidence", "weight", "consequence")
TEXT_MAX, TITLE_MAX = 2000, 200
MILESTONES_MAX = 40
ASCENDING = {"ge", "gt"}
DESCENDING = {"le", "lt"}


def apply(
    document: Document, wanted: Mapping[str, Any], *, template: PledgeTemplate
) -> tuple[Document, list[dict[str, Any]]]:
    """A document with fields changed, and what differs: ``{"field", "old", "new"}`` for each.

    :param wanted: field → new value: ``metrics.<key>.value`` (method, evidence), ``milestones`` (the whole list),
        ``clauses.<code>`` of a negotiable clause, ``special_terms``.
    :raises Invalid: unknown or fixed fields, values of a wrong kind, rules that no longer hold; nothing changed.
    """
    changed, errors = copy.deepcopy(document), []
    for field, value in wanted.items():
        errors += _put(changed, field, value, template)
    if not errors:
        errors = faults(changed)
    if errors:
        raise Invalid(*errors)
    differs = list(difference(document, changed))
    if not differs:
        raise Invalid(FieldError("changes", "nothing_proposed"))
    return changed, differs


def _put(document: Document, field: str, value: Any, template: PledgeTemplate) -> list[FieldError]:
    name, _, rest = field.partition(".")
    if field == "special_terms":
        document["special_terms"] = value
        return _text(field, value, required=False)
    if field == "milestones":
        document["milestones"] = value
        return _milestone_shapes(value)
    if name == "metrics":
        return _put_metric(document, field, rest, value)
    if name == "clauses":
        return _put_clause(document, field, rest, value, template)
    return [FieldError(f"changes.{field}", "not_negotiable")]


def _put_metric(document: Document, field: str, rest: str, value: Any) -> list[FieldError]:
    key, _, leaf = rest.rpartition(".")
    row = next((one for one in document["metrics"] if one["key"] == key), None)
    if row is None or leaf not in METRIC:
        return [FieldError(f"changes.{field}", "not_negotiable")]
    row[leaf] = value
    if leaf == "value":
        return [] if _is_number(value) else [FieldError(f"changes.{field}", "not_a_number")]
    return _text(f"changes.{field}", value)


def _put_clause(
    document: Document, field: str, code: str, value: Any, template: PledgeTemplate
) -> list[FieldError]:
    free = {clause.code for clause in template.clauses if clause.is_negotiable}
    row = next((one for one in document["clauses"] if one["code"] == code), None)
    if row is None or code not in free:
        return [FieldError(f"changes.{field}", "not_negotiable")]
    row["text"] = value
    return _text(f"changes.{field}", value)


def _text(
    field: str, value: Any, *, required: bool = True, limit: int = TEXT_MAX
) -> list[FieldError]:
    if not isinstance(value, str):
        return [FieldError(field, "not_a_text")]
    if required and not value.strip():
        return [FieldError(field, "required")]
    if len(value) > limit:
        return [FieldError(field, "pledged_text_too_long", {"limit": limit})]
    return []


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _milestone_shapes(rows: Any) -> list[FieldError]:
    if not isinstance(rows, list) or not 1 <= len(rows) <= MILESTONES_MAX:
        return [FieldError("milestones", "milestones_wrong", {"limit": MILESTONES_MAX})]
    errors = []
    for place, row in enumerate(rows):
        at = f"milestones.{place}"
        if not isinstance(row, dict) or set(row) != set(MILESTONE):
            errors.append(FieldError(at, "milestone_fields", {"known": list(MILESTONE)}))
            continue
        for name in ("month", "weight"):
            if not isinstance(row[name], int) or isinstance(row[name], bool):
                errors.append(FieldError(f"{at}.{name}", "not_a_number"))
        errors += _text(f"{at}.title", row["title"], limit=TITLE_MAX)
        for name in ("target", "evidence", "consequence"):
            errors += _text(f"{at}.{name}", row[name])
    return errors


def faults(document: Mapping[str, Any]) -> list[FieldError]:
    """Rules that a document of sound shape breaks; each names its field."""
    errors = []
    rows = document["milestones"]
    weights = sum(row["weight"] for row in rows)
    if weights != 100 or any(row["weight"] < 1 for row in rows):
        errors.append(FieldError("milestones", "pledged_weights", {"sum": weights}))
    months = [row["month"] for row in rows]
    if any(later <= earlier for earlier, later in pairwise(months)):
        errors.append(FieldError("milestones", "months_not_ascending", {"months": months}))
    term = document["term_months"]
    for place, month in enumerate(months):
        if not 1 <= month <= term:
            error = FieldError(f"milestones.{place}.month", "outside_term", {"term_months": term})
            errors.append(error)
    return [*errors, *_unreleasable(document)]


def _unreleasable(document: Mapping[str, Any]) -> Iterable[FieldError]:
    """A part of the reward may hang on a milestone: that one must stay."""
    last = len(document["milestones"])
    for part in document["money"]["tranches"]:
        if part["milestone"] is not None and part["milestone"] > last:
            params = {"milestone": part["milestone"], "count": last}
            yield FieldError("milestones", "tranche_without_milestone", params)


def difference(old: Any, new: Any, path: str = "") -> Iterable[dict[str, Any]]:
    """What differs between two documents, leaf by leaf; a place that only one of them has holds None in the other."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in sorted({*old, *new}):
            yield from difference(old.get(name), new.get(name), _join(path, name))
    elif isinstance(old, list) and isinstance(new, list):
        for place in range(max(len(old), len(new))):
            step = _step(old, new, place)
            yield from difference(_at(old, place), _at(new, place), _join(path, step))
    elif old != new:
        yield {"field": path, "old": old, "new": new}


def _step(old: Sequence[Any], new: Sequence[Any], place: int) -> str:
    """Rows that have a key or code are named by it, others by their place."""
    row = _at(old, place) or _at(new, place)
    named = row.get("key") or row.get("code") if isinstance(row, dict) else None
    return str(named if named is not None else place)


def _at(rows: Sequence[Any], place: int) -> Any:
    return rows[place] if place < len(rows) else None


def _join(path: str, step: str) -> str:
    return f"{path}.{step}" if path else step


def weaker(metrics: Iterable[Mapping[str, Any]]) -> list[str]:
    """Keys of metrics that are pledged below what was called for or bid."""
    return [
        row["key"]
        for row in metrics
        if any(_is_below(row["operator"], row[name], row["value"]) for name in ("called", "bid"))
    ]


def _is_below(operator: str, reference: Any, value: Any) -> bool:
    if not _is_number(reference):
        return False
    if operator in ASCENDING:
        return value < reference
    if operator in DESCENDING:
        return value > reference
    return value != reference
