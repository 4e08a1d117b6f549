"""Pure: how far a measured result has come from its baseline."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PERCENT = frozenset({"%", "％"})


@dataclass(frozen=True)
class Change:
    """:param amount: signed. :param unit: ``percent`` of the baseline; ``points`` where the metric is in percent."""

    amount: float
    unit: str


def change(result: Mapping[str, Any]) -> Change | None:
    """The change of one of :attr:`Landmark.results` against its baseline; None without one, or from zero."""
    baseline, measured = result["baseline"], result["measured"]
    if baseline is None:
        return None
    if result["unit"] in PERCENT:
        return Change(measured - baseline, "points")
    return Change((measured - baseline) / abs(baseline) * 100, "percent") if baseline else None
