"""The sections of a bid (揭榜书): their shape and their part. Pure.

A draft may be incomplete, yet what is in it has its shape; each fault names its field (``milestones.0.weight``). What
must be there before it is handed in says ``completeness.py``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scenario_market.domain.checks import (
    Check,
    Codes,
    Wrong,
    code_of,
    fen,
    list_of,
    number,
    optional,
    record,
    text,
)
from scenario_market.domain.errors import FieldError, Invalid

BLIND, OPEN = "blind", "open"
LONG, SHORT, NAME = text(60_000), text(4_000), text(200)


def whole(low: int, high: int) -> Check:
    """A whole number within bounds, both included."""

    def check(path: str, value: Any, codes: Codes) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise Wrong(FieldError(path, "not_a_whole_number"))
        if not low <= value <= high:
            raise Wrong(FieldError(path, "out_of_range", {"min": low, "max": high}))
        return value

    return check


@dataclass(frozen=True)
class Section:
    """One section.

    :param part: ``blind`` (暗标: scored first, under a pseudonym) or ``open`` (明标).
    :param check: its shape. :param zh: its name on screens.
    """

    part: str
    zh: str
    en: str
    check: Check


PROSE = record({}, {"text": LONG})
METRIC = record(
    {"key": text(80)},
    {
        "operator": optional(code_of("metric_operators")),
        "value": optional(number),
        "unit": text(40),
        "method": SHORT,
        "evidence": SHORT,
    },
)
MILESTONE = record(
    {},
    {
        "title": NAME,
        "month": optional(whole(1, 120)),
        "target": SHORT,
        "evidence": SHORT,
        "weight": optional(whole(0, 100)),
    },
)
ITEM = record({}, {"name": NAME, "amount_fen": optional(fen), "own_fen": optional(fen)})
BUDGET = record({}, {"items": list_of(ITEM, unique=False), "total_fen": optional(fen)})
CASE = record(
    {}, {"title": NAME, "client": NAME, "year": optional(whole(1990, 2100)), "result": SHORT}
)
MEMBER = record({}, {"name": text(80), "role": NAME, "field": NAME, "organisation_uscc": text(18)})
SHARE = record(
    {"organisation_uscc": text(18)}, {"role": NAME, "share_percent": optional(whole(0, 100))}
)

SECTIONS: Mapping[str, Section] = {
    "approach": Section(BLIND, "技术方案", "Approach", PROSE),
    "metrics": Section(BLIND, "指标响应", "Metrics", list_of(METRIC, unique=False)),
    "milestones": Section(
        BLIND, "实施计划与里程碑", "Milestones", list_of(MILESTONE, unique=False)
    ),
    "budget": Section(BLIND, "经费预算", "Budget", BUDGET),
    "impact": Section(BLIND, "预期成效与推广", "Impact", PROSE),
    "capability": Section(OPEN, "实施能力", "Capability", PROSE),
    "cases": Section(OPEN, "案例", "Cases", list_of(CASE, unique=False)),
    "team": Section(OPEN, "团队", "Team", list_of(MEMBER, unique=False)),
    "division": Section(OPEN, "联合体分工", "Division of work", list_of(SHARE, unique=False)),
    "statement": Section(OPEN, "承诺声明", "Statement", PROSE),
}


def parts(part: str) -> Sequence[str]:
    """The names of the sections of a part, in their order."""
    return [name for name, section in SECTIONS.items() if section.part == part]


def empty(name: str, codes: Codes) -> Any:
    """What a section holds before anybody wrote in it."""
    section = SECTIONS[name]
    return section.check(name, None if section.check in LISTS else {}, codes)


def checked(answers: Mapping[str, Any], codes: Codes) -> dict[str, Any]:
    """Answers by section, each in its shape.

    :raises Invalid: with every fault, and every section that there is not.
    """
    kept: dict[str, Any] = {}
    errors: list[FieldError] = []
    for name, answer in answers.items():
        if name not in SECTIONS:
            errors.append(FieldError(f"sections.{name}", "unknown_field"))
            continue
        try:
            kept[name] = SECTIONS[name].check(name, answer, codes)
        except Wrong as wrong:
            errors += wrong.errors
    if errors:
        raise Invalid(*errors)
    return kept


LISTS = frozenset(
    SECTIONS[name].check for name in ("metrics", "milestones", "cases", "team", "division")
)
