"""Hints for the chair before the panel deliberates: single scores far off, and members who score high or low. Pure.

A hint is a question to ask, never a correction: no score is changed or left out because of one.

    outlier:  |s(m, c) - median of the others' s(·, c)| ≥ ``points`` on one bid and criterion
    leniency: mean over all bids of (sheet(m) - median of the others' sheets) ≥ ``points`` (severity: ≤ -points)
    flat:     a member gives every bid the same scores, while the others do not
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from scenario_market.domain.evaluation.aggregate import Scores, weighted
from scenario_market.domain.programmes.values import Programme

# member → bid → criterion → score
Sheets = Mapping[str, Mapping[str, Scores]]


@dataclass(frozen=True)
class Hint:
    """One thing to look at.

    :param kind: ``outlier``, ``lenient``, ``severe`` or ``flat``. :param by: how far off, in points.
    """

    kind: str
    member: str
    bid: str | None = None
    criterion: str | None = None
    by: Fraction = Fraction(0)


def hints(
    sheets: Sheets, rules: Programme, *, outlier_points: int, leniency_points: int
) -> list[Hint]:
    """Every hint, members and bids in order of their names; none where fewer than three members scored."""
    if len(sheets) < 3:
        return []
    return [
        *_outliers(sheets, rules, outlier_points),
        *_leanings(sheets, rules, leniency_points),
        *_flat(sheets),
    ]


def _mean(values: Sequence[Fraction | int]) -> Fraction:
    return Fraction(sum(values, Fraction(0))) / len(values)


def _outliers(sheets: Sheets, rules: Programme, points: int) -> list[Hint]:
    found = []
    for member in sorted(sheets):
        others = [one for name, one in sheets.items() if name != member]
        for bid in sorted(sheets[member]):
            for criterion in rules.criteria:
                code = criterion.code
                middle = median([Fraction(one[bid][code]) for one in others])
                off = sheets[member][bid][code] - middle
                if abs(off) >= points:
                    found.append(Hint("outlier", member, bid, code, off))
    return found


def _leanings(sheets: Sheets, rules: Programme, points: int) -> list[Hint]:
    totals = {
        member: {bid: weighted(scores, rules) for bid, scores in one.items()}
        for member, one in sheets.items()
    }
    found = []
    for member in sorted(totals):
        others = [one for name, one in totals.items() if name != member]
        offs = [own - median([one[bid] for one in others]) for bid, own in totals[member].items()]
        off = _mean(offs)
        if abs(off) >= points:
            found.append(Hint("lenient" if off > 0 else "severe", member, by=off))
    return found


def _flat(sheets: Sheets) -> list[Hint]:
    flat = [
        member
        for member, one in sorted(sheets.items())
        if len(one) > 1 and len({tuple(sorted(scores.items())) for scores in one.values()}) == 1
    ]
    return [] if len(flat) == len(sheets) else [Hint("flat", member) for member in flat]
