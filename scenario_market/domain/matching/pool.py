"""The pool as segments: who lives where, adding and dropping, and joining when they get many."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from .building import Batch, Tally, Vocabulary, batches, segment
from .index import Growing, Segment, cut, in_order, join
from .profile import Profile
from .query import Query
from .statistics import Statistics
from .tags import TagTable


class Lookup(NamedTuple):
    """A query in the numbers of a pool: for each number of the vocabulary whether it is asked for (a table small enough
    to stay in the processor's cache), and the term's place in the query; for each code number the bits it sets."""

    asked: np.ndarray
    columns: np.ndarray
    bits: list[np.ndarray]


class Pool:
    """The segments under one set of statistics. `segments` is a list that is never changed but
    swapped for another, and so are the rows marked dead in it: a reader that takes it once sees
    every provider exactly once."""

    def __init__(self, profiles: Iterable[Profile], statistics: Statistics | None) -> None:
        self.tags = TagTable()
        counted = batches(profiles, self.tags)
        if statistics is None:
            # Impacts need the mean lengths, which are known at the end: the counts wait for them, without the texts.
            counted, statistics = _measured(counted)
        self.statistics = statistics
        self.vocabulary = Vocabulary(statistics)
        growing = Growing()
        for batch in counted:
            growing.add(segment(batch, self.vocabulary))
        whole = growing.finished() if growing else None
        self.segments = [in_order(whole)] if whole is not None else []
        self.where = {one: (0, row) for part in self.segments for row, one in enumerate(part.ids)}
        if whole is not None and len(self.where) != len(whole):
            raise ValueError("the pool holds two profiles with the same provider id")

    def made(self, profiles: Iterable[Profile]) -> Segment:
        """A segment of these profiles alone, of one at least; the pool is not changed."""
        return join([segment(batch, self.vocabulary) for batch in batches(profiles, self.tags)])

    def replace(self, provider_ids: Iterable[Any], fresh: Segment | None) -> None:
        """Take the old rows out and hang the new ones behind, in one swap.

        The last segments are joined while the one before is not more than twice as long, so that
        there are never more than a few, and a row is copied a logarithmic number of times.
        """
        segments = list(self.segments)
        gone: dict[int, list[int]] = {}
        for one in provider_ids:
            slot, row = self.where.pop(one, (None, 0))
            if slot is not None:
                gone.setdefault(slot, []).append(row)
        for slot, rows in gone.items():
            alive = segments[slot].alive.copy()
            alive[rows] = False
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
        asked, columns = np.zeros(size, dtype=bool), np.zeros(size, dtype=np.int32)
        asked[numbers] = True
        asked[0] = False
        columns[numbers] = np.arange(numbers.size)
        return Lookup(asked, columns, self.tags.bits(query.asked))


def _measured(counted: Iterable[Batch]) -> tuple[Iterator[Batch], Statistics]:
    """The batches again, each forgotten when it is taken, and the statistics of them all."""
    tally, waiting = Tally(), deque[Batch]()
    for batch in counted:
        tally.add(batch.counts)
        waiting.append(batch)

    def taken() -> Iterator[Batch]:
        while waiting:
            yield waiting.popleft()

    return taken(), tally.statistics()
