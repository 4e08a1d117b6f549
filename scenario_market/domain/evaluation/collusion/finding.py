"""All finders, one after the other."""

from collections.abc import Iterable

from scenario_market.domain.evaluation.collusion import passages, prices, traces
from scenario_market.domain.evaluation.collusion.shapes import Hint, Limits, Opened

__all__ = ["Hint", "Limits", "Opened", "find"]


def find(bids: Iterable[Opened], *, call: str, limits: Limits | None = None) -> list[Hint]:
    """Every hint among the bids of one call, in a fixed order.

    :param call: what the call itself says; quoting it is no hint.
    """
    bids = sorted(bids, key=lambda one: one.key)
    limits = limits or Limits()
    return [
        *passages.passages(bids, call, limits),
        *traces.shared(bids, limits),
        *traces.slips(bids, call, limits),
        *prices.patterns(bids, limits),
    ]
