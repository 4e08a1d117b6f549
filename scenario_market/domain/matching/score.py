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

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .building import IMPACT_ONE
from .index import Segment
from .pool import Lookup
from .query import Query
from .requirements import PASSES, failed, findings
from .tags import WORD_BITS
from .weights import CONTRIBUTIONS, Weights

NO_PASSAGE = -1
_POSTINGS = 1 << 18  # worked on at a time
DECLARED = CONTRIBUTIONS[1:]


@dataclass(frozen=True)
class Group:
    """Providers whose codes meet the same items: `met` are places in the query's `asked`."""

    met: frozenset[int]
    points: dict[str, int]
    eligible: bool


class Hits(NamedTuple):
    """The postings that the need asks for: the term's place in the query, the impact, each unit's range in both."""

    column: np.ndarray
    impact: np.ndarray
    at: np.ndarray


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
    hits: Hits


def score(segment: Segment, query: Query, lookup: Lookup, weights: Weights, today: int) -> Scored:
    """Score every row, with the codes valid on this day (an ordinal)."""
    group, groups = grouped(segment, query, lookup.bits, weights, today)
    declared = np.array([sum(one.points.values()) for one in groups], dtype=np.int64)
    passes = np.array([one.eligible for one in groups], dtype=bool)
    hits, sums = _hits(segment, query, lookup)
    by_best, by_whole, best = _coverage(segment, sums)
    share = weights.best_percent
    blend = share * by_best + (100 - share) * by_whole
    text = weights.text * blend // (100 * IMPACT_ONE * query.total)
    eligible = passes[group] & _standing(segment, query)
    covered = (by_best, by_whole)
    return Scored(groups, group, eligible, text, text + declared[group], best, covered, hits)


def _hits(segment: Segment, query: Query, lookup: Lookup) -> tuple[Hits, np.ndarray]:
    """The postings asked for, and each unit's Σ weight · impact.

    On the others, most of them, only a look into a small table is spent.
    """
    found, at, sums, known = [], [np.zeros(1, dtype=np.int64)], [], 0
    for post_at in _blocks(segment):
        span = slice(int(post_at[0]), int(post_at[-1]))
        term = segment.term[span]
        hit = np.flatnonzero(lookup.asked[term])
        column, impact = lookup.columns[term[hit]], segment.impact[span][hit]
        bounds = np.searchsorted(hit, post_at - post_at[0])
        total = np.zeros(hit.size + 1, dtype=np.int64)
        np.cumsum(query.weight[column] * impact, out=total[1:])
        sums.append(np.diff(total[bounds]))
        found.append((column, impact))
        at.append(bounds[1:] + known)
        known += hit.size
    columns = [np.zeros(0, dtype=np.int32), *(column for column, _ in found)]
    impacts = [np.zeros(0, dtype=np.uint16), *(impact for _, impact in found)]
    hits = Hits(np.concatenate(columns), np.concatenate(impacts), np.concatenate(at))
    return hits, np.concatenate([np.zeros(0, dtype=np.int64), *sums])


def _blocks(segment: Segment) -> Iterator[np.ndarray]:
    """The bounds of the units of some rows at a time, few enough for the processor's cache."""
    bounds = segment.post_at[segment.unit_at]  # first posting of each row
    low, rows = 0, len(segment)
    while low < rows:
        high = int(np.searchsorted(bounds, bounds[low] + _POSTINGS, side="right")) - 1
        high = min(max(high, low + 1), rows)
        yield segment.post_at[segment.unit_at[low] : segment.unit_at[high] + 1]
        low = high


def _coverage(segment: Segment, sums: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Each row's sum by the declared part with the best passage and with everything, and which passage that is.

    :param sums: those of all units; they are overwritten.
    """
    if not len(segment):
        return sums, sums, sums
    first = segment.unit_at[:-1]
    base, whole = sums[first], sums[first + 1]
    sums[first] = sums[first + 1] = -1
    best = np.maximum.reduceat(sums, first)
    at = np.flatnonzero(sums == np.repeat(best, np.diff(segment.unit_at)))
    at = at[np.searchsorted(at, first)]
    return base + best, base + whole, np.where(best > 0, at - first, NO_PASSAGE)


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
    found = findings(query.need, query.asked, held, PASSES)
    return Group(held, points, not failed(found))


def _standing(segment: Segment, query: Query) -> np.ndarray:
    """Rows that are alive, admitted and verified, and neither owner nor excluded."""
    passes = segment.alive & segment.stands
    owners, out = query.need.excluded_organisation_ids, query.need.excluded_provider_ids
    if owners:
        passes &= np.array([one not in owners for one in segment.organisations], dtype=bool)
    if out:
        passes &= np.array([one not in out for one in segment.ids], dtype=bool)
    return passes
