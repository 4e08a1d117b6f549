"""The one narrow interface to matching: everything else in this folder stands behind it.

    engine = Engine(Weights(), names=place_names)    # names: never evidence (districts, the city)
    engine.load(profiles)                            # freezes the statistics (idf, lengths)
    engine.put(profile); engine.drop(provider_id)
    engine.rank(need, today=today, limit=20)         # [Match], eligible, best first, ties by hash
    engine.reach(need, today=today, between=(a, b))  # Reach: columns, explanations when asked for
    engine.reverse(profile, needs, today=today)      # [(need id, Match)], agrees with rank
    engine.explain(need, profile, today=today)       # Explanation, told or not, in the pool or not

Scores are whole milli-points 0..100000. Every number is made by integer arithmetic, so the order
of insertion, the process and the processor cannot change a bit. What does change scores are the
statistics frozen at `load`: processes that must agree load with the same `Statistics`
(`engine.statistics`, `Statistics.to_bytes`), and `engine.version` names both.

Not thread-safe for writing: one thread loads, puts and drops; any number may read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from .profile import Need, Profile
from .weights import Weights


@dataclass(frozen=True)
class Match:
    """An eligible provider for a need: the score, its named parts, and the stored explanation."""

    need_id: Any
    provider_id: Any
    score_milli: int
    tie: str
    contributions: dict[str, int]
    explanation: dict[str, Any]


@dataclass(frozen=True)
class Explanation:
    """Why a provider was, or was not, matched: `failed` names the rules that stand against it."""

    eligible: bool
    score_milli: int
    failed: tuple[str, ...]
    stored: dict[str, Any]


class Reach:
    """All eligible providers of a need (or of a range of the pool) as columns, best first.

    `provider_ids` (list), `scores_milli` (int32 array), `contributions` (name → int32 array),
    `wants_notices` (bool array). `head(n)` is the first n; `explanations()` builds the stored
    explanations of what is left as JSON texts, in order; `matches()` as `Match` values.
    """

    provider_ids: list[Any]
    scores_milli: np.ndarray
    contributions: dict[str, np.ndarray]
    wants_notices: np.ndarray

    def __len__(self) -> int:
        return len(self.provider_ids)

    def head(self, count: int) -> Reach:
        raise NotImplementedError

    def explanations(self) -> list[str]:
        raise NotImplementedError

    def matches(self) -> list[Match]:
        raise NotImplementedError


class Engine:
    """Matches needs with the pool that it holds in memory."""

    version: str

    def __init__(self, weights: Weights, *, names: Sequence[str] = ()) -> None:
        self.weights = weights
        self.names = tuple(names)

    def load(self, profiles: Iterable[Profile], *, statistics: Any = None) -> None:
        """Replace the pool; freeze the statistics of it unless some are given."""
        raise NotImplementedError

    def put(self, profile: Profile) -> None:
        """Add a provider or replace what is known of it."""
        raise NotImplementedError

    def drop(self, provider_id: Any) -> None:
        """Forget a provider; nothing happens if it is not there."""
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError

    def rank(
        self, need: Need, *, today: date, limit: int | None = None, floor_milli: int = 0
    ) -> list[Match]:
        """Eligible providers with at least `floor_milli`, best first."""
        raise NotImplementedError

    def reach(
        self,
        need: Need,
        *,
        today: date,
        between: tuple[Any, Any] | None = None,
        floor_milli: int = 0,
    ) -> Reach:
        """Eligible providers as columns; `between` keeps those with low <= provider id <= high."""
        raise NotImplementedError

    def reverse(
        self, profile: Profile, needs: Iterable[Need], *, today: date, floor_milli: int = 0
    ) -> list[tuple[Any, Match]]:
        """The needs this provider is eligible for, best first, with what `rank` would say."""
        raise NotImplementedError

    def explain(self, need: Need, profile: Profile, *, today: date) -> Explanation:
        """Why, or why not: also for a provider that is outside the pool or fails a rule."""
        raise NotImplementedError
