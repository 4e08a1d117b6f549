"""Which words of a need spoke for a provider: neighbouring terms merged, with their points."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .index import Segment, gather
from .query import Query

MOST_PHRASES = 6
_LEAST_SHARE = 50  # a phrase with less than 1/50 of the text's points is not worth a reader's time


@dataclass(frozen=True)
class Layout:
    """Where pairs and words stand in a need, and which single characters lie inside them."""

    query: Query

    @cached_property
    def long(self) -> np.ndarray:
        """Occurrences that can make a phrase: pairs and words, in reading order."""
        return np.flatnonzero((self.query.length > 1) | ~self._is_han)

    @cached_property
    def single(self) -> np.ndarray:
        return np.flatnonzero((self.query.length == 1) & self._is_han)

    @cached_property
    def _is_han(self) -> np.ndarray:
        return self.query.keys[self.query.column] < 1 << 61

    @cached_property
    def joined(self) -> np.ndarray:
        """Whether each of `long` touches or overlaps the one before."""
        start = self.query.start[self.long]
        length = self.query.length[self.long]
        step = np.diff(start)
        return np.concatenate([[False], (step == 1) | (step == length[:-1])])[: start.size]

    @cached_property
    def inside(self) -> tuple[np.ndarray, np.ndarray]:
        """For each of `long`, the singles from its first and up to its last character."""
        at = self.query.start[self.single]
        start = self.query.start[self.long]
        end = start + self.query.length[self.long]
        return np.searchsorted(at, start), np.searchsorted(at, end)

    def text(self, first: int, last: int) -> str:
        """What is read from one of `long` to another."""
        begin = self.query.start[self.long[first]]
        end = self.query.start[self.long[last]] + self.query.length[self.long[last]]
        return self.query.text[begin:end]


def values(
    segment: Segment,
    rows: np.ndarray,
    best: np.ndarray,
    query: Query,
    columns: np.ndarray,
    share: int,
) -> np.ndarray:
    """What each of the need's terms brings each row, in one occurrence of the body.

    Shape (rows, terms), in 1/(100 · 4096) of a weight; `columns` maps numbers of the vocabulary to
    1 + the term's place in `query.keys`, 0 for all others.
    """
    width = query.keys.size + 1
    found = np.zeros(rows.size * width, dtype=np.int64)
    begin = segment.unit_at[rows]
    for unit, times in (
        (begin, 100),
        (begin + 1, 100 - share),
        (begin + np.maximum(best, 2), share),
    ):
        posts, bounds = gather(segment.post_at, unit)
        column = columns[segment.term[posts]]
        hit = np.flatnonzero(column)
        row = np.searchsorted(bounds, hit, side="right") - 1
        found[row * width + column[hit]] += times * segment.impact[posts[hit]].astype(np.int64)
    return found.reshape(rows.size, width)[:, 1:] * query.unit


def runs(value: np.ndarray, layout: Layout) -> tuple[np.ndarray, ...]:
    """Runs of neighbouring matched pairs and words: row, first, last, and their value.

    A single character counts within the run that holds it, never as a phrase of its own. Sorted
    by row and value, best first.
    """
    query, long, single = layout.query, layout.long, layout.single
    own = value[:, query.column[long]] * query.times[long]
    hit = own > 0
    before = np.zeros_like(hit)
    before[:, 1:] = hit[:, :-1]
    begins = hit & ~(before & layout.joined)
    after = np.zeros_like(hit)
    after[:, :-1] = hit[:, 1:] & layout.joined[1:]
    row, first = np.nonzero(begins)
    last = np.nonzero(hit & ~after)[1]
    pairs = np.zeros((value.shape[0], long.size + 1), dtype=np.int64)
    np.cumsum(own, axis=1, out=pairs[:, 1:])
    singles = np.zeros((value.shape[0], single.size + 1), dtype=np.int64)
    np.cumsum(value[:, query.column[single]] * query.times[single], axis=1, out=singles[:, 1:])
    low, high = layout.inside
    worth = pairs[row, last + 1] - pairs[row, first]
    worth += singles[row, high[last]] - singles[row, low[first]]
    total = pairs[:, -1] + singles[:, -1]
    keep = np.flatnonzero(worth * _LEAST_SHARE >= total[row])
    order = keep[np.lexsort((first[keep], -worth[keep], row[keep]))]
    return row[order], first[order], last[order], worth[order]
