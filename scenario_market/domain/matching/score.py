"""The score: a sum of named contributions in whole milli-points, 0..100000.

    text       = most · (best% · B + (100 - best%) · W) // 100, of what a perfect profile would get
                 B = coverage by the declared part with the best single passage, W = by everything;
                 coverage = Σ weight · g / Σ weight over the need's terms, g = tf' / (tf' + 1.2),
                 tf' = Σ over fields times · tf / (.25 + .75 · length / mean length), times = 3 for
                 the declared part (BM25F: Robertson, Zaragoza, Taylor 2004; coverage: own)
    capability = most · service types met // asked;   industry, domain, honour alike
    district   = most if the provider serves one of the need's districts

Everything is an integer, so that neither the order of summation nor the processor matters.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .building import IMPACT_ONE
from .index import Segment
from .pool import Lookup
from .query import Query
from .requirements import Standing, failed, findings
from .tags import WORD_BITS
from .weights import CONTRIBUTIONS, Weights

NO_PASSAGE = -1
_POSTINGS = 1 << 20  # worked on at a time
DECLARED = CONTRIBUTIONS[1:]


@dataclass(frozen=True)
class Group:
    """Providers whose codes meet the same items: `met` are places in the query's `asked`."""

    met: frozenset[int]
    points: dict[str, int]
    eligible: bool


@dataclass(frozen=True)
class Scored:
    """Rows of a segment with score and parts; `group` is a number in `groups` for each row.

    `best` is the number of the unit (2, 3 ... within its row) whose passage fits best, NO_PASSAGE
    where none adds anything to the declared part, and
    `covered` is the coverage by it and by everything, both not yet divided by 4096 · total.
    """

    groups: list[Group]
    group: np.ndarray
    eligible: np.ndarray
    text: np.ndarray
    score: np.ndarray
    best: np.ndarray
    covered: tuple[np.ndarray, np.ndarray]


def score(segment: Segment, query: Query, lookup: Lookup, weights: Weights, today: int) -> Scored:
    """Score every row, with the codes valid on this day (an ordinal)."""
    group, groups = grouped(segment, query, lookup.bits, weights, today)
    declared = np.array([sum(one.points.values()) for one in groups], dtype=np.int64)
    passes = np.array([one.eligible for one in groups], dtype=bool)
    by_best, by_whole, best = _coverage(segment, lookup.weights)
    share = weights.best_percent
    blend = share * by_best + (100 - share) * by_whole
    text = weights.text * blend // (100 * IMPACT_ONE * query.total)
    eligible = passes[group] & _standing(segment, query)
    return Scored(groups, group, eligible, text, text + declared[group], best, (by_best, by_whole))


def _coverage(segment: Segment, table: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Σ weight · impact by the best passage and by everything, and which passage that is."""
    by_best, by_whole, best_unit = np.zeros((3, len(segment)), dtype=np.int64)
    bounds = segment.post_at[segment.unit_at]  # first posting of each row
    low, rows = 0, len(segment)
    while low < rows:
        high = int(np.searchsorted(bounds, bounds[low] + _POSTINGS, side="right")) - 1
        high = min(max(high, low + 1), rows)
        unit_at = segment.unit_at[low : high + 1]
        post_at = segment.post_at[unit_at[0] : unit_at[-1] + 1]
        span = slice(int(post_at[0]), int(post_at[-1]))
        values = table[segment.term[span]] * segment.impact[span]
        sums = np.add.reduceat(values, post_at[:-1] - post_at[0])
        first = unit_at[:-1] - unit_at[0]
        base, whole = sums[first], sums[first + 1]
        sums[first] = sums[first + 1] = -1
        best = np.maximum.reduceat(sums, first)
        by_best[low:high], by_whole[low:high] = base + best, base + whole
        at = np.flatnonzero(sums == np.repeat(best, np.diff(unit_at)))
        at = at[np.searchsorted(at, first)]
        best_unit[low:high] = np.where(best > 0, at - first, NO_PASSAGE)
        low = high
    return by_best, by_whole, best_unit


def masks(segment: Segment, tables: list[np.ndarray], today: int) -> list[np.ndarray]:
    """The items that each row meets with codes valid on this day, 62 bits at a time."""
    valid = segment.until >= today
    found = []
    for table in tables:
        bits = np.where(valid, table[segment.tag], 0)
        sums = np.zeros(len(segment), dtype=np.int64)
        sizes = np.diff(segment.tag_at)
        some = np.flatnonzero(sizes)
        if some.size:
            sums[some] = np.bitwise_or.reduceat(bits, segment.tag_at[some])
        found.append(sums)
    return found


def met(words: list[int]) -> frozenset[int]:
    """The places of the set bits."""
    return frozenset(
        WORD_BITS * number + place
        for number, word in enumerate(words)
        for place in range(WORD_BITS)
        if word >> place & 1
    )


def grouped(
    segment: Segment, query: Query, tables: list[np.ndarray], weights: Weights, today: int
) -> tuple[np.ndarray, list[Group]]:
    words = masks(segment, tables, today)
    inverse = np.zeros(len(segment), dtype=np.int64)
    for word in words:
        values, number = np.unique(word, return_inverse=True)
        inverse = np.unique(inverse * values.size + number, return_inverse=True)[1]
    _, first, inverse = np.unique(inverse, return_index=True, return_inverse=True)
    return inverse, [
        group(query, met([int(word[row]) for word in words]), weights) for row in first
    ]


def group(query: Query, held: frozenset[int], weights: Weights) -> Group:
    """What follows from the codes alone: points, and whether the rules about codes are met."""
    points = {}
    for name in DECLARED:
        places = [place for place, item in enumerate(query.asked) if item.use == name]
        hits = sum(place in held for place in places)
        most = getattr(weights, name)
        if name == "district":
            points[name] = most if hits else 0
        else:
            points[name] = most * hits // len(places) if places else 0
    found = findings(query.need, query.asked, held, Standing(True, owner=False, excluded=False))
    return Group(held, points, not failed(found))


def _standing(segment: Segment, query: Query) -> np.ndarray:
    """Rows that are alive, admitted and neither owner nor excluded."""
    passes = segment.alive & segment.admitted
    owners, out = query.need.excluded_organisation_ids, query.need.excluded_provider_ids
    if owners:
        passes &= np.array([one not in owners for one in segment.organisations], dtype=bool)
    if out:
        passes &= np.array([one not in out for one in segment.ids], dtype=bool)
    return passes
