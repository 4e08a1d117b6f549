"""What hints are made from and what they are. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Opened:
    """One opened bid, as far as hints go.

    :param key: what tells it from others, for the order of what is found. :param texts: section → its whole text.
    :param files: what each attachment says of itself: ``author``, ``tool``, ``company``, ``sha256``, ``name``.
    :param addresses: digests of network addresses; ``devices``: of devices, that it was worked on from.
    :param items: name → amount in fen, of the budget. :param total_fen: the price asked.
    """

    key: str
    texts: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[Mapping[str, str]] = ()
    addresses: frozenset[str] = frozenset()
    devices: frozenset[str] = frozenset()
    items: Mapping[str, int] = field(default_factory=dict)
    total_fen: int | None = None


@dataclass(frozen=True)
class Limits:
    """How much of something makes a hint.

    :param passage_chars: length of a passage that two bids share, of letters and digits alone.
    :param progression_bids: bids whose prices stand at equal steps. :param items: equal or scaled amounts.
    :param shared_max: what more bids than this share is common knowledge and no hint.
    :param generic: authors and tools that say nothing.
    """

    passage_chars: int = 40
    progression_bids: int = 3
    items: int = 3
    shared_max: int = 5
    generic: frozenset[str] = frozenset({"admin", "administrator", "user", "微软用户", "lenovo"})


@dataclass(frozen=True)
class Hint:
    """Something that several bids have in common.

    :param kind: ``passage``, ``author``, ``file``, ``address``, ``device``, ``slip``, ``price_steps``, ``price_ratio``,
        ``price_items``. :param bids: their keys, sorted.
    :param evidence: for each of them what was found there, under its key; and what it is, under ``what``.
    """

    kind: str
    bids: tuple[str, ...]
    evidence: Mapping[str, Any]
