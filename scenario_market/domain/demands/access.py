"""Which demands an actor may read, and which are his own. What he may not see is not found.

Whose a demand is stands here once, for both ways of asking: of the class (``inside(actor)``) a rule is a condition for
a query, of a row (``inside(actor, row)``) a bool. So a rule is said with ``==``, ``&`` and ``|``, which both know.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, false, or_, select, union
from sqlalchemy.orm import Session

from scenario_market.domain.actor import PUBLIC, Actor
from scenario_market.domain.demands.models import Amendment, Demand, DemandVersion, Sharpening
from scenario_market.domain.demands.states import PUBLIC_STATES, DemandState
from scenario_market.domain.parties.authority import check_independent
from scenario_market.domain.permissions import allowed, require, sees_all
from scenario_market.domain.postings.access import always, among, lock_found, never
from scenario_market.domain.providers.models import Provider

SELF_POSTED = "self_posted"  # the intake source of a need that its owner wrote


def reader(actor: Actor) -> Actor:
    """Who reads: one whom neither roles nor token open reading to reads as the public does."""
    return actor if allowed(actor, "demand.read") else PUBLIC


def own(actor: Actor, demand: Any = Demand) -> Any:
    """Demands of the organisations in whose name the actor may post needs."""
    return among(demand.owner_organisation_id, actor.organisations_with("demands"))


def taken_down(actor: Actor, demand: Any = Demand) -> Any:
    """Needs that the actor took down as an officer. Who wrote for his employer reads by mandate."""
    if actor.person_id is None or not allowed(actor, "demand.collect"):
        return never(demand)
    return (demand.author_id == actor.person_id) & (demand.source != SELF_POSTED)


def in_place(actor: Actor, demand: Any = Demand) -> Any:
    """Demands of the officer's own districts or nodes, from the first submission on."""
    districts = actor.districts if actor.has_role("district_officer") else ()
    nodes = actor.nodes if actor.has_role("node_officer") else ()
    handed_in = (demand.state != DemandState.DRAFT) | (demand.content_number > 0)
    return handed_in & (among(demand.district, districts) | among(demand.node, nodes))


def inside(actor: Actor, demand: Any = Demand) -> Any:
    """Demands of which the actor reads everything: office and watch, the owner's people, the officers concerned."""
    if not allowed(actor, "demand.read"):
        return never(demand)
    if sees_all(actor):
        return always(demand)
    return own(actor, demand) | in_place(actor, demand) | taken_down(actor, demand)


def sharpened_by(actor: Actor) -> ColumnElement[bool]:
    """Demands that a provider, for whom the actor may answer, is asked to sharpen now."""
    keys = actor.organisations_with("offers")
    if not keys or not allowed(actor, "demand.read"):
        return false()
    return exists(
        select(Sharpening.id)
        .join(Provider, Provider.id == Sharpening.provider_id)
        .where(
            Sharpening.demand_id == Demand.id,
            Sharpening.ended_at.is_(None),
            Provider.organisation_id.in_(keys),
        )
    )


def worked_on(actor: Actor) -> ColumnElement[bool]:
    """Demands that the actor may read because of who he is, listed or not."""
    return or_(inside(actor), sharpened_by(actor))


def readable(actor: Actor) -> ColumnElement[bool]:
    """Every demand that the actor may read, the public ones included."""
    return or_(Demand.state.in_(sorted(PUBLIC_STATES)), worked_on(actor))


def open_demand(
    session: Session, demand_id: int, *, actor: Actor, permission: str, version: int | None
) -> Demand:
    """Lock a demand that the actor may read, for an act that his roles open.

    :raises NotFound: there is none, or not for him.
    :raises StaleVersion: it was changed since the caller read it.
    """
    require(actor, permission)
    return lock_found(session, Demand, demand_id, readable(actor), version)


def open_for_decision(
    session: Session,
    demand_id: int,
    *,
    actor: Actor,
    permission: str,
    version: int | None,
    now: datetime,
    by_collector: bool = False,
) -> Demand:
    """Lock a demand for an officer's decision, who must be independent of it: neither its owner's nor one who wrote it.

    Who wrote it: its author, whoever handed a version in, and who asks for the change that waits.

    :param by_collector: whether the officer who took the need down may: a step that the decision comes after, where a
        district often has one officer. What he wrote for an employer stays his own writing.
    :raises RuleRefused: ``own_organisation`` or ``own_writing``.
    """
    demand = open_demand(session, demand_id, actor=actor, permission=permission, version=version)
    wrote = () if by_collector and taken_down(actor, demand) else _writers(session, demand)
    check_independent(
        session, actor, organisation_id=demand.owner_organisation_id, author_ids=wrote, now=now
    )
    return demand


def _writers(session: Session, demand: Demand) -> set[int | None]:
    handed_in = select(DemandVersion.created_by_id).where(DemandVersion.demand_id == demand.id)
    asked = select(Amendment.proposed_by_id).where(
        Amendment.demand_id == demand.id, Amendment.decided_at.is_(None)
    )
    return {demand.author_id, *session.scalars(union(handed_in, asked))}


def open_own(
    session: Session, demand_id: int, *, actor: Actor, permission: str, version: int | None
) -> Demand:
    """Lock a demand of an organisation in whose name the actor may post needs; rivals find nothing."""
    require(actor, permission)
    return lock_found(session, Demand, demand_id, own(actor), version)
