"""The pool as segments: who lives where, adding and dropping, and joining when they get many."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from .building import Vocabulary, batches, measure, segment
from .index import Segment, cut, join
from .profile import Profile
from .query import Query
from .statistics import Statistics
from .tags import TagTable


class Lookup(NamedTuple):
    """A query in the numbers of a pool: for each number of the vocabulary its weight, and 1 + the
    term's place in the query (0: not asked); for each code number the bits it sets."""

    weights: np.ndarray
    columns: np.ndarray
    bits: list[np.ndarray]


class Pool:
    """The segments under one set of statistics. `segments` is a list that is never changed but
    swapped for another, and so are the rows marked dead in it: a reader that takes it once sees
    every provider exactly once."""

    def __init__(self, profiles: Iterable[Profile], statistics: Statistics | None) -> None:
        counted: list[tuple[Any, Any]] = list(batches(list(profiles)))
        ids = [profile.provider_id for batch, _ in counted for profile in batch]
        if len(set(ids)) != len(ids):
            raise ValueError("the pool holds two profiles with the same provider id")
        self.statistics = statistics or measure([counts for _, counts in counted])
        self.vocabulary = Vocabulary(self.statistics)
        self.tags = TagTable()
        built = []
        for place, (batch, counts) in enumerate(counted):
            built.append(segment(batch, counts, self.vocabulary, self.tags))
            counted[place] = ((), None)  # the counts are larger than what is made of them
        self.segments = [join(built)] if built else []
        self.where = {one: (0, row) for part in self.segments for row, one in enumerate(part.ids)}

    def single(self, profile: Profile) -> Segment:
        """A segment of this profile alone; the pool is not changed."""
        ((batch, counts),) = batches([profile])
        return segment(batch, counts, self.vocabulary, self.tags)

    def replace(self, provider_id: Any, fresh: Segment | None) -> None:
        """Take the old row out and hang the new one behind, in one swap.

        The last segments are joined while the one before is not more than twice as long, so that
        there are never more than a few, and a row is copied a logarithmic number of times.
        """
        segments = list(self.segments)
        old = self.where.pop(provider_id, None)
        if old is not None:
            slot, row = old
            alive = segments[slot].alive.copy()
            alive[row] = False
            segments[slot] = replace(segments[slot], alive=alive)
        if fresh is not None:
            segments.append(fresh)
            while len(segments) > 1 and len(segments[-2]) <= 2 * len(segments[-1]):
                segments[-2:] = [join(segments[-2:])]
            last = segments[-1]
            self.where.update((one, (len(segments) - 1, row)) for row, one in enumerate(last.ids))
        self.segments = segments

    def parts(self, between: tuple[Any, Any] | None) -> list[Segment]:
        """What is to be scored: whole segments, or the range of ids in each."""
        if between is None:
            return self.segments
        low, high = between
        ranges = [
            (one, bisect_left(one.ids, low), bisect_right(one.ids, high)) for one in self.segments
        ]
        return [cut(one, begin, end) for one, begin, end in ranges if begin < end]

    def lookup(self, query: Query) -> Lookup:
        """Take `segments` before: what they number is then known here."""
        numbers = self.vocabulary.known(query.keys)
        size = self.vocabulary.size
        weights, columns = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int32)
        weights[numbers] = query.weight
        columns[numbers] = np.arange(1, numbers.size + 1)
        weights[0] = columns[0] = 0
        return Lookup(weights, columns, self.tags.bits(query.asked))
