"""Eligibility: hard rules apart from the score, each with a name and its evidence.

Whoever fails one is not matched, however well the text fits. Budget is never a rule. A
consortium does not soften a rule for the single provider, but a near miss is told which of what
it lacks a partner could bring (`by_partner`), where the need accepts consortia.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from .profile import ADMITTED, Need, Profile
from .tags import Item

RULES = (
    "admitted",
    "verified",
    "not_owner",
    "not_excluded",
    "required_category",
    "allowed_district",
    "required_honour",
    "required_certificate",
)
OF_CODES = RULES[4:]
_ONE_OF = ("required_category", "allowed_district")
_BY_PARTNER = ("required_category", "required_honour", "required_certificate")


class Standing(NamedTuple):
    """The facts about a provider that no code tells."""

    admitted: bool
    verified: bool
    owner: bool
    excluded: bool


PASSES = Standing(admitted=True, verified=True, owner=False, excluded=False)


def stand(need: Need, profile: Profile) -> Standing:
    """Owners and what they control are out, and who had a part in the need's making."""
    return Standing(
        profile.state == ADMITTED,
        profile.is_verified,
        profile.organisation_id in need.excluded_organisation_ids,
        profile.provider_id in need.excluded_provider_ids,
    )


def _ask(use: str, asked: list[Item], met: Collection[int], bits: dict[Item, int]) -> bool:
    hits = [bits[item] in met for item in asked]
    return any(hits) if use in _ONE_OF else all(hits)


def findings(
    need: Need,
    asked: tuple[Item, ...],
    met: Collection[int],
    standing: Standing,
    expired: Collection[int] = (),
) -> list[dict[str, Any]]:
    """One finding for each rule that applies, passed or not, in the order of `RULES`.

    `met` and `expired` are places in `asked`: what the provider validly has, and what it had.
    A finding of codes lists what is `held` and, where it failed, what is `lacking` and why.
    """
    found: list[dict[str, Any]] = [
        {"rule": "admitted", "passed": standing.admitted},
        {"rule": "verified", "passed": standing.verified},
        {"rule": "not_owner", "passed": not standing.owner},
        {"rule": "not_excluded", "passed": not standing.excluded},
    ]
    bits = {item: place for place, item in enumerate(asked)}
    for use in OF_CODES:
        wanted = [item for item in asked if item.use == use]
        if not wanted:
            continue
        passed = _ask(use, wanted, met, bits)
        finding: dict[str, Any] = {"rule": use, "passed": passed}
        finding["held"] = [_code(item) for item in wanted if bits[item] in met]
        if not passed:
            finding["lacking"] = [
                _code(item) | {"reason": "expired" if bits[item] in expired else "absent"}
                for item in wanted
                if bits[item] not in met
            ]
            finding["by_partner"] = need.accepts_consortium and use in _BY_PARTNER
        found.append(finding)
    return found


def _code(item: Item) -> dict[str, Any]:
    """The level is named only where one is asked for."""
    return {"code": item.code} | ({"level": item.level} if item.level else {})


def failed(found: list[dict[str, Any]]) -> tuple[str, ...]:
    """The names of the rules that stand against the provider: exactly those of a near miss."""
    return tuple(finding["rule"] for finding in found if not finding["passed"])
