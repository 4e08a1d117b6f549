"""Forty fictitious needs with every field that publication asks for, across the scenario domains."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

from scenario_market.demo.organisations import Organisation, organisations
from scenario_market.demo.providers import AS_OF

_FEN_PER_WAN = 1_000_000
_SOURCES = ("self_posted", "officer_visit", "chain_meeting", "district_recommended", "node")


@dataclass(frozen=True)
class Demand:
    """A need with its fields as the market names them. Money in fen, codes of the city's lists.

    ``suits`` names the specialities whose providers it is for: for tests of matching, never for the market.
    """

    number: int
    owner: Organisation
    title: str
    domain: str
    industries: tuple[str, ...]
    service_types: tuple[str, ...]
    tier: str
    source: str
    background: str
    pain_points: str
    content: str
    metrics: tuple[dict[str, str], ...]
    outcomes: tuple[dict[str, str], ...]
    budget_min_fen: int
    budget_max_fen: int
    budget_display: str
    funding_source: str
    contract_route: str
    district: str
    place: str
    open_conditions: dict[str, str]
    starts_on: date
    ends_on: date
    accepts_consortium: bool
    ip_ownership: str
    deliverables: tuple[str, ...]
    is_desensitised: bool
    contact_name: str
    contact_mobile: str
    contact_email: str
    suits: tuple[str, ...]
    is_fictitious: bool = field(default=True)


@cache
def _written() -> tuple[dict[str, Any], ...]:
    source = resources.files("scenario_market.demo") / "demands.toml"
    return tuple(tomllib.loads(source.read_text("utf-8"))["demand"])


def demands(as_of: date = AS_OF) -> tuple[Demand, ...]:
    """All needs, the same on every call. :param as_of: the day from which their terms are counted."""
    owners = {owner.key: owner for owner in organisations()}
    return tuple(
        _demand(number, row, owners[row["owner"]], as_of)
        for number, row in enumerate(_written(), 1)
    )


def _demand(number: int, row: dict[str, Any], owner: Organisation, as_of: date) -> Demand:
    starts = as_of + timedelta(days=row["begin"])
    low, high = row["budget"]
    return Demand(
        number=number,
        owner=owner,
        title=row["title"],
        domain=row["domain"],
        industries=(owner.industry,),
        service_types=tuple(row["service_types"]),
        tier=row["tier"],
        source=_SOURCES[number % len(_SOURCES)],
        background=row["background"],
        pain_points=row["pain_points"],
        content=row["content"],
        metrics=tuple(_parts(text, _METRIC) for text in row["metrics"]),
        outcomes=tuple(_parts(text, _OUTCOME) for text in row["outcomes"]),
        budget_min_fen=low * _FEN_PER_WAN,
        budget_max_fen=high * _FEN_PER_WAN,
        budget_display=row.get("display", "public"),
        funding_source=row["funding"],
        contract_route=row.get("route", "direct"),
        district=owner.district,
        place=row["place"],
        open_conditions=dict(row["open"]),
        starts_on=starts,
        ends_on=starts + timedelta(days=30 * row["months"]),
        accepts_consortium=row.get("consortium", False),
        ip_ownership=row.get("ip", "owner"),
        deliverables=tuple(row["deliverables"]),
        is_desensitised=row.get("desensitised", False),
        contact_name=owner.contact_name,
        contact_mobile=owner.contact_mobile,
        contact_email=owner.contact_email,
        suits=tuple(row["suits"]),
    )


_METRIC = ("name", "operator", "baseline", "target", "unit")
_OUTCOME = ("name", "baseline", "target")


def _parts(text: str, names: tuple[str, ...]) -> dict[str, str]:
    return dict(zip(names, text.split("|"), strict=True))
