"""Places: by total, and where totals are equal by the programme's rules in their order, the last of which is the lot.

``criterion:<code>``: the higher mean first. ``price``: the lower price first, a bid without one last. ``lot``: the
lower value of ``draw.lot`` first. No rule looks at the order in which anything was stored or handed in. Pure.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from scenario_market.domain.draws.draw import lot
from scenario_market.domain.evaluation.aggregate import Result
from scenario_market.domain.programmes.values import Programme

RECOMMENDED, RESERVE, NOT_AWARDED, BELOW = (
    "recommended",
    "reserve",
    "not_awarded",
    "below_threshold",
)


@dataclass(frozen=True)
class Entry:
    """A bid with what its sheets came to. :param price_fen: the price asked, in fen; None: none is named."""

    pseudonym: str
    result: Result
    price_fen: int | None = None


@dataclass(frozen=True)
class Place:
    """Where a bid stands.

    :param place: from 1 on; None below the threshold. :param outcome: what the rules make of it.
    :param settled_by: the rule that set it before the next one, ``total`` or a tie rule; None where no next one passes.
    """

    entry: Entry
    place: int | None
    outcome: str
    settled_by: str | None


def places(entries: Iterable[Entry], rules: Programme, seed: bytes) -> list[Place]:
    """All bids: those that pass by place, then those below the threshold by pseudonym."""
    entries = list(entries)
    keys = _keys(rules, seed)
    passing = sorted(
        (one for one in entries if one.result.passes),
        key=lambda one: [key(one) for _, key in keys],
    )
    ranked = [
        Place(one, place, _outcome(place, rules), _settled(one, passing[place : place + 1], keys))
        for place, one in enumerate(passing, start=1)
    ]
    sunk = sorted((one for one in entries if not one.result.passes), key=lambda o: o.pseudonym)
    return ranked + [Place(one, None, BELOW, None) for one in sunk]


Keys = Sequence[tuple[str, Callable[[Entry], Any]]]


def _keys(rules: Programme, seed: bytes) -> Keys:
    keys: list[tuple[str, Callable[[Entry], Any]]] = [("total", lambda one: -one.result.total)]
    for tie in rules.ties:
        kind, _, code = tie.partition(":")
        if kind == "criterion":
            keys.append((tie, lambda one, code=code: -one.result.means[code]))  # type: ignore[misc]
        elif kind == "price":
            keys.append((tie, lambda one: (one.price_fen is None, one.price_fen or 0)))
        else:
            keys.append((tie, lambda one: lot(one.pseudonym, seed)))
    return keys


def _settled(one: Entry, following: Sequence[Entry], keys: Keys) -> str | None:
    if not following:
        return None
    return next((name for name, key in keys if key(one) != key(following[0])), None)


def _outcome(place: int, rules: Programme) -> str:
    if place <= rules.winners:
        return RECOMMENDED
    return RESERVE if place <= rules.winners + rules.reserves else NOT_AWARDED
