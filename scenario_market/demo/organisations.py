"""Fictitious enterprises and institutions: those that have needs, those that answer calls."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from scenario_market.demo.fiction import MARK, fictitious, telephone

# Providers count from 1; each part has a hundred of its own.
_FIRST_SEEDS = {"organisation": 90_001, "bidder": 90_101}


@dataclass(frozen=True)
class Organisation:
    """An organisation of the demonstration; ``key`` is how needs, calls and accounts name it."""

    key: str
    name: str
    uscc: str
    district: str
    owner_type: str
    size_class: str
    industry: str
    contact_name: str
    contact_mobile: str
    contact_email: str
    is_fictitious: bool = True


def organisations() -> tuple[Organisation, ...]:
    """The owners of needs, the same on every call."""
    return _part("organisation")


def bidders() -> tuple[Organisation, ...]:
    """Who answers calls."""
    return _part("bidder")


@cache
def _part(name: str) -> tuple[Organisation, ...]:
    source = resources.files("scenario_market.demo") / "organisations.toml"
    rows = tomllib.loads(source.read_text("utf-8"))[name]
    first = _FIRST_SEEDS[name]
    return tuple(_organisation(first + number, row) for number, row in enumerate(rows))


def _organisation(seed: int, row: dict[str, Any]) -> Organisation:
    contact: dict[str, Any] = {
        "contact_name": f"演示联系人{row['key']}",
        "contact_mobile": telephone(seed),
        "contact_email": f"{row['key'].replace('_', '-')}@demo.example",
    }
    return Organisation(**(row | {"name": row["name"] + MARK}), uscc=fictitious(seed), **contact)
