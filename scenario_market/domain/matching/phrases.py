"""Which words of a need spoke for a provider: neighbouring terms merged, with their points."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .counts import begins
from .index import Segment, gather
from .query import Query
from .score import Scored

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
    segment: Segment, rows: np.ndarray, scored: Scored, query: Query, share: int
) -> np.ndarray:
    """What each of the need's terms brings each row, in one occurrence of the body: by its declared part, by everything
    and by its best passage.

    Shape (terms, rows), in 1/(100 · 4096) of a weight.
    """
    hits = scored.hits
    found = np.zeros(query.keys.size * rows.size, dtype=np.int64)
    begin = segment.unit_at[rows]
    for unit, times in (
        (begin, 100),
        (begin + 1, 100 - share),
        (begin + np.maximum(scored.best[rows], 2), share),
    ):
        at, bounds = gather(hits.at, unit)
        row = np.repeat(np.arange(rows.size), np.diff(bounds))
        # A unit has a term once, so no place is added to twice in one statement.
        found[hits.column[at] * np.int64(rows.size) + row] += times * hits.impact[at].astype(
            np.int64
        )
    return found.reshape(query.keys.size, rows.size) * query.unit[:, np.newaxis]


def runs(value: np.ndarray, layout: Layout) -> tuple[np.ndarray, ...]:
    """Runs of neighbouring matched pairs and words: row, first, last, and their value.

    A single character counts within the run that holds it, never as a phrase of its own.
    """
    query, long, single = layout.query, layout.long, layout.single
    pairs = _sums(value, query.column[long], query.times[long])
    singles = _sums(value, query.column[single], query.times[single])
    hit = pairs[1:] != pairs[:-1]
    joined = layout.joined[:, np.newaxis]
    begins, ends = hit.copy(), hit.copy()
    begins[1:] &= ~(hit[:-1] & joined[1:])
    ends[:-1] &= ~(hit[1:] & joined[1:])
    row, first = np.nonzero(begins.T)
    last = np.nonzero(ends.T)[1]
    low, high = layout.inside
    worth = pairs[last + 1, row] - pairs[first, row]
    worth += singles[high[last], row] - singles[low[first], row]
    total = pairs[-1] + singles[-1]
    keep = np.flatnonzero(worth * _LEAST_SHARE >= total[row])
    return row[keep], first[keep], last[keep], worth[keep]


def _sums(value: np.ndarray, column: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Σ of the values at the occurrences of their terms up to each, one more than occurrences; shape (…, rows)."""
    sums = np.zeros((column.size + 1, value.shape[1]), dtype=np.int64)
    np.multiply(value[column], times[:, np.newaxis], out=sums[1:])
    return np.cumsum(sums, axis=0, out=sums)


def spoken(value: np.ndarray, layout: Layout) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The best phrases of each row: row, number in `layout.texts`, value. Sorted by row, best
    first, equal ones as they come in the need; at most MOST_PHRASES each."""
    row, first, last, worth = runs(value, layout)
    phrase = layout.phrase(first, last)
    words = row * len(layout.texts) + phrase
    order = np.argsort(words * layout.long.size + first)
    words = words[order]
    at = begins(words)
    worth = np.add.reduceat(worth[order], at) if at.size else worth
    row, phrase, first = row[order][at], phrase[order][at], first[order][at]
    order = np.lexsort((first, -worth, row))
    row, phrase, worth = row[order], phrase[order], worth[order]
    place = np.arange(row.size) - np.searchsorted(row, row)
    keep = place < MOST_PHRASES
    return row[keep], phrase[keep], worth[keep]
