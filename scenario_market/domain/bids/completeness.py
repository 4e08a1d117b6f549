"""What a bid must hold before it is handed in, each lack with its field. Pure.

Sources: the words of a bid in the contract of a 揭榜 (an answer to every metric, milestones with target and evidence
whose weights sum to 100, a budget that adds up), and the division of work of a 联合体.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scenario_market.domain.errors import FieldError

PROSE = ("approach", "impact", "capability", "statement")
WHOLE = 100  # percent


@dataclass(frozen=True)
class Asked:
    """What a call asks of every bid.

    :param metrics: its metrics: objects with ``key`` and ``is_mandatory``.
    :param term_months: how long the work may take, None: not fixed.
    :param ceiling_fen: the most that may be asked for, None: open.
    :param usccs: of the organisations of the bid, the lead's first.
    """

    metrics: Sequence[Mapping[str, Any]]
    term_months: int | None
    ceiling_fen: int | None
    usccs: Sequence[str]


def missing(answers: Mapping[str, Any], asked: Asked) -> list[FieldError]:
    """Every lack of a bid whose answers have their shape; none: it is complete."""
    found = [
        FieldError(f"{name}.text", "required")
        for name in PROSE
        if not answers[name].get("text", "").strip()
    ]
    found += _metrics(answers["metrics"], asked)
    found += _milestones(answers["milestones"], asked)
    found += _budget(answers["budget"], asked)
    found += _named(answers["cases"], "cases", ("title", "result"))
    if not answers["team"]:
        found.append(FieldError("team", "required"))
    found += _named(answers["team"], "team", ("name", "role"))
    found += [
        FieldError(f"team.{place}.organisation_uscc", "not_a_member")
        for place, one in enumerate(answers["team"])
        if one["organisation_uscc"] and one["organisation_uscc"] not in asked.usccs
    ]
    return [*found, *_division(answers["division"], asked.usccs)]


def _named(
    rows: Sequence[Mapping[str, Any]], section: str, fields: Collection[str]
) -> Iterator[FieldError]:
    for place, row in enumerate(rows):
        for field in fields:
            if row[field] in (None, ""):
                yield FieldError(f"{section}.{place}.{field}", "required")


def _metrics(rows: Sequence[Mapping[str, Any]], asked: Asked) -> Iterator[FieldError]:
    known = {one["key"]: one for one in asked.metrics}
    given = [row["key"] for row in rows]
    for place, row in enumerate(rows):
        if row["key"] not in known:
            params = {"value": row["key"], "nearest": sorted(known)}
            yield FieldError(f"metrics.{place}.key", "unknown_code", params)
        elif row["key"] in given[:place]:
            yield FieldError(f"metrics.{place}.key", "answered_twice", {"value": row["key"]})
        elif known[row["key"]].get("is_mandatory", True) and row["value"] is None:
            yield FieldError(f"metrics.{place}.value", "required")
        if not row["method"]:
            yield FieldError(f"metrics.{place}.method", "required")
    for key, metric in known.items():
        if key not in given:
            params = {"key": key, "name": metric.get("name", key)}
            yield FieldError("metrics", "metric_unanswered", params)


def _milestones(rows: Sequence[Mapping[str, Any]], asked: Asked) -> Iterator[FieldError]:
    if not rows:
        yield FieldError("milestones", "required")
        return
    yield from _named(rows, "milestones", ("title", "month", "target", "evidence", "weight"))
    for place, row in enumerate(rows):
        if row["weight"] == 0:
            yield FieldError(f"milestones.{place}.weight", "out_of_range", {"min": 1, "max": WHOLE})
        if asked.term_months and (row["month"] or 0) > asked.term_months:
            params = {"months": asked.term_months, "found": row["month"]}
            yield FieldError(f"milestones.{place}.month", "beyond_term", params)
    total = sum(row["weight"] or 0 for row in rows)
    if total != WHOLE:
        yield FieldError("milestones", "weights_not_100", {"found": total})


def _budget(budget: Mapping[str, Any], asked: Asked) -> Iterator[FieldError]:
    items = budget["items"]
    if not items:
        yield FieldError("budget.items", "required")
    yield from _named(items, "budget.items", ("name", "amount_fen"))
    for place, item in enumerate(items):
        if (item["own_fen"] or 0) > (item["amount_fen"] or 0):
            params = {"amount_fen": item["amount_fen"] or 0}
            yield FieldError(f"budget.items.{place}.own_fen", "above_amount", params)
    total = sum(item["amount_fen"] or 0 for item in items)
    if budget["total_fen"] != total:
        yield FieldError("budget.total_fen", "sum_differs", {"sum_fen": total})
    if asked.ceiling_fen is not None and total > asked.ceiling_fen:
        yield FieldError("budget.total_fen", "above_ceiling", {"ceiling_fen": asked.ceiling_fen})


def _division(rows: Sequence[Mapping[str, Any]], usccs: Sequence[str]) -> Iterator[FieldError]:
    """A consortium says who does what; who bids alone need not."""
    given = [row["organisation_uscc"] for row in rows]
    for place, uscc in enumerate(given):
        if uscc not in usccs:
            yield FieldError(f"division.{place}.organisation_uscc", "not_a_member")
        elif uscc in given[:place]:
            yield FieldError(
                f"division.{place}.organisation_uscc", "answered_twice", {"value": uscc}
            )
    if len(usccs) < 2 and not rows:
        return
    yield from _named(rows, "division", ("role", "share_percent"))
    for uscc in usccs:
        if uscc not in given:
            yield FieldError("division", "member_left_out", {"uscc": uscc})
    total = sum(row["share_percent"] or 0 for row in rows)
    if total != WHOLE:
        yield FieldError("division", "shares_not_100", {"found": total})
