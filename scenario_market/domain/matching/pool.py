"""The pool as segments: who lives where, adding and dropping, and joining when they get many."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from .building import Vocabulary, batches, measure, segment
from .index import Segment, cut, join
from .profile import Profile
from .query import Query
from .statistics import Statistics
from .tags import TagTable

_DELTAS = 64  # one-row segments before they are joined


class Pool:
    """The segments under one set of statistics. `segments` is a list that is never changed but
    swapped for another, and so are the rows marked dead in it: a reader that takes it once sees
    every provider exactly once."""

    def __init__(self, profiles: Iterable[Profile], statistics: Statistics | None) -> None:
        counted = list(batches(list(profiles)))
        ids = [profile.provider_id for batch, _ in counted for profile in batch]
        if len(set(ids)) != len(ids):
            raise ValueError("the pool holds two profiles with the same provider id")
        self.statistics = statistics or measure([counts for _, counts in counted])
        self.vocabulary = Vocabulary(self.statistics)
        self.tags = TagTable()
        built = [segment(batch, counts, self.vocabulary, self.tags) for batch, counts in counted]
        self.segments = [join(built)] if built else []
        self._settle()

    def _settle(self) -> None:
        self.where = {
            provider: (slot, row)
            for slot, one in enumerate(self.segments)
            for row, provider in enumerate(one.ids)
            if one.alive[row]
        }

    def single(self, profile: Profile) -> Segment:
        """A segment of this profile alone; the pool is not changed."""
        ((batch, counts),) = batches([profile])
        return segment(batch, counts, self.vocabulary, self.tags)

    def replace(self, provider_id: Any, fresh: Segment | None) -> None:
        """Take the old row out and hang the new one behind, in one swap."""
        segments = list(self.segments)
        old = self.where.pop(provider_id, None)
        if old is not None:
            slot, row = old
            alive = segments[slot].alive.copy()
            alive[row] = False
            segments[slot] = replace(segments[slot], alive=alive)
        if fresh is not None:
            self.where[provider_id] = (len(segments), 0)
            segments.append(fresh)
        if len(segments) > _DELTAS:
            self.segments = _compacted(segments)
            self._settle()
        else:
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

    def tables(self, query: Query) -> tuple[np.ndarray, np.ndarray]:
        """For each number of the vocabulary: the weight in this query, and 1 + the term's place."""
        numbers = self.vocabulary.known(query.keys)
        size = self.vocabulary.size
        table, columns = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int32)
        table[numbers] = query.weight
        columns[numbers] = np.arange(1, numbers.size + 1)
        table[0] = columns[0] = 0
        return table, columns


def _compacted(segments: list[Segment]) -> list[Segment]:
    """The small segments joined; the first one too once they have grown to an eighth of it."""
    first, *rest = segments
    small = join(rest)
    return [first, small] if len(small) * 8 < len(first) else [join([first, small])]
