"""What the engine returns: matches, columns of them, and explanations."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from .policy import tie_hash


@dataclass(frozen=True)
class Match:
    """An eligible provider for a need: the score, its named parts, and the stored explanation.

    `explanation_json` is what is to be stored; `explanation` is the same as a dict.
    """

    need_id: Any
    provider_id: Any
    score_milli: int
    tie: str
    contributions: dict[str, int]
    explanation_json: str

    @cached_property
    def explanation(self) -> dict[str, Any]:
        return json.loads(self.explanation_json)


@dataclass(frozen=True)
class Explanation:
    """Why a provider was, or was not, matched: `failed` names the rules that stand against it."""

    eligible: bool
    score_milli: int
    contributions: dict[str, int]
    failed: tuple[str, ...]
    stored_json: str

    @cached_property
    def stored(self) -> dict[str, Any]:
        return json.loads(self.stored_json)


@dataclass(frozen=True)
class Reach:
    """All eligible providers of a need (or of a range of the pool) as columns, best first.

    `provider_ids` and `keys` (lists), `scores_milli` (int64), `contributions` (name → int64),
    `wants_notices` (bool) are parallel. Explanations are made only when asked for, and only for
    what is left after `head` or `pick`.
    """

    need_id: Any
    need_key: str
    provider_ids: list[Any]
    keys: list[str]
    scores_milli: np.ndarray
    contributions: dict[str, np.ndarray]
    wants_notices: np.ndarray
    places: np.ndarray
    write: Callable[[np.ndarray], list[str]]

    def __len__(self) -> int:
        return len(self.provider_ids)

    def pick(self, order: np.ndarray) -> Reach:
        """These entries, in this order."""
        chosen = order.tolist()
        return Reach(
            self.need_id,
            self.need_key,
            [self.provider_ids[one] for one in chosen],
            [self.keys[one] for one in chosen],
            self.scores_milli[order],
            {name: column[order] for name, column in self.contributions.items()},
            self.wants_notices[order],
            self.places[order],
            self.write,
        )

    def head(self, count: int) -> Reach:
        """The best `count`."""
        return self.pick(np.arange(min(count, len(self))))

    def between(self, low: Any, high: Any) -> Reach:
        """Those with low <= provider id <= high, in the same order: one chunk of a fan-out."""
        inside = [low <= one <= high for one in self.provider_ids]
        return self.pick(np.flatnonzero(np.array(inside, dtype=bool)))

    def explanations(self) -> list[str]:
        """The explanations to be stored, as JSON texts, in order."""
        return self.write(self.places)

    def ties(self) -> list[str]:
        return [tie_hash(self.need_key, key) for key in self.keys]

    def matches(self) -> list[Match]:
        """The same as values, one object each: for lists that people read, not for a fan-out."""
        names = list(self.contributions)
        rows = zip(*(self.contributions[name].tolist() for name in names), strict=True)
        return [
            Match(self.need_id, provider, score, tie, dict(zip(names, row, strict=True)), text)
            for provider, score, tie, row, text in zip(
                self.provider_ids,
                self.scores_milli.tolist(),
                self.ties(),
                rows,
                self.explanations(),
                strict=True,
            )
        ]


def best_first(
    scores: np.ndarray, need_key: str, keys: Sequence[str], limit: int | None = None
) -> np.ndarray:
    """Order by score, equal ones by the published hash of need and provider; the best `limit`."""
    order = np.argsort(-scores, kind="stable")
    sorted_scores = scores[order]
    equal = np.zeros(order.size + 1, dtype=bool)
    equal[1:-1] = sorted_scores[1:] == sorted_scores[:-1]
    begins = np.flatnonzero(equal[1:] & ~equal[:-1])
    ends = np.flatnonzero(equal[:-1] & ~equal[1:]) + 1
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        if limit is not None and begin >= limit:
            break
        tied = sorted(order[begin:end].tolist(), key=lambda one: tie_hash(need_key, keys[one]))
        order[begin:end] = tied
    return order[:limit]
