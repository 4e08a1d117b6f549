"""Who is told of a need: a pure function of scores, for the city's floor, cap and shares."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


def tie_hash(need_key: str, provider_key: str) -> str:
    """Order of providers with equal scores: sha256 of `need key|provider key`, smallest first.

    Anyone can recompute it; it favours neither age, size nor popularity, and differs per need.
    """
    return hashlib.sha256(f"{need_key}|{provider_key}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Policy:
    """A city's answer to "how many". Scores in milli-points, 0..100000.

    Told is who has at least `floor_milli` and at least `share_percent` per cent of the best score;
    if those are fewer than `at_least`, the next best fill up (never below `lowest_milli`); of all
    these at most `cap`. Measured on real bids (floor .15, at least 20, at most 100) this reaches
    62 % of those who then really bid, where the best 20 alone reach 37 %.
    """

    floor_milli: int = 15_000
    share_percent: int = 0
    at_least: int = 20
    cap: int = 100
    lowest_milli: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.at_least <= self.cap:
            raise ValueError(f"policy.at_least must be 0..cap ({self.cap}), not {self.at_least}")
        if not 0 <= self.share_percent <= 100:
            raise ValueError(f"policy.share_percent must be 0..100, not {self.share_percent}")
        if not 0 <= self.lowest_milli <= self.floor_milli <= 100_000:
            raise ValueError("policy needs 0 <= lowest_milli <= floor_milli <= 100000")

    def line(self, best_milli: int) -> int:
        """The score that tells a provider without filling up, given the best score there is."""
        return max(self.floor_milli, -(-best_milli * self.share_percent // 100))

    def count(self, scores_milli: Sequence[int]) -> int:
        """How many of these scores (sorted, best first) are told: a prefix of the list."""
        if not len(scores_milli):
            return 0
        line = self.line(int(scores_milli[0]))
        above = sum(1 for score in scores_milli[: self.cap] if score >= line)
        filled = sum(1 for score in scores_milli[: self.at_least] if score >= self.lowest_milli)
        return max(above, filled)


def choose(ranked: Sequence[tuple[Any, int]], policy: Policy) -> list[tuple[Any, int]]:
    """The (provider id, score) pairs that are told, of pairs sorted best first, ties resolved."""
    return list(ranked[: policy.count([score for _, score in ranked])])
