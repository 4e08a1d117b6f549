"""Profiles to segments: counts become saturated impacts under frozen statistics."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from .counts import BATCH, Counts, count, fold
from .index import Segment, join
from .passages import pieces
from .profile import ADMITTED, Profile
from .statistics import Statistics
from .tags import TagTable, held

IMPACT_ONE = 4096
DECLARED_TIMES = 3
_SATURATION = 1_200  # BM25's k1 = 1.2, in thousandths of an occurrence


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


def measure(parts: Sequence[Counts]) -> Statistics:
    """The statistics of a pool: document frequencies by profile, and mean lengths in terms."""
    keys, lengths, profiles = [], np.zeros(5, dtype=np.int64), 0
    for part in parts:
        row = np.searchsorted(part.first, part.document, side="right") - 1
        keys.append(fold(row, part.key, part.times)[1])
        declared = np.zeros(part.lengths.size, dtype=bool)
        declared[part.first[:-1]] = True
        passage = part.lengths[~declared]
        lengths += [part.lengths[declared].sum(), passage.sum(), passage.size, 0, 0]
        profiles += part.first.size - 1
    distinct, df = np.unique(
        np.concatenate(keys) if keys else np.zeros(0, dtype=np.int64), return_counts=True
    )
    declared_sum, whole_sum, passages = (int(value) for value in lengths[:3])

    def mean(total: int, number: int) -> int:
        return max(1, (2 * total + number) // (2 * number)) if number else 1

    return Statistics(
        profiles,
        distinct,
        df.astype(np.int32),
        mean(declared_sum, profiles),
        mean(whole_sum, profiles),
        mean(whole_sum, passages),
    )


def saturate(frequency_milli: np.ndarray) -> np.ndarray:
    """BM25's tf / (tf + k1) in 1/4096, of a weighted and length-normalised frequency."""
    return IMPACT_ONE * frequency_milli // (frequency_milli + _SATURATION)


def normalised(count: np.ndarray, length: np.ndarray, mean: int, times: int = 1) -> np.ndarray:
    """times · tf / (.25 + .75 · length / mean), in thousandths: BM25F with b = .75."""
    return times * 1_000_000 * count.astype(np.int64) // (250 + 750 * length // mean)


def batches(profiles: Sequence[Profile]) -> Iterator[tuple[Sequence[Profile], Counts]]:
    for begin in range(0, len(profiles), BATCH):
        batch = profiles[begin : begin + BATCH]
        yield batch, count([pieces(profile) for profile in batch])


def segment(
    profiles: Sequence[Profile], counts: Counts, vocabulary: Vocabulary, tags: TagTable
) -> Segment:
    """One segment of profiles already counted, sorted by provider id."""
    unit_at, post_at, term, impact = _postings(counts, vocabulary)
    held_tags = [list(held(profile)) for profile in profiles]
    flat = [pair for one in held_tags for pair in one]
    labels = counts.labels
    return join(
        [
            Segment(
                [profile.provider_id for profile in profiles],
                [profile.organisation_id for profile in profiles],
                [profile.key for profile in profiles],
                labels,
                np.array([profile.state == ADMITTED for profile in profiles], dtype=bool),
                np.array([profile.wants_notices for profile in profiles], dtype=bool),
                np.ones(len(profiles), dtype=bool),
                unit_at,
                np.cumsum([0, *(len(one) for one in held_tags)], dtype=np.int64),
                post_at,
                term,
                impact,
                np.array([tags.number(tag) for tag, _ in flat], dtype=np.int32),
                np.array([last for _, last in flat], dtype=np.int32),
            )
        ]
    )


def _adding(
    row: np.ndarray, term: np.ndarray, frequency: np.ndarray, size: int
) -> Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]:
    """A function (rows, terms, frequencies) → what these add to the declared part's impact of the same terms."""
    code = row * np.int64(size) + term
    order = np.argsort(code)
    code, frequency = code[order], frequency[order]

    def added(own_row: np.ndarray, own_term: np.ndarray, own: np.ndarray) -> np.ndarray:
        if not code.size:
            return saturate(own)
        wanted = own_row * np.int64(size) + own_term
        at = np.minimum(np.searchsorted(code, wanted), code.size - 1)
        base = np.where(code[at] == wanted, frequency[at], 0)
        return saturate(base + own) - saturate(base)

    return added


def _postings(counts: Counts, vocabulary: Vocabulary) -> tuple[np.ndarray, ...]:
    """Impacts of the declared part, and what the whole and each passage add to it.

    A term's impact in a passage is g(declared + passage); stored is its difference to
    g(declared), so that the declared part is kept once and not once per passage. Every profile
    has at least one passage and every unit one posting that matches nothing, so that no range
    is empty.
    """
    statistics = vocabulary.statistics
    rows = counts.first.size - 1
    row = np.searchsorted(counts.first, counts.document, side="right") - 1
    term = vocabulary.number(counts.key)
    in_declared = counts.document == counts.first[row]
    unit_at = np.cumsum([0, *np.maximum(3, np.diff(counts.first) + 1)], dtype=np.int64)

    declared_length = counts.lengths[counts.first[:-1]]
    described_length = np.add.reduceat(counts.lengths, counts.first[:-1]) - declared_length
    d_row, d_term = row[in_declared], term[in_declared]
    d_frequency = normalised(
        counts.times[in_declared],
        declared_length[d_row],
        statistics.declared_length,
        DECLARED_TIMES,
    )
    added = _adding(d_row, d_term, d_frequency, vocabulary.size)
    p_row, p_term, p_doc = row[~in_declared], term[~in_declared], counts.document[~in_declared]
    p_count = counts.times[~in_declared]
    w_row, w_term, w_count = fold(p_row, p_term, p_count)
    whole = normalised(w_count, described_length[w_row], statistics.whole_length)
    passage = normalised(p_count, counts.lengths[p_doc], statistics.passage_length)
    units = np.arange(unit_at[-1])
    unit = np.concatenate(
        [
            unit_at[d_row],
            unit_at[w_row] + 1,
            unit_at[p_row] + 1 + p_doc - counts.first[p_row],
            units,
        ]
    )
    terms = np.concatenate([d_term, w_term, p_term, np.zeros_like(units)])
    impact = np.concatenate(
        [
            saturate(d_frequency),
            added(w_row, w_term, whole),
            added(p_row, p_term, passage),
            np.zeros_like(units),
        ]
    )
    order = np.lexsort((terms, unit))
    post_at = np.searchsorted(unit[order], np.arange(unit_at[rows] + 1))
    return unit_at, post_at, terms[order].astype(np.int32), impact[order].astype(np.uint16)
