"""Which demands an actor may read, and which are his own. What he may not see is not found."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import PUBLIC as PUBLIC_READER
from scenario_market.domain.actor import Actor
from scenario_market.domain.demands.models import Demand, Sharpening
from scenario_market.domain.demands.states import PUBLIC, DemandState
from scenario_market.domain.errors import NotFound
from scenario_market.domain.permissions import OFFICE, WATCH, allowed, require
from scenario_market.domain.providers.models import Provider

SELF_POSTED = "self_posted"  # the intake source of a need that its owner wrote


def reader(actor: Actor) -> Actor:
    """Who reads: one whom neither roles nor token open reading to reads as the public does."""
    return actor if allowed(actor, "demand.read") else PUBLIC_READER


def own(actor: Actor) -> ColumnElement[bool]:
    """Demands of the organisations in whose name the actor may post needs."""
    keys = actor.organisations_with("demands")
    return Demand.owner_organisation_id.in_(keys) if keys else false()


def sharpened_by(actor: Actor) -> ColumnElement[bool]:
    """Demands that a provider, for whom the actor may answer, is asked to sharpen now."""
    keys = actor.organisations_with("offers")
    if not keys:
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


def in_place(actor: Actor) -> ColumnElement[bool]:
    """Demands of the officer's own districts or nodes, from the first submission on."""
    places = []
    if actor.has_role("district_officer") and actor.districts:
        places.append(Demand.district.in_(sorted(actor.districts)))
    if actor.has_role("node_officer") and actor.nodes:
        places.append(Demand.node.in_(sorted(actor.nodes)))
    handed_in = or_(Demand.state != DemandState.DRAFT, Demand.content_number > 0)
    return and_(handed_in, or_(*places)) if places else false()


def inside(actor: Actor) -> ColumnElement[bool]:
    """Demands that the actor may read because of who he is, listed or not."""
    if not allowed(actor, "demand.read"):
        return false()
    if actor.has_role(*OFFICE, *WATCH):
        return Demand.id.is_not(None)
    parts = [own(actor), sharpened_by(actor), in_place(actor)]
    if actor.person_id is not None and allowed(actor, "demand.collect"):
        taken_down = and_(Demand.author_id == actor.person_id, Demand.source != SELF_POSTED)
        parts.append(taken_down)
    return or_(*parts)


def readable(actor: Actor) -> ColumnElement[bool]:
    """Every demand that the actor may read, the public ones included."""
    within = inside(actor)
    if allowed(actor, "demand.read") and actor.has_role(*OFFICE, *WATCH):
        return within
    return or_(Demand.state.in_(sorted(PUBLIC)), within)


def open_demand(
    session: Session, demand_id: int, *, actor: Actor, permission: str, version: int | None
) -> Demand:
    """Lock a demand that the actor may read, for an act that his roles open.

    :raises NotFound: there is none, or not for him.
    :raises StaleVersion: it was changed since the caller read it.
    """
    require(actor, permission)
    return _open(session, demand_id, readable(actor), version)


def open_own(
    session: Session, demand_id: int, *, actor: Actor, permission: str, version: int | None
) -> Demand:
    """Lock a demand of an organisation in whose name the actor may post needs; rivals find nothing."""
    require(actor, permission)
    return _open(session, demand_id, own(actor), version)


def _open(
    session: Session, demand_id: int, condition: ColumnElement[bool], version: int | None
) -> Demand:
    found: Any = select(Demand.id).where(Demand.id == demand_id, condition)
    if session.scalar(found) is None:
        raise NotFound(kind="demand")
    return lifecycle.lock(session, Demand, demand_id, version=version)
