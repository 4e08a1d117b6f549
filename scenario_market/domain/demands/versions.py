"""The content of a demand as plain values, and its versions."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.demands import enclosures
from scenario_market.domain.demands.models import Demand, DemandVersion
from scenario_market.domain.demands.rules import CONTENT, FIELDS, changed


def values(demand: Demand) -> dict[str, Any]:
    """Every field of a demand, contacts included, as the rules take them."""
    return {name: getattr(demand, name) for name in FIELDS}


def content(demand: Demand) -> dict[str, Any]:
    """What a version holds: the published fields as JSON values; dates are ISO texts. No contacts."""
    return {name: plain(getattr(demand, name)) for name in CONTENT}


def plain(value: Any) -> Any:
    """A field's value as JSON has it."""
    return value.isoformat() if isinstance(value, date) else value


def apply(demand: Demand, kept: Mapping[str, Any]) -> list[str]:
    """Set checked values; the names of those that changed."""
    names = changed(values(demand), kept)
    for name in names:
        setattr(demand, name, kept[name])
    return names


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
    before = session.scalar(
        select(DemandVersion.content).where(
            DemandVersion.demand_id == demand.id, DemandVersion.number == demand.content_number
        )
    )
    after = content(demand)
    demand.content_number += 1
    if is_public:
        demand.public_number = demand.content_number
    row = DemandVersion(
        demand_id=demand.id,
        number=demand.content_number,
        content=after,
        changed=changed(before, after) if before is not None else [],
        is_public=is_public,
        created_at=now,
        created_by_id=person_id,
    )
    session.add(row)
    session.flush()
    enclosures.freeze(session, demand.id, row.number)
    return row
