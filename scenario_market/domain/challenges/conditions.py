"""Conditions of a call: how they are written. Pure; ``bidders.py`` says who meets them.

A condition is kept with the call as an object:

    {"kind": one of ``KINDS``, "values": [codes; of certificates {"code", "level"}], "match": "all" | "any",
     "members": "one" | "each" | "lead", "ground": the legal ground of a condition that restricts competition}

``members``: of a consortium. ``one``: what is asked for is there among its members, whoever brings it; ``each``: every
member has it; ``lead``: the lead has it. Of ``RESTRICTING`` the review (公平竞争审查) asks for a ground.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from scenario_market.domain.checks import (
    Check,
    Codes,
    Wrong,
    certificate,
    code_of,
    list_of,
    text,
)
from scenario_market.domain.errors import FieldError

# kind → the code list of its values; pool has none.
KINDS = {
    "honour": "honours",
    "certificate": "certificates",
    "category": "provider_categories",
    "district": "districts",
    "size": "size_classes",
    "ownership": "owner_types",
    "pool": None,
}
# By place, size, ownership or membership of a pool: 公平竞争审查条例 (in force since 2024-08), 财办库〔2021〕14号.
RESTRICTING = frozenset({"district", "size", "ownership", "pool"})
MATCHES = ("all", "any")
MEMBERS = ("one", "each", "lead")
# What a bidder could borrow from a partner; where it is registered or how large it is, it could not.
USUAL = {
    "honour": ("all", "one"),
    "certificate": ("all", "one"),
    "category": ("any", "one"),
    "district": ("any", "each"),
    "size": ("any", "each"),
    "ownership": ("any", "each"),
    "pool": ("any", "each"),
}
Conditions = Sequence[Mapping[str, Any]]
KEYS = ("kind", "values", "match", "members", "ground")
GROUND = text(500)


def _certificate(path: str, value: Any, codes: Codes) -> dict[str, Any]:
    """A certificate by its code and level, or by the name of one of its levels alone (``CMMI3``)."""
    return certificate(path, {"code": value} if isinstance(value, str) else value, codes)


_one_of: dict[str, Check] = {
    kind: _certificate if kind == "certificate" else code_of(name)
    for kind, name in KINDS.items()
    if name is not None
}


def condition(path: str, value: Any, codes: Codes) -> dict[str, Any]:
    """One condition as somebody writes it, whole: what is not said is as usual for its kind.

    :raises Wrong: with every fault.
    """
    if not isinstance(value, Mapping):
        raise Wrong(FieldError(path, "not_an_object", {"keys": list(KEYS)}))
    errors = [FieldError(f"{path}.{key}", "unknown_field") for key in value if key not in KEYS]
    kind = value.get("kind")
    if kind not in KINDS:
        known = {"list": "conditions", "value": str(kind)[:80], "nearest": list(KINDS)}
        raise Wrong(*errors, FieldError(f"{path}.kind", "unknown_code", known))
    made: dict[str, Any] = {"kind": kind, "values": [], "ground": ""}
    for key, choices, usual in (
        ("match", MATCHES, USUAL[kind][0]),
        ("members", MEMBERS, USUAL[kind][1]),
    ):
        made[key] = value.get(key) or usual
        if made[key] not in choices:
            shown = {"list": key, "value": str(made[key])[:80], "nearest": list(choices)}
            errors.append(FieldError(f"{path}.{key}", "unknown_code", shown))
    try:
        made["ground"] = GROUND(f"{path}.ground", value.get("ground"), codes)
    except Wrong as wrong:
        errors += wrong.errors
    try:
        made["values"] = _values(path, kind, value.get("values"), codes)
    except Wrong as wrong:
        errors += wrong.errors
    if errors:
        raise Wrong(*errors)
    return made


def _values(path: str, kind: str, values: Any, codes: Codes) -> list[Any]:
    if kind == "pool":
        if values:
            raise Wrong(FieldError(f"{path}.values", "unknown_field"))
        return []
    kept = list_of(_one_of[kind])(f"{path}.values", values, codes)
    if not kept:
        raise Wrong(FieldError(f"{path}.values", "required"))
    return kept


CONDITIONS: Check = list_of(condition, unique=True)


def restricting(eligibility: Conditions) -> list[int]:
    """Places of the conditions that restrict competition: what is warned of."""
    return [place for place, one in enumerate(eligibility) if one["kind"] in RESTRICTING]


def missing_grounds(eligibility: Conditions) -> list[FieldError]:
    """A condition that restricts owes its legal ground; every one that has none, by its field."""
    return [
        FieldError(
            f"eligibility.{place}.ground", "ground_required", {"kind": eligibility[place]["kind"]}
        )
        for place in restricting(eligibility)
        if not eligibility[place]["ground"].strip()
    ]


def added_restrictions(before: Conditions, after: Conditions) -> list[FieldError]:
    """What an amendment of an open call may not do: restrict more than what was reviewed."""
    reviewed = [one for one in before if one["kind"] in RESTRICTING]
    return [
        FieldError(f"eligibility.{place}", "restricts_after_review", {"kind": after[place]["kind"]})
        for place in restricting(after)
        if after[place] not in reviewed
    ]
