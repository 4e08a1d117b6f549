"""Profiles to segments: counts become saturated impacts under frozen statistics."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from .counts import BATCH, Counts, begins, count, fold
from .index import Segment
from .passages import pieces
from .profile import ADMITTED, Profile
from .statistics import Statistics
from .tags import TagTable, held

IMPACT_ONE = 4096
DECLARED_TIMES = 3
_SATURATION = 1_200  # BM25's k1 = 1.2, in thousandths of an occurrence
_IMPACT_BITS = 12  # an impact is below 4096
_MERGED_FROM = 1 << 20  # counted terms that wait to be merged


class Vocabulary:
    """Numbers of terms: those of the statistics from 1 on, later ones behind. Only ever grows."""

    def __init__(self, statistics: Statistics) -> None:
        self.statistics = statistics
        self.later: dict[int, int] = {}
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        return 1 + self.statistics.keys.size + len(self.later)

    def known(self, keys: np.ndarray) -> np.ndarray:
        """Numbers of keys, 0 where no profile ever had the term."""
        numbers = self.statistics.find(keys) + 1
        for place in np.flatnonzero(numbers == 0) if self.later else ():
            numbers[place] = self.later.get(int(keys[place]), 0)
        return numbers

    def number(self, keys: np.ndarray) -> np.ndarray:
        """Numbers of keys; unknown ones are given the next numbers."""
        numbers = self.statistics.find(keys) + 1
        with self._lock:
            for place in np.flatnonzero(numbers == 0):
                numbers[place] = self.later.setdefault(int(keys[place]), self.size)
        return numbers


class Tally:
    """Gathers the statistics of a pool batch by batch: document frequencies by profile, and mean lengths in terms."""

    def __init__(self) -> None:
        self.profiles = self.declared = self.described = self.passages = 0
        none = np.zeros(0, dtype=np.int64)
        self._whole = (none, none)
        self._parts: list[tuple[np.ndarray, np.ndarray]] = []
        self._waiting = 0

    def add(self, counts: Counts) -> None:
        """Take the documents of some profiles into account."""
        row = np.repeat(counts.rows(), np.diff(counts.bounds))
        code = row << counts.bits | counts.rank
        code.sort()
        code = code[begins(code)]
        df = np.bincount(code & (1 << counts.bits) - 1, minlength=counts.keys.size)
        declared = int(counts.lengths[counts.first[:-1]].sum(dtype=np.int64))
        self.profiles += counts.first.size - 1
        self.declared += declared
        self.described += int(counts.lengths.sum(dtype=np.int64)) - declared
        self.passages += counts.lengths.size - counts.first.size + 1
        self._parts.append((counts.keys, df))
        self._waiting += counts.keys.size
        if self._waiting > max(_MERGED_FROM, self._whole[0].size):
            self._merge()

    def _merge(self) -> None:
        parts = [self._whole, *self._parts]
        key = np.concatenate([keys for keys, _ in parts])
        order = np.argsort(key)
        key, df = key[order], np.concatenate([df for _, df in parts])[order]
        at = begins(key)
        self._whole = (key[at], np.add.reduceat(df, at) if at.size else df)
        self._parts, self._waiting = [], 0

    def statistics(self) -> Statistics:
        """What was gathered, frozen."""
        self._merge()
        keys, df = self._whole
        return Statistics(
            self.profiles,
            keys,
            df.astype(np.int32),
            _mean(self.declared, self.profiles),
            _mean(self.described, self.profiles),
            _mean(self.described, self.passages),
        )


def _mean(total: int, number: int) -> int:
    """Rounded, at least 1."""
    return max(1, (2 * total + number) // (2 * number)) if number else 1


def saturate(frequency_milli: np.ndarray) -> np.ndarray:
    """BM25's tf / (tf + k1) in 1/4096, of a weighted and length-normalised frequency."""
    return IMPACT_ONE * frequency_milli // (frequency_milli + _SATURATION)


def normalised(count: np.ndarray, length: np.ndarray, mean: int, times: int = 1) -> np.ndarray:
    """times · tf / (.25 + .75 · length / mean), in thousandths: BM25F with b = .75."""
    return times * 1_000_000 * count.astype(np.int64) // (250 + 750 * length // mean)


class Batch(NamedTuple):
    """Some profiles without their texts: what identifies them, their codes, and their terms counted."""

    ids: list[Any]
    organisations: list[Any]
    keys: list[str]
    labels: list[tuple[str, ...]]
    stands: np.ndarray
    wants: np.ndarray
    tag_at: np.ndarray
    tag: np.ndarray
    until: np.ndarray
    counts: Counts


