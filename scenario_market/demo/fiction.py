"""What everything invented for the demonstration shares: a mark, codes and contacts that can belong to nobody,
and draws that come out the same on every Python."""

import random
from collections.abc import Sequence
from typing import TypeVar

from scenario_market.domain.parties.uscc import check_character

MARK = "（演示）"

_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

T = TypeVar("T")


def fictitious(seed: int) -> str:
    """A valid unified social credit code that no register issues: its office is 000000, its number begins DEM.

    Both checks hold (GB 32100 and GB 11714), so it passes wherever a real one does.

    :param seed: 0 to 99999; different seeds give different codes.
    """
    if not 0 <= seed < 100_000:
        raise ValueError(f"a seed is 0 to 99999, not {seed}")
    number = f"DEM{seed:05}"
    values = (int(c) if c.isdigit() else ord(c) - ord("A") + 10 for c in number)
    total = sum(v * w for v, w in zip(values, _ORGANISATION_WEIGHTS, strict=True))
    remainder = (11 - total % 11) % 11
    first = f"91000000{number}{'X' if remainder == 10 else remainder}"
    return first + check_character(first)


def telephone(seed: int) -> str:
    """A number in the form of a fixed line whose area code does not exist."""
    return f"000-{seed:08}"


class Draw:
    """Seeded draws built on ``random.Random.random`` alone, the one method whose sequence Python keeps."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random  # noqa: S311 - no secret hangs on it

    def chance(self, probability: float) -> bool:
        return self._random() < probability

    def number(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int(self._random() * (high - low + 1))

    def one(self, items: Sequence[T]) -> T:
        return items[self.number(0, len(items) - 1)]

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """``count`` different items (or all), in drawn order."""
        return self.shuffled(items)[:count]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        pool = list(items)
        for last in range(len(pool) - 1, 0, -1):
            other = self.number(0, last)
            pool[last], pool[other] = pool[other], pool[last]
        return pool

    def weighted(self, items: Sequence[tuple[T, int]]) -> T:
        """One item by its weight."""
        left = self._random() * sum(weight for _, weight in items)
        for item, weight in items:
            left -= weight
            if left < 0:
                return item
        return items[-1][0]
