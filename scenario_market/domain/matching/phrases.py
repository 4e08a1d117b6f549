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

    @cached_property
    def texts(self) -> list[str]:
        """The phrases met so far; their place here is their number."""
        return []

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {}

    @cached_property
    def _spans(self) -> dict[int, int]:
        return {}

    def phrase(self, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """Numbers of the phrases from one of `long` to another; the same words in two places are
        one phrase."""
        spans, inverse = np.unique(first * self.long.size + last, return_inverse=True)
        numbers = [self._number(span) for span in spans.tolist()]
        return np.array(numbers, dtype=np.int64)[inverse]

    def _number(self, span: int) -> int:
        number = self._spans.get(span)
        if number is None:
            text = self._text(*divmod(span, self.long.size))
            number = self._spans[span] = self._numbers.setdefault(text, len(self.texts))
            if number == len(self.texts):
                self.texts.append(text)
        return number

    def _text(self, first: int, last: int) -> str:
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

    A single character counts within the run that holds it, never as a phrase of its own.
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
    return row[keep], first[keep], last[keep], worth[keep]


def spoken(value: np.ndarray, layout: Layout) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The best phrases of each row: row, number in `layout.texts`, value. Sorted by row, best
    first, equal ones as they come in the need; at most MOST_PHRASES each."""
    row, first, last, worth = runs(value, layout)
    phrase = layout.phrase(first, last)
    order = np.lexsort((first, phrase, row))
    row, phrase, first, worth = row[order], phrase[order], first[order], worth[order]
    fresh = np.ones(row.size, dtype=bool)
    fresh[1:] = (row[1:] != row[:-1]) | (phrase[1:] != phrase[:-1])
    at = np.flatnonzero(fresh)
    if at.size:
        worth = np.add.reduceat(worth, at)
    row, phrase, first = row[at], phrase[at], first[at]
    order = np.lexsort((first, -worth, row))
    row, phrase, worth = row[order], phrase[order], worth[order]
    place = np.arange(row.size) - np.searchsorted(row, row)
    keep = place < MOST_PHRASES
    return row[keep], phrase[keep], worth[keep]
