"""Whether organisations may bid, alone or as a consortium: one answer for each rule of a call. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from scenario_market.domain.providers.credential_rules import counts_on


@dataclass(frozen=True)
class Held:
    """An honour or certificate that a bidder declared."""

    kind: str
    code: str
    level: int = 0
    expires_on: date | None = None


@dataclass(frozen=True)
class Bidder:
    """What the books say of an organisation that would bid. None and empty: nothing is said.

    :param relation: to the owner: ``same``, ``controlled`` by it, ``controls`` it, or its ``sister`` under a
        common controller; None: none is known.
    :param is_excluded: it is suspended or was removed as a provider, and that stands.
    :param has_sharpened: it helped to write the need that the call is made from.
    """

    organisation_id: int
    is_verified: bool = True
    relation: str | None = None
    is_excluded: bool = False
    has_sharpened: bool = False
    in_pool: bool = False
    district: str | None = None
    size_class: str | None = None
    owner_type: str | None = None
    categories: frozenset[str] = frozenset()
    held: tuple[Held, ...] = ()


@dataclass(frozen=True)
class Lacking:
    """What a bidder lacks. ``reason``: ``absent``, ``expired`` (after ``expired_on``) or ``low_level``."""

    code: str
    level: int = 0
    reason: str = "absent"
    expired_on: date | None = None


@dataclass(frozen=True)
class Answer:
    """Whether bidders, alone or as a consortium, meet one rule of a call.

    :param rule: a fixed rule (``FIXED``), or the kind of the condition.
    :param place: of the condition in the call's ``eligibility``, from 0 on; None for a fixed rule.
    :param organisation_ids: who stands against it where it failed, else who brings what it asks for.
    :param wanted: the condition's values. :param lacking: of them what nobody has who should.
    :param by_partner: a consortium partner could bring it.
    :param detail: further facts: ``relation``, ``limit``, ``match``, ``members``, ``ground``.
    """

    rule: str
    passed: bool
    place: int | None = None
    organisation_ids: tuple[int, ...] = ()
    wanted: tuple[Any, ...] = ()
    lacking: tuple[Lacking, ...] = ()
    by_partner: bool = False
    detail: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Call:
    """What of a call decides on who may bid. ``consortium_max`` counts organisations, the lead included."""

    conditions: Sequence[Mapping[str, Any]]
    accepts_consortium: bool
    consortium_max: int
    sharpener_may_bid: bool


FIXED = (
    "verified",
    "not_owner_side",
    "not_excluded",
    "not_sharpener",
    "consortium_accepted",
    "consortium_size",
)


def judge(call: Call, bidders: Sequence[Bidder], *, today: date) -> list[Answer]:
    """One answer for each fixed rule that applies and each condition, in the order in which they stand.

    :param bidders: the organisations of one bid, the lead first.
    """
    return _fixed(call, bidders) + judge_conditions(call, bidders, today=today)


def judge_conditions(call: Call, bidders: Sequence[Bidder], *, today: date) -> list[Answer]:
    """One answer for each condition of the call, in their order."""
    return [_answer(call, place, one, bidders, today) for place, one in enumerate(call.conditions)]


def _fixed(call: Call, bidders: Sequence[Bidder]) -> list[Answer]:
    related = {b.organisation_id: b.relation for b in bidders if b.relation is not None}
    against = {
        "verified": [b.organisation_id for b in bidders if not b.is_verified],
        "not_owner_side": list(related),
        "not_excluded": [b.organisation_id for b in bidders if b.is_excluded],
    }
    if not call.sharpener_may_bid:
        against["not_sharpener"] = [b.organisation_id for b in bidders if b.has_sharpened]
    answers = [
        Answer(
            rule,
            not keys,
            organisation_ids=tuple(keys),
            detail={"relation": related} if keys and rule == "not_owner_side" else None,
        )
        for rule, keys in against.items()
    ]
    if len(bidders) > 1:
        answers.append(Answer("consortium_accepted", call.accepts_consortium))
        limit = call.consortium_max
        answers.append(Answer("consortium_size", len(bidders) <= limit, detail={"limit": limit}))
    return answers


def _answer(
    call: Call, place: int, one: Mapping[str, Any], bidders: Sequence[Bidder], today: date
) -> Answer:
    kind, members = one["kind"], one["members"]
    wanted = one["values"] if kind != "pool" else ["pool"]
    asked = bidders[:1] if members == "lead" else bidders
    needs_all = one["match"] == "all"
    has = {b.organisation_id: [holds(kind, v, b, today) for v in wanted] for b in asked}
    enough = {key: (all if needs_all else any)(row) for key, row in has.items()}
    if members == "one":
        together = [any(column) for column in zip(*has.values(), strict=True)]
        passed = (all if needs_all else any)(together)
        missing = [v for v, there in zip(wanted, together, strict=True) if not there]
        named = [key for key, row in has.items() if any(row)] if passed else []
    else:
        passed = all(enough.values())
        columns = list(zip(*(row for k, row in has.items() if not enough[k]), strict=True))
        missing = [v for v, column in zip(wanted, columns, strict=False) if not all(column)]
        named = [key for key, fine in enough.items() if fine == passed]
    return Answer(
        rule=kind,
        passed=passed,
        place=place,
        organisation_ids=tuple(named),
        wanted=tuple(one["values"]),
        lacking=() if passed or kind == "pool" else tuple(_lack(kind, v, asked) for v in missing),
        by_partner=not passed and members == "one" and call.accepts_consortium,
        detail={"match": one["match"], "members": members, "ground": one["ground"]},
    )


def holds(kind: str, value: Any, bidder: Bidder, today: date) -> bool:
    """Whether a bidder has one value of a condition on a day."""
    if kind in ("honour", "certificate"):
        code, level = _code(value)
        return any(
            h.kind == kind
            and h.code == code
            and h.level >= level
            and counts_on(h.expires_on, today)
            for h in bidder.held
        )
    if kind == "category":
        return value in bidder.categories
    if kind == "pool":
        return bidder.in_pool
    return (
        value
        == {
            "district": bidder.district,
            "size": bidder.size_class,
            "ownership": bidder.owner_type,
        }[kind]
    )


def _code(value: Any) -> tuple[str, int]:
    return (value["code"], value["level"]) if isinstance(value, Mapping) else (value, 0)


def _lack(kind: str, value: Any, bidders: Sequence[Bidder]) -> Lacking:
    """Why nobody has it: held once and expired, held at too low a level, or not at all."""
    code, level = _code(value)
    ever = [h for b in bidders for h in b.held if h.kind == kind and h.code == code]
    lapsed = [h.expires_on for h in ever if h.level >= level and h.expires_on is not None]
    if lapsed:
        return Lacking(code, level, "expired", max(lapsed))
    return Lacking(code, level, "low_level" if ever else "absent")
