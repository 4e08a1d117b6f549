"""A dozen fictitious enterprises and institutions that have needs."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from scenario_market.demo.fiction import MARK, fictitious, telephone

_FIRST_SEED = 90_001  # providers count from 1


@dataclass(frozen=True)
class Organisation:
    """An owner of needs; ``key`` is how demands of the demonstration name it."""

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


@cache
def organisations() -> tuple[Organisation, ...]:
    """All of them, the same on every call."""
    source = resources.files("scenario_market.demo") / "organisations.toml"
    rows = tomllib.loads(source.read_text("utf-8"))["organisation"]
    return tuple(_organisation(number, row) for number, row in enumerate(rows))


def _organisation(number: int, row: dict[str, Any]) -> Organisation:
    seed = _FIRST_SEED + number
    contact: dict[str, Any] = {
        "contact_name": f"演示联系人{row['key']}",
        "contact_mobile": telephone(seed),
        "contact_email": f"{row['key']}@demo.example",
    }
    return Organisation(**(row | {"name": row["name"] + MARK}), uscc=fictitious(seed), **contact)