def batches(profiles: Iterable[Profile], tags: TagTable) -> Iterator[Batch]:
    """Profiles counted, a few hundred at a time: their texts are held no longer than that."""
    rest = iter(profiles)
    while some := list(islice(rest, BATCH)):
        yield _batch(some, tags)


def _batch(profiles: list[Profile], tags: TagTable) -> Batch:
    held_tags = [list(held(profile)) for profile in profiles]
    flat = [pair for one in held_tags for pair in one]
    cut = [pieces(profile) for profile in profiles]
    return Batch(
        [profile.provider_id for profile in profiles],
        [profile.organisation_id for profile in profiles],
        [profile.key for profile in profiles],
        [one.labels for one in cut],
        np.array([one.state == ADMITTED and one.is_verified for one in profiles], dtype=bool),
        np.array([profile.wants_notices for profile in profiles], dtype=bool),
        np.cumsum([0, *(len(one) for one in held_tags)], dtype=np.int64),
        np.array([tags.number(tag) for tag, _ in flat], dtype=np.int32),
        np.array([last for _, last in flat], dtype=np.int32),
        count([one.documents for one in cut]),
    )


def segment(batch: Batch, vocabulary: Vocabulary) -> Segment:
    """A segment of a batch, its rows in the batch's order."""
    unit_at, post_at, term, impact = _postings(batch.counts, vocabulary)
    return Segment(
        batch.ids,
        batch.organisations,
        batch.keys,
        batch.labels,
        batch.stands,
        batch.wants,
        np.ones(len(batch.ids), dtype=bool),
        unit_at,
        batch.tag_at,
        post_at,
        term,
        impact,
        batch.tag,
        batch.until,
    )


def _frequencies(code: np.ndarray, frequency: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """The frequencies of wanted codes (those are sorted), 0 where there is none."""
    if not code.size:
        return np.zeros_like(wanted)
    at = np.minimum(np.searchsorted(code, wanted), code.size - 1)
    return np.where(code[at] == wanted, frequency[at], 0)


def _postings(counts: Counts, vocabulary: Vocabulary) -> tuple[np.ndarray, ...]:
    """Impacts of the declared part, and what the whole and each passage add to it.

    A term's impact in a passage is g(declared + passage); stored is its difference to
    g(declared), so that the declared part is kept once and not once per passage. Every profile
    has at least one passage and every unit one posting that matches nothing, so that no range
    is empty.
    """
    statistics, bits = vocabulary.statistics, counts.bits
    document, row_of = counts.documents(), counts.rows()
    row = row_of[document]
    code = row << bits | counts.rank + 1
    in_declared = document == counts.first[row]
    lengths = counts.lengths.astype(np.int64)
    unit_at = np.cumsum([0, *np.maximum(3, np.diff(counts.first) + 1)], dtype=np.int64)

    declared_length = lengths[counts.first[:-1]]
    described_length = np.add.reduceat(lengths, counts.first[:-1]) - declared_length
    d_code, d_times = code[in_declared], counts.times[in_declared]
    d_length = declared_length[d_code >> bits]
    d_frequency = normalised(d_times, d_length, statistics.declared_length, DECLARED_TIMES)

    def added(own_code: np.ndarray, own: np.ndarray) -> np.ndarray:
        base = _frequencies(d_code, d_frequency, own_code)
        return saturate(base + own) - saturate(base)

    p_code, p_doc, p_times = code[~in_declared], document[~in_declared], counts.times[~in_declared]
    w_code, w_times = fold(p_code, p_times)
    whole = normalised(w_times, described_length[w_code >> bits], statistics.whole_length)
    passage = normalised(p_times, lengths[p_doc], statistics.passage_length)
    units = np.arange(unit_at[-1])
    p_unit = unit_at[p_code >> bits] + 1 + p_doc - counts.first[p_code >> bits]
    unit = np.concatenate([unit_at[d_code >> bits], unit_at[w_code >> bits] + 1, p_unit, units])
    low = (1 << bits) - 1
    terms = np.concatenate([d_code & low, w_code & low, p_code & low, np.zeros_like(units)])
    impact = np.concatenate(
        [saturate(d_frequency), added(w_code, whole), added(p_code, passage), np.zeros_like(units)]
    )
    post_at = np.concatenate([[0], np.cumsum(np.bincount(unit, minlength=units.size))])
    packed = (unit << bits | terms) << _IMPACT_BITS | impact
    packed.sort()
    return unit_at, post_at, *_unpacked(packed, low, vocabulary.number(counts.keys))


def _unpacked(packed: np.ndarray, low: int, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of each posting the term, as the vocabulary knows it, and the impact."""
    numbers = np.concatenate([[0], known]).astype(np.int32)
    term = numbers[packed >> _IMPACT_BITS & low]
    return term, (packed & (1 << _IMPACT_BITS) - 1).astype(np.uint16)
