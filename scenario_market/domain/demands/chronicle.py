"""What became of demands: versions, moves with their reasons, and counts of what came in by source."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.demands import enclosures, showing
from scenario_market.domain.demands.access import in_place, inside, reader, taken_down
from scenario_market.domain.demands.kind import DEMANDS
from scenario_market.domain.demands.lists import ListItem
from scenario_market.domain.demands.models import Demand, DemandVersion
from scenario_market.domain.demands.queries import find
from scenario_market.domain.permissions import require, sees_all
from scenario_market.domain.postings import chronicle
from scenario_market.domain.postings.enclosures import of_versions

PUBLIC_MOVES = frozenset({"list", "dock", "reopen", "contract", "withdraw", "expire"})


def get_versions(
    session: Session, demand_id: int, *, actor: Actor, city: City
) -> list[dict[str, Any]]:
    """The versions of a demand, oldest first; the public sees those from the first published one on."""
    actor = reader(actor)
    row = find(session, demand_id, actor=actor)
    query = select(DemandVersion).where(DemandVersion.demand_id == row.id)
    is_inside = inside(actor, row)
    if not is_inside:
        if not showing.is_public(row):
            return []
        first = select(func.min(ListItem.number)).where(ListItem.demand_id == row.id)
        query = query.where(
            DemandVersion.number >= first.scalar_subquery(), DemandVersion.is_public
        )
    bands = city.policy["demand"]["budget_bands_fen"]
    purposes = enclosures.shown(public=not is_inside)
    files = of_versions(session, DEMANDS, row, purposes=purposes)
    shown: list[dict[str, Any]] = []
    last: dict[str, Any] | None = None
    for version in session.scalars(query.order_by(DemandVersion.number)):
        content, changed = version.content, version.changed
        if not is_inside:
            # Of a figure that the reader is not shown he is not told either that it changed.
            seen = showing.public_changes(last, content, bands=bands) if last is not None else ()
            changed = [name for name in changed if name in seen]
            content = showing.public_content(content, bands=bands)
        before = shown[-1]["content"] if shown else None
        shown.append(
            {
                "number": version.number,
                "created_at": version.created_at,
                "changed": changed,
                "content": content,
                "differences": chronicle.differences(before, content),
                "attachments": files.get(version.number, ()),
            }
        )
        last = version.content
    return shown


def get_history(session: Session, demand_id: int, *, actor: Actor) -> list[dict[str, Any]]:
    """The moves of a demand, oldest first; reasons only for those concerned, who did it only for office and watch."""
    actor = reader(actor)
    row = find(session, demand_id, actor=actor)
    return chronicle.moves(
        session,
        row,
        public=PUBLIC_MOVES,
        is_inside=inside(actor, row),
        officer=sees_all(actor),
    )


def count_by_source(
    session: Session, *, actor: Actor, city: City, since: datetime, until: datetime
) -> list[dict[str, Any]]:
    """What came in between two instants, by intake source: opportunities collected, counted apart from published needs.

    A figure of the office's: it counts needs that were never published. District and node officers count their own.
    """
    require(actor, "demand.count")
    query = select(Demand.source, func.count()).where(
        Demand.created_at >= since, Demand.created_at < until
    )
    if not sees_all(actor):
        query = query.where(or_(in_place(actor), taken_down(actor)))
    grouped = session.execute(query.group_by(Demand.source))
    counted = {row[0]: row[1] for row in grouped}
    return [
        {
            "source": code.code,
            "name": code.zh,
            "is_opportunity": bool(code.extra.get("opportunity", False)),
            "count": counted.get(code.code, 0),
        }
        for code in city.codes["intake_sources"]
    ]
