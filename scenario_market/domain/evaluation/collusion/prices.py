"""Arithmetic patterns of prices: equal steps, one ratio for all items, the same odd amounts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from scenario_market.domain.evaluation.collusion.shapes import Hint, Limits, Opened

ROUND_FEN = 1_000_000  # whole ten thousands of yuan: anybody names them


def patterns(bids: Iterable[Opened], limits: Limits) -> list[Hint]:
    bids = sorted(bids, key=lambda one: one.key)
    return [*steps(bids, limits), *ratios(bids, limits), *items(bids, limits)]


def steps(bids: Sequence[Opened], limits: Limits) -> list[Hint]:
    """Prices at equal steps, by difference or by ratio, of as many bids as ``limits.progression_bids`` or more, where
    each stands next to the other in the order of prices."""
    priced = sorted((b for b in bids if b.total_fen), key=lambda b: (b.total_fen, b.key))
    found = []
    for name, step in (("difference", _difference), ("ratio", _ratio)):
        run: list[Opened] = []
        last: Any = None
        for one, other in pairwise(priced):
            value = step(one, other)
            if value == last and run:
                run.append(other)
                continue
            found += _run(name, run, last, limits)
            run, last = ([one, other], value) if value else ([], None)
        found += _run(name, run, last, limits)
    return found


def _difference(one: Opened, other: Opened) -> int:
    return (other.total_fen or 0) - (one.total_fen or 0)


def _ratio(one: Opened, other: Opened) -> Fraction | None:
    value = Fraction(other.total_fen or 0, one.total_fen or 1)
    return None if value == 1 else value


def _run(name: str, run: Sequence[Opened], step: Any, limits: Limits) -> list[Hint]:
    if len(run) < limits.progression_bids:
        return []
    evidence: dict[str, Any] = {one.key: {"total_fen": one.total_fen} for one in run}
    what = {"what": {"step": name, "value": str(step)}}
    return [Hint("price_steps", tuple(sorted(evidence)), evidence | what)]


def ratios(bids: Sequence[Opened], limits: Limits) -> list[Hint]:
    """Bids all of whose items, in their order, are another's times one factor: grouped by the items' proportions."""
    groups: dict[tuple[Fraction, ...], list[Opened]] = defaultdict(list)
    for bid in bids:
        amounts = list(bid.items.values())
        whole = sum(amounts)
        if len(amounts) >= limits.items and whole > 0 and len(set(amounts)) > 1:
            groups[tuple(Fraction(amount, whole) for amount in amounts)].append(bid)
    return [
        Hint(
            "price_ratio",
            tuple(one.key for one in group),
            {one.key: {"items": dict(one.items)} for one in group}
            | {"what": {"proportions": [str(part) for part in parts]}},
        )
        for parts, group in sorted(groups.items())
        if 1 < len(group) <= limits.shared_max
    ]


def items(bids: Sequence[Opened], limits: Limits) -> list[Hint]:
    """The same odd amounts: at least ``limits.items`` of them, none a whole ten thousand yuan, in two bids."""
    holders: dict[int, list[str]] = defaultdict(list)
    for bid in bids:
        for amount in sorted(set(bid.items.values())):
            if amount % ROUND_FEN:
                holders[amount].append(bid.key)
    pairs: dict[tuple[str, str], list[int]] = defaultdict(list)
    for amount, keys in sorted(holders.items()):
        if len(keys) <= limits.shared_max:
            for place, one in enumerate(keys):
                for other in keys[place + 1 :]:
                    pairs[one, other].append(amount)
    by_key = {bid.key: bid for bid in bids}
    return [
        Hint(
            "price_items",
            pair,
            {key: _named(by_key[key], same) for key in pair} | {"what": {"amounts_fen": same}},
        )
        for pair, same in sorted(pairs.items())
        if len(same) >= limits.items
    ]


def _named(bid: Opened, amounts: Sequence[int]) -> dict[str, Any]:
    return {"items": {name: amount for name, amount in bid.items.items() if amount in amounts}}
