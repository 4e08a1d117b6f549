"""From sheets to totals, in exact arithmetic: nothing is rounded before it is shown. Pure.

For one bid, let s(m, c) be member m's score of criterion c, 0 to 100, and w(c) the weights, which sum to 100.

    sheet(m) = Σ w(c) s(m, c) / 100
    mean(c)  = mean of s(m, c) over the sheets that count
    total    = Σ w(c) mean(c) / 100

Under ``mean`` all sheets count; under ``trimmed_mean`` all but the ``trim`` highest and the ``trim`` lowest by
sheet(m). Of equal sheets the one with the higher scores in the order of the criteria counts as the higher, so that
nothing depends on the order in which sheets were stored. A bid passes with total ≥ pass mark and
mean(c) ≥ the mark of every criterion that has one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from scenario_market.domain.programmes.values import Programme

Scores = Mapping[str, int]  # criterion → score


class TooFewSheets(ValueError):
    """Trimming would leave no sheet."""


@dataclass(frozen=True)
class Result:
    """What a bid came to.

    :param means: criterion → its mean. :param failed: criteria whose mark is missed, and ``total``, in that order.
    :param used: how many sheets count.
    """

    total: Fraction
    means: Mapping[str, Fraction]
    failed: tuple[str, ...]
    used: int

    @property
    def passes(self) -> bool:
        return not self.failed


def weighted(scores: Mapping[str, int | Fraction], rules: Programme) -> Fraction:
    """Σ w(c) s(c) / 100. :raises KeyError: a criterion has no score."""
    return sum((Fraction(c.weight, 100) * scores[c.code] for c in rules.criteria), Fraction(0))


def counting(sheets: Sequence[Scores], rules: Programme) -> Sequence[Scores]:
    """The sheets that count, lowest first.

    :raises TooFewSheets: none would be left.
    """
    cut = rules.trim if rules.aggregation == "trimmed_mean" else 0
    if len(sheets) <= 2 * cut:
        raise TooFewSheets(f"{len(sheets)} sheets, {cut} cut at either end")
    codes = [criterion.code for criterion in rules.criteria]
    ranked = sorted(sheets, key=lambda one: (weighted(one, rules), [one[code] for code in codes]))
    return ranked[cut : len(ranked) - cut]


def result(sheets: Sequence[Scores], rules: Programme) -> Result:
    """What the sheets of one bid come to, whatever their order.

    :raises TooFewSheets: trimming leaves none. :raises KeyError: a sheet lacks a criterion.
    """
    kept = counting(sheets, rules)
    means = {
        criterion.code: Fraction(sum(one[criterion.code] for one in kept), len(kept))
        for criterion in rules.criteria
    }
    total = weighted(means, rules)
    failed = [
        c.code for c in rules.criteria if c.pass_mark is not None and means[c.code] < c.pass_mark
    ]
    if total < rules.pass_mark:
        failed.append("total")
    return Result(total, means, tuple(failed), len(kept))


def exact(value: Fraction) -> str:
    """As it is kept: ``"83"`` or ``"250/3"``."""
    return str(value)


def shown(value: Fraction | str, places: int = 2) -> str:
    """As it is read: rounded half up, for reading alone; two that look equal need not be."""
    value = Fraction(value)
    scaled = Decimal(value.numerator) / Decimal(value.denominator)
    return str(scaled.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))
