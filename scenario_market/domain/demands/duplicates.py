"""Near-duplicates: demands whose title and problem say much the same. A warning, never a block."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.demands.access import own
from scenario_market.domain.demands.finding import pairs, sketch
from scenario_market.domain.demands.models import Demand, DemandGram
from scenario_market.domain.demands.states import SHOWN_STATES

CANDIDATES = 50
PAIRS_MIN = 8  # shorter texts have too few pairs to say anything


@dataclass(frozen=True)
class Similar:
    """A demand that says much the same; ``share`` (0..1) is how much of the shorter text stands in the longer one."""

    demand_id: int
    number: str | None
    title: str
    state: str
    share: float


def containment(one: frozenset[str], other: frozenset[str]) -> float:
    """Common pairs over the pairs of the smaller set: 1 where one text stands whole in the other."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller >= PAIRS_MIN else 0.0


def similar(
    session: Session,
    *,
    actor: Actor,
    fields: Mapping[str, Any],
    floor: float,
    besides: int | None = None,
    limit: int = 5,
) -> list[Similar]:
    """Public or own demands that come near, best first.

    :param fields: ``title`` and ``pain_points`` (or ``problem``) of the need at hand.
    :param floor: the share from which a demand is named.
    :param besides: the need itself, where it is saved already.
    """
    title = fields.get("title") or ""
    problem = fields.get("pain_points") or fields.get("problem") or ""
    wanted = pairs(f"{title}{problem}")
    if len(wanted) < PAIRS_MIN:
        return []
    candidates = _candidates(sketch(title, problem), actor).where(Demand.id != (besides or 0))
    found = [
        Similar(row.id, row.number, row.title, row.state, round(share, 3))
        for row in session.execute(candidates)
        if (share := containment(wanted, pairs(f"{row.title}{row.pain_points or row.problem}")))
        >= floor
    ]
    return sorted(found, key=lambda s: (-s.share, s.demand_id))[:limit]


def _candidates(grams: Collection[str], actor: Actor) -> Select[*tuple[Any, ...]]:
    """Demands that share most of the sketch, of those that the actor may be told of."""
    common = (
        select(DemandGram.demand_id, func.count().label("common"))
        .where(DemandGram.gram.in_(sorted(grams)))
        .group_by(DemandGram.demand_id)
        .subquery()
    )
    visible = Demand.state.in_(sorted(SHOWN_STATES))
    columns = (Demand.id, Demand.number, Demand.title, Demand.state)
    return (
        select(*columns, Demand.pain_points, Demand.problem)
        .join(common, common.c.demand_id == Demand.id)
        .where(or_(visible, own(actor)))
        .order_by(common.c.common.desc(), Demand.id)
        .limit(CANDIDATES)
    )
