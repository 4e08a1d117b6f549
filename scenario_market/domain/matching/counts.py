"""Terms counted: the step between text and index that needs no knowledge of the pool."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .terms import encode

BATCH = 256  # profiles counted at a time: temporary arrays stay in the processor's cache
TIMES_BITS = 8  # no document is longer than 150 characters, so no term occurs 256 times in one


class Counts(NamedTuple):
    """How often each term occurs in each document of a batch of profiles.

    Documents lie profile by profile: first the declared part, then the passages. `keys` (int64, sorted) are the
    batch's distinct terms. For each document a range `bounds[i]..bounds[i+1]` of the parallel `rank` (int32, place in
    `keys`, ascending) and `times` (uint8); `first` is each profile's first document, with one more at the end;
    `lengths` (int32) the number of occurrences in each document. About 8 bytes for each term of a document.
    """

    keys: np.ndarray
    rank: np.ndarray
    times: np.ndarray
    bounds: np.ndarray
    first: np.ndarray
    lengths: np.ndarray

    @property
    def bits(self) -> int:
        """How many bits a place in `keys` needs; 0 is left free for no term, so 1 is added to it."""
        return int(self.keys.size).bit_length()

    def documents(self) -> np.ndarray:
        """The document of each entry of `rank`."""
        return np.repeat(np.arange(self.lengths.size), np.diff(self.bounds))

    def rows(self) -> np.ndarray:
        """The profile of each document."""
        return np.repeat(np.arange(self.first.size - 1), np.diff(self.first))


def count(batch: Sequence[Sequence[str]]) -> Counts:
    """Count the documents of a batch of profiles; each has one at least, its declared part.

    Term and document are packed into one integer, because such are sorted many times faster than pairs.
    """
    texts = [text for documents in batch for text in documents]
    first = np.cumsum([0, *(len(documents) for documents in batch)], dtype=np.int64)
    terms = encode(texts)
    keys, rank = np.unique(terms.key, return_inverse=True)
    bits = int(keys.size).bit_length()
    code = terms.doc << bits | rank
    code.sort()
    at = begins(code)
    times = np.diff(np.append(at, code.size))
    code = code[at]
    return Counts(
        keys,
        (code & (1 << bits) - 1).astype(np.int32),
        times.astype(np.uint8),
        np.searchsorted(code, np.arange(len(texts) + 1) << bits),
        first,
        np.bincount(terms.doc, minlength=len(texts)).astype(np.int32),
    )


def begins(code: np.ndarray) -> np.ndarray:
    """Where each run of equal values begins, in a sorted array."""
    fresh = np.ones(code.size, dtype=bool)
    np.not_equal(code[1:], code[:-1], out=fresh[1:])
    return np.flatnonzero(fresh)


def fold(code: np.ndarray, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sum the times of equal codes: the distinct codes, sorted, and their sums (int64)."""
    packed = code << TIMES_BITS | times
    packed.sort()
    code = packed >> TIMES_BITS
    at = begins(code)
    if not at.size:
        return code, code
    return code[at], np.add.reduceat(packed & (1 << TIMES_BITS) - 1, at)
