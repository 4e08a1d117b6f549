"""The few numbers of the score, from the city's configuration, versioned by their content."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from functools import cached_property

CONTRIBUTIONS = ("text", "capability", "industry", "domain", "district", "honour")
TOTAL_MILLI = 100_000


@dataclass(frozen=True)
class Weights:
    """Most points each contribution can bring, in thousandths of a point; they sum to 100,000.

    `best_percent` is the share of the best single passage in the text's contribution; the rest
    belongs to the whole profile. Raises ValueError naming the field where a value is impossible.
    """

    text: int = 76_000
    capability: int = 8_000
    industry: int = 5_000
    domain: int = 5_000
    district: int = 4_000
    honour: int = 2_000
    best_percent: int = 70

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if not isinstance(value, int) or value < 0:
                raise ValueError(f"weights.{name} must be a whole number >= 0, not {value!r}")
        total = sum(getattr(self, name) for name in CONTRIBUTIONS)
        if total != TOTAL_MILLI:
            raise ValueError(f"weights must sum to {TOTAL_MILLI} milli-points, not {total}")
        if self.best_percent > 100:
            raise ValueError(f"weights.best_percent must be 0..100, not {self.best_percent}")

    @cached_property
    def version(self) -> str:
        """Eight hex digits that change whenever a weight changes."""
        text = ",".join(f"{k}={v}" for k, v in sorted(asdict(self).items()))
        return hashlib.sha256(text.encode()).hexdigest()[:8]
