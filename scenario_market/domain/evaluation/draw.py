"""The draw of a panel: reproducible from a seed that was committed beforehand, and so verifiable by anybody. Pure.

``docs/evaluation.md`` says the same in words. Let ``seed`` be 32 secret bytes. Before anybody is drawn, its SHA-256 is
public (``commitment``), and so is that of a second secret, the ``numbering`` key.

1. Every expert in force in the register is a candidate. His number is his rank, from 1 on, among the values
   HMAC-SHA256(numbering key, key of the expert in decimal): who holds the list of numbers alone learns nobody's name.
2. Who may not sit is marked with every reason. List and marks are fixed, and their digest is public, at the draw.
3. The order is by HMAC-SHA256(seed, number), ascending, as bytes.
4. The finance seats go to the first on that order who are on finance; the other seats to the first of the rest whose
   field fits. Who is marked, and who has left, is passed over. Who leaves later is replaced by the same rule.
"""

import hashlib
import hmac
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

ALGORITHM = "sm-draw-1"


@dataclass(frozen=True)
class Candidate:
    """One line of the list that is drawn from.

    :param number: the pseudonymous number. :param finance: an expert on finance. :param field: his field fits the call.
    :param excluded: codes of every reason for which he may not sit; empty: he may.
    """

    number: str
    finance: bool
    field: bool
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seating:
    """Who sits where: numbers, each in the drawn order."""

    finance: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def numbers(self) -> tuple[str, ...]:
        return (*self.finance, *self.others)


class TooFewCandidates(Exception):
    """:param missing: seats that stay empty."""

    def __init__(self, missing: int) -> None:
        super().__init__(f"{missing} seats stay empty")
        self.missing = missing


def commitment(secret: bytes) -> str:
    """What is published of a secret before it is used: its SHA-256 in hex."""
    return hashlib.sha256(secret).hexdigest()


def numbers(expert_ids: Iterable[int], numbering: bytes) -> dict[int, str]:
    """The pseudonymous number of each expert: his rank by the numbering key, written with four digits or more."""
    ranked = sorted(expert_ids, key=lambda one: _value(numbering, str(one)))
    return {one: f"{place:04}" for place, one in enumerate(ranked, start=1)}


def order(candidates: Iterable[Candidate], seed: bytes) -> list[Candidate]:
    """All candidates in the drawn order, those who may not sit included."""
    return sorted(candidates, key=lambda one: (_value(seed, one.number), one.number))


def lot(pseudonym: str, seed: bytes) -> bytes:
    """What decides by lot between equal bids, the lower first: of the same seed, under a name of its own."""
    return _value(seed, f"lot:{pseudonym}")


def seating(
    candidates: Iterable[Candidate],
    seed: bytes,
    *,
    seats: int,
    finance_seats: int,
    gone: Collection[str] = (),
) -> Seating:
    """Who sits. Nobody who sits is moved off the panel by somebody else's leaving.

    :param gone: numbers of those who declined, did not answer, recused themselves or fell out.
    :raises TooFewCandidates: not every seat can be taken.
    """
    drawn = [one for one in order(candidates, seed) if not one.excluded and one.number not in gone]
    finance = [one.number for one in drawn if one.finance][:finance_seats]
    rest = [one.number for one in drawn if one.field and one.number not in finance]
    others = rest[: seats - finance_seats]
    missing = seats - len(finance) - len(others)
    if missing:
        raise TooFewCandidates(missing)
    return Seating(tuple(finance), tuple(others))


def record(
    *,
    challenge: str,
    seed_hash: str,
    numbering_hash: str,
    seats: int,
    finance_seats: int,
    candidates: Iterable[Candidate],
) -> dict[str, Any]:
    """What is fixed at the draw, as JSON; its ``digest`` is published at once, the rest with the result."""
    listed = sorted(candidates, key=lambda one: one.number)
    return {
        "algorithm": ALGORITHM,
        "challenge": challenge,
        "seed_hash": seed_hash,
        "numbering_hash": numbering_hash,
        "seats": seats,
        "finance_seats": finance_seats,
        "candidates": [asdict(one) | {"excluded": list(one.excluded)} for one in listed],
    }


def digest(fixed: Mapping[str, Any]) -> str:
    """SHA-256 of a record's canonical JSON: sorted keys, no blanks, UTF-8."""
    text = json.dumps(dict(fixed), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def candidates_of(fixed: Mapping[str, Any]) -> list[Candidate]:
    """The candidates of a record. :raises KeyError, TypeError: it is none."""
    return [
        Candidate(one["number"], bool(one["finance"]), bool(one["field"]), tuple(one["excluded"]))
        for one in fixed["candidates"]
    ]


def faults(published: Mapping[str, Any]) -> Sequence[str]:
    """What does not hold in a published draw: ``{"record", "digest", "seed", "gone", "members"}``; empty: all holds.

    :param published: ``record`` as of :func:`record`; ``seed`` in hex; ``gone`` numbers of who left; ``members`` the
        numbers of those who sat at the end.
    :raises KeyError, TypeError, ValueError: it is no published draw.
    """
    fixed, seed = published["record"], bytes.fromhex(published["seed"])
    listed = candidates_of(fixed)
    known = {one.number for one in listed}
    found = []
    if fixed["algorithm"] != ALGORITHM:
        found.append("algorithm")
    if commitment(seed) != fixed["seed_hash"]:
        found.append("seed")
    if digest(fixed) != published["digest"]:
        found.append("digest")
    if len(known) != len(listed):
        found.append("numbers")
    if not set(published["gone"]) <= known:
        found.append("gone")
    try:
        sat = seating(
            listed,
            seed,
            seats=fixed["seats"],
            finance_seats=fixed["finance_seats"],
            gone=published["gone"],
        )
        if sorted(sat.numbers) != sorted(published["members"]):
            found.append("members")
    except TooFewCandidates:
        found.append("members")
    return found


def _value(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
