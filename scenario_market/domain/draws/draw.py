"""The draw of a panel: reproducible from what was committed beforehand, and so verifiable by anybody. Pure.

``docs/evaluation.md`` says the same in words. When a panel is prepared, three things are made and committed to in
public: a ``secret`` of 32 bytes, by its SHA-256 (``commitment``), and the pool, by ``pool_hash``.

1. Every expert in force in the register is in the pool, under a number in random order. Number and name are sealed by
   a salt of his own (``sealed``): who reads the numbers learns nobody's name, and nobody can be put behind another's
   number later.
2. At the draw who may not sit is marked with every reason. List and marks are fixed, and their digest is public.
3. ``seed`` = HMAC-SHA256(secret, "seed:" + beacon). The ``beacon`` is the digest of what came after the commitment
   and is public: of a call the salted hashes of all bids, of a final acceptance the signature of the first head of the
   chain of events behind it. Whoever knew the secret could not know the seed, and whoever made it could not choose.
4. The order is by HMAC-SHA256(seed, number), ascending, as bytes.
5. The finance seats go to the first on that order who are on finance; the other seats to the first of the rest whose
   field fits. Who is marked, and who has left, is passed over. Who leaves later is replaced by the same rule.
"""

import hashlib
import hmac
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

ALGORITHM = "sm-draw-2"


@dataclass(frozen=True)
class Candidate:
    """One line of the list that is drawn from.

    :param number: the pseudonymous number. :param finance: an expert on finance. :param field: his field fits the call.
    :param excluded: codes of every reason for which he may not sit; empty: he may. :param sealed: as of :func:`sealed`.
    :param changed: what the register says of him was changed since the pool was committed.
    """

    number: str
    finance: bool
    field: bool
    excluded: tuple[str, ...] = ()
    sealed: str = ""
    changed: bool = False


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


def sealed(number: str, name: str, salt: str) -> str:
    """What is published of who stands behind a number: SHA-256 in hex of the canonical JSON of these three."""
    return _sha256([number, name, salt])


def pool_hash(candidates: Iterable[tuple[str, str]]) -> str:
    """What is published of a pool before the draw: SHA-256 of the canonical JSON of (number, sealed), by number."""
    return _sha256(sorted([number, closed] for number, closed in candidates))


def beacon(known: Iterable[str]) -> str:
    """What nobody knew at the commitment: SHA-256 of the canonical JSON of these texts, sorted."""
    return _sha256(sorted(known))


def seed(secret: bytes, known: str) -> bytes:
    """What is drawn with. :param known: the beacon."""
    return _value(secret, f"seed:{known}")


def numbers(expert_ids: Iterable[int], key: bytes) -> dict[int, str]:
    """A number for each expert: his rank by a key that is used once and forgotten, with four digits or more."""
    ranked = sorted(expert_ids, key=lambda one: _value(key, str(one)))
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
    subject: str,
    seats: int,
    finance_seats: int,
    candidates: Iterable[Candidate],
    **bound: Any,
) -> dict[str, Any]:
    """What is fixed at the draw, as JSON; its ``digest`` is published at once, the rest with the result.

    :param subject: whose panel it is. :param bound: what the draw is bound to: ``secret_hash``, ``pool_hash``,
        ``beacon`` and ``fields``.
    """
    listed = sorted(candidates, key=lambda one: one.number)
    return {
        "algorithm": ALGORITHM,
        "subject": subject,
        **bound,
        "seats": seats,
        "finance_seats": finance_seats,
        "candidates": [asdict(one) | {"excluded": list(one.excluded)} for one in listed],
    }


def digest(fixed: Mapping[str, Any]) -> str:
    """SHA-256 of a record's canonical JSON: sorted keys, no blanks, UTF-8."""
    return _sha256(dict(fixed))


def candidates_of(fixed: Mapping[str, Any]) -> list[Candidate]:
    """The candidates of a record. :raises KeyError, TypeError: it is none."""
    return [
        Candidate(
            one["number"],
            bool(one["finance"]),
            bool(one["field"]),
            tuple(one["excluded"]),
            one["sealed"],
            bool(one["changed"]),
        )
        for one in fixed["candidates"]
    ]


def faults(published: Mapping[str, Any]) -> Sequence[str]:
    """What does not hold in a published draw; empty: all holds.

    :param published: ``record`` as of :func:`record`; its ``digest``; ``secret`` in hex; ``gone`` numbers of who left;
        ``members`` the numbers of those who sat at the end; ``people``, objects with number, name and salt of each
        member (none where the names are not published). What the beacon was made of: ``bid_hashes`` of a call,
        ``checkpoint`` of a final acceptance with the ``position`` of what committed to its draw. Of a panel that was
        given up for want of experts ``given_up``, with the numbers ``gone`` until then.
    :raises KeyError, TypeError, ValueError: it is no published draw.
    """
    fixed = published["record"]
    listed = candidates_of(fixed)
    known = {one.number for one in listed}
    pool = pool_hash((one.number, one.sealed) for one in listed)
    holds = {
        "algorithm": fixed["algorithm"] == ALGORITHM,
        "secret": commitment(bytes.fromhex(published["secret"])) == fixed["secret_hash"],
        "beacon": beacon(_known(published)) == fixed["beacon"],
        "later": _came_later(published),
        "pool": pool == fixed["pool_hash"],
        "people": _are_named(listed, published),
        "digest": digest(fixed) == published["digest"],
        "numbers": len(known) == len(listed),
        "gone": set(published["gone"]) <= known,
        "members": _drawn(listed, published) == sorted(published["members"]),
    }
    return [name for name, is_so in holds.items() if not is_so]


def _known(published: Mapping[str, Any]) -> Sequence[str]:
    """What the beacon was made of."""
    if "checkpoint" in published:
        return [published["checkpoint"]["signature"]]
    return published["bid_hashes"]  # type: ignore[no-any-return]


def _came_later(published: Mapping[str, Any]) -> bool:
    """Whether what the beacon was made of came after the commitment; of a call the note on its opening says it."""
    if "checkpoint" not in published:
        return True
    return bool(published["checkpoint"]["position"] >= published["position"])


def _drawn(listed: Sequence[Candidate], published: Mapping[str, Any]) -> list[str] | None:
    """Who sits in the end; of a panel that was given up nobody, where its seats could not be taken."""
    fixed, given_up = published["record"], published.get("given_up")
    try:
        sat = seating(
            listed,
            seed(bytes.fromhex(published["secret"]), fixed["beacon"]),
            seats=fixed["seats"],
            finance_seats=fixed["finance_seats"],
            gone=given_up["gone"] if given_up else published["gone"],
        )
    except TooFewCandidates:
        return [] if given_up else None
    return None if given_up else sorted(sat.numbers)


def _are_named(listed: Sequence[Candidate], published: Mapping[str, Any]) -> bool:
    """Whether the names are those that were sealed under the numbers of the members."""
    people = published["people"]
    closed = {one.number: one.sealed for one in listed}
    fit = all(
        closed.get(one["number"]) == sealed(one["number"], one["name"], one["salt"])
        for one in people
    )
    return fit and sorted(one["number"] for one in people) in ([], sorted(published["members"]))


def _sha256(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _value(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
