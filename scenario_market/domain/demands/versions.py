"""The content of a demand as plain values, and its versions."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from scenario_market.domain.demands.enclosures import ALL
from scenario_market.domain.demands.kind import DEMANDS
from scenario_market.domain.demands.models import Demand, DemandVersion
from scenario_market.domain.demands.rules import CONTENT
from scenario_market.domain.postings import enclosures, versions


def values(demand: Demand) -> dict[str, Any]:
    """Every field of a demand, contacts included, as the rules take them."""
    return versions.values(DEMANDS, demand)


def empty() -> dict[str, Any]:
    """The fields of a new demand."""
    return versions.empty(DEMANDS)


def content(demand: Demand) -> dict[str, Any]:
    """What a version holds: the published fields as JSON values; dates are ISO texts. No contacts."""
    return {name: plain(getattr(demand, name)) for name in CONTENT}


def plain(value: Any) -> Any:
    """A field's value as JSON has it."""
    return value.isoformat() if isinstance(value, date) else value


def apply(demand: Demand, kept: Mapping[str, Any]) -> list[str]:
    """Set checked values; the names of those that changed."""
    return versions.apply(DEMANDS, demand, kept)


def add_version(
    session: Session,
    demand: Demand,
    *,
    person_id: int | None,
    now: datetime,
    is_public: bool = True,
) -> DemandVersion:
    """Freeze the present content and files as the next version, naming what changed since the one before.

    :param is_public: whether the public would read anything otherwise than in the version before.
    """
    row = versions.add_version(
        session,
        DEMANDS,
        demand,
        content(demand),
        person_id=person_id,
        now=now,
        counters=("public_number",) if is_public else (),
        is_public=is_public,
    )
    enclosures.freeze(session, DEMANDS, demand, row.number, purposes=ALL)
    return row
