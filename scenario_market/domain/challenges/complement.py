"""Who completes whom: partners that have what a provider lacks for a call. Pure.

Only those stand here who agreed to be found; what they bring is what they declared, never how well they fit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from scenario_market.domain.challenges.bidders import Bidder, holds

MOST = 3
Item = tuple[str, Any]  # a condition's kind and value, or "service_type" and its code


@dataclass(frozen=True)
class Seeker:
    """A provider who agreed to be found, with its answers to the call's conditions as they were stored."""

    organisation_id: int
    service_types: frozenset[str]
    answers: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Candidate:
    """A provider who agreed to be found and fits the call, or nearly does."""

    name: str
    bidder: Bidder
    service_types: frozenset[str]


@dataclass(frozen=True)
class Partner:
    """A suggested partner. ``brings``: of what is lacking, what it has."""

    organisation_id: int
    name: str
    brings: tuple[Item, ...]


def lacking(seeker: Seeker, service_types: Iterable[str]) -> list[Item]:
    """What a partner could bring: values of failed conditions, and service types of the call, in their order."""
    items: list[Item] = []
    for answer in seeker.answers:
        if answer["passed"] or not answer["by_partner"]:
            continue
        items += [(answer["rule"], _value(answer["rule"], one)) for one in answer["lacking"]]
    items += [("service_type", one) for one in service_types if one not in seeker.service_types]
    return items


def _value(rule: str, lack: Mapping[str, Any]) -> Any:
    return {"code": lack["code"], "level": lack["level"]} if rule == "certificate" else lack["code"]


def suggest(
    seeker: Seeker, service_types: Iterable[str], candidates: Sequence[Candidate], *, today: date
) -> list[Partner]:
    """At most three partners, who bring most first; of equal ones who stands first among the candidates."""
    wanted = lacking(seeker, service_types)
    found = []
    for one in candidates:
        if one.bidder.organisation_id == seeker.organisation_id:
            continue
        brings = tuple(item for item in wanted if _has(one, item, today))
        if brings:
            found.append(Partner(one.bidder.organisation_id, one.name, brings))
    found.sort(key=lambda partner: -len(partner.brings))
    return found[:MOST]


def _has(candidate: Candidate, item: Item, today: date) -> bool:
    kind, value = item
    if kind == "service_type":
        return value in candidate.service_types
    return holds(kind, value, candidate.bidder, today)
