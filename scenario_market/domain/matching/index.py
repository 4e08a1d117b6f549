"""The pool in memory: documents one after another in a few numpy arrays, no object per term.

A `Segment` never changes, except that a row may be marked dead. Each provider (a row) has units:
its declared part, what its whole description adds to that, and what each single passage adds.
Adding an impact is all that scoring does; see `score.py` for the formula that made it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

_LISTS = ("ids", "organisations", "keys", "labels")
_ARRAYS = ("stands", "wants", "alive", "term", "impact", "tag", "until")
_BOUNDS = ("unit_at", "tag_at", "post_at")


@dataclass
class Segment:
    """Rows sorted by provider id. All arrays are parallel within their kind.

    Rows: `ids`, `organisations`, `keys`, `labels` (lists), `stands` (admitted, of a verified
    organisation), `wants`, `alive` (bool),
    `unit_at` and `tag_at` (int64, one more than rows). Units: `post_at` (one more than units).
    Postings: `term` (int32, number in the vocabulary; 0 never matches) and `impact` (uint16, in
    1/4096). Tags: `tag` (int32) and `until` (int32, ordinal of the last valid day).
    """

    ids: list[Any]
    organisations: list[Any]
    keys: list[str]
    labels: list[tuple[str, ...]]
    stands: np.ndarray
    wants: np.ndarray
    alive: np.ndarray
    unit_at: np.ndarray
    tag_at: np.ndarray
    post_at: np.ndarray
    term: np.ndarray
    impact: np.ndarray
    tag: np.ndarray
    until: np.ndarray

    def __len__(self) -> int:
        return len(self.ids)


def gather(at: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For ranges `at[i]..at[i+1]`: the places of the chosen ones, and their new boundaries."""
    sizes = at[rows + 1] - at[rows]
    bounds = np.concatenate([[0], np.cumsum(sizes)])
    places = np.arange(bounds[-1]) + np.repeat(at[rows] - bounds[:-1], sizes)
    return places, bounds


def take(segment: Segment, rows: np.ndarray) -> Segment:
    """A segment of these rows, in the order given."""
    units, unit_at = gather(segment.unit_at, rows)
    posts, post_at = gather(segment.post_at, units)
    tags, tag_at = gather(segment.tag_at, rows)
    chosen = rows.tolist()
    return Segment(
        [segment.ids[row] for row in chosen],
        [segment.organisations[row] for row in chosen],
        [segment.keys[row] for row in chosen],
        [segment.labels[row] for row in chosen],
        segment.stands[rows],
        segment.wants[rows],
        segment.alive[rows],
        unit_at,
        tag_at,
        post_at,
        segment.term[posts],
        segment.impact[posts],
        segment.tag[tags],
        segment.until[tags],
    )


def cut(segment: Segment, low: int, high: int) -> Segment:
    """The rows low..high-1 as views: nothing is copied but the lists of identifiers."""
    units, tags = segment.unit_at[low : high + 1], segment.tag_at[low : high + 1]
    posts = segment.post_at[units[0] : units[-1] + 1]
    return Segment(
        segment.ids[low:high],
        segment.organisations[low:high],
        segment.keys[low:high],
        segment.labels[low:high],
        segment.stands[low:high],
        segment.wants[low:high],
        segment.alive[low:high],
        units - units[0],
        tags - tags[0],
        posts - posts[0],
        segment.term[posts[0] : posts[-1]],
        segment.impact[posts[0] : posts[-1]],
        segment.tag[tags[0] : tags[-1]],
        segment.until[tags[0] : tags[-1]],
    )


class Growing:
    """Segments put one behind the other in arrays that grow in place: there is never a second copy of the whole."""

    def __init__(self) -> None:
        self._lists: dict[str, list[Any]] = {name: [] for name in _LISTS}
        self._arrays: dict[str, np.ndarray] = {}
        self._used: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._lists["ids"])

    def add(self, segment: Segment) -> None:
        for name in _LISTS:
            self._lists[name] += getattr(segment, name)
        for name in _ARRAYS:
            self._append(name, getattr(segment, name))
        for name in _BOUNDS:
            bounds = getattr(segment, name)
            if name in self._used:
                bounds = bounds[1:] + self._arrays[name][self._used[name] - 1]
            self._append(name, bounds)

    def _append(self, name: str, values: np.ndarray) -> None:
        array = self._arrays.setdefault(name, np.zeros(0, dtype=values.dtype))
        used = self._used.get(name, 0)
        self._used[name] = needed = used + values.size
        if needed > array.size:
            array.resize(needed + needed // 8, refcheck=False)
        array[used:needed] = values

    def finished(self) -> Segment:
        """All that was added, the arrays cut to their length; nothing can be added any more."""
        for name, array in self._arrays.items():
            array.resize(self._used[name], refcheck=False)
        columns: dict[str, Any] = {**self._lists, **self._arrays}
        return Segment(**columns)


def join(segments: Sequence[Segment]) -> Segment:
    """The living rows of several segments as one, sorted by provider id."""
    if len(segments) == 1:
        return in_order(segments[0])
    growing = Growing()
    for one in segments:
        growing.add(one)
    return in_order(growing.finished())


def in_order(whole: Segment) -> Segment:
    """The living rows, sorted by provider id."""
    living = np.flatnonzero(whole.alive).tolist()
    order = sorted(living, key=whole.ids.__getitem__)
    if order == list(range(len(whole))):
        return whole
    return take(whole, np.array(order, dtype=np.int64))
