"""Terms counted: the step between text and index that needs no knowledge of the pool."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .passages import Pieces, dump
from .terms import encode

BATCH = 256  # profiles encoded at a time, to keep the temporary arrays small


class Counts(NamedTuple):
    """How often each term occurs in each document of a batch of profiles.

    Documents lie profile by profile: first the declared part, then the passages. `document`
    (sorted, int32), `key` and `times` (int32) are parallel; `first` is each profile's first document, with one
    more at the end; `lengths` the number of occurrences in each document.
    """

    document: np.ndarray
    key: np.ndarray
    times: np.ndarray
    first: np.ndarray
    lengths: np.ndarray
    labels: list[tuple[str, ...]]


def count(batch: Sequence[Pieces]) -> Counts:
    """Count a batch of profiles. A profile without text still has its declared document."""
    texts = [text for one in batch for text in (one.declared, *one.texts)]
    first = np.cumsum([0, *(1 + len(one.texts) for one in batch)], dtype=np.int64)
    terms = encode(texts)
    order = np.lexsort((terms.key, terms.doc))
    document, key = terms.doc[order], terms.key[order]
    fresh = np.ones(document.size, dtype=bool)
    fresh[1:] = (document[1:] != document[:-1]) | (key[1:] != key[:-1])
    at = np.flatnonzero(fresh)
    return Counts(
        document[at].astype(np.int32),
        key[at],
        np.diff(np.append(at, document.size)).astype(np.int32),
        first,
        np.bincount(terms.doc, minlength=len(texts)),
        [tuple(dump(label._asdict()) for label in one.labels) for one in batch],
    )


def fold(document: np.ndarray, key: np.ndarray, count: np.ndarray) -> tuple[np.ndarray, ...]:
    """Sum the counts of equal (document, key) pairs; the result is sorted by both."""
    order = np.lexsort((key, document))
    document, key, count = document[order], key[order], count[order]
    if not document.size:
        return document, key, count
    fresh = np.ones(document.size, dtype=bool)
    fresh[1:] = (document[1:] != document[:-1]) | (key[1:] != key[:-1])
    at = np.flatnonzero(fresh)
    return document[at], key[at], np.add.reduceat(count, at)
