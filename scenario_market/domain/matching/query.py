"""A need made ready to be scored: its terms with weights, its codes, and where its words stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from .profile import Need
from .statistics import Statistics
from .tags import Item, items
from .terms import Terms, encode, is_single, name_parts, normalise, without

TITLE_TIMES = 3
SINGLE_TENTHS, OTHER_TENTHS = 7, 10
_LONGEST = 10_000  # characters of a need that are read
_WEIGHT_LIMIT = 1 << 25  # keeps every product below 2**63


@dataclass(frozen=True)
class Query:
    """`keys` are the need's distinct terms, `weight` what each can bring, `total` their sum.

    `unit` is a term's weight in one occurrence of the body. `start`, `length`, `column` and
    `times` describe each occurrence in `text`: where it stands, which key it is, and how often it
    counts (3 in the title).
    """

    need: Need
    asked: tuple[Item, ...]
    text: str
    keys: np.ndarray
    unit: np.ndarray
    weight: np.ndarray
    total: int
    start: np.ndarray
    length: np.ndarray
    column: np.ndarray
    times: np.ndarray


def silent(need: Need) -> frozenset[str]:
    """Names of the owner and of places, in all their parts: they are no evidence of fitness."""
    return frozenset().union(*(name_parts(name) for name in need.names if name.strip()))


def prepare(need: Need, statistics: Statistics, names: Iterable[str] = ()) -> Query:
    """Read a need.

    weight = (3 · tf in title + tf in body) · idf · (.7 for one character, 1 otherwise), in
    integers. Where a text is so long that sums could pass 63 bits, all weights are divided alike.
    """
    quiet = silent(need) | frozenset(names)
    title = without(normalise(need.title), quiet)
    body = without(normalise(need.body)[:_LONGEST], quiet)
    found = encode([f"{title}\n{body}"])
    keys, column = np.unique(found.key, return_inverse=True)
    times = np.where(found.start < len(title), TITLE_TIMES, 1)
    occurrences = np.zeros(keys.size, dtype=np.int64)
    np.add.at(occurrences, column, times)
    unit = statistics.idf(keys) * np.where(is_single(keys), SINGLE_TENTHS, OTHER_TENTHS)
    total = int((unit * occurrences).sum())
    unit = np.maximum(unit // (1 + total // _WEIGHT_LIMIT), 1)
    weight = unit * occurrences
    return _query(need, f"{title}\n{body}", found, keys, unit, weight, column, times)


def _query(
    need: Need,
    text: str,
    found: Terms,
    keys: np.ndarray,
    unit: np.ndarray,
    weight: np.ndarray,
    column: np.ndarray,
    times: np.ndarray,
) -> Query:
    order = np.lexsort((found.length, found.start))
    return Query(
        need,
        items(need),
        text,
        keys,
        unit,
        weight,
        max(1, int(weight.sum())),
        found.start[order],
        found.length[order],
        column[order],
        times[order],
    )
