"""Which landmarks an actor reads, which are his side's, and who stands too near to decide."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import NotFound, RuleRefused
from scenario_market.domain.landmarks.models import Landmark
from scenario_market.domain.landmarks.states import PUBLIC_STATES
from scenario_market.domain.parties.authority import recused_from
from scenario_market.domain.permissions import allowed, require, sees_all
from scenario_market.domain.projects.models import ProjectMember


def own(actor: Actor) -> ColumnElement[bool]:
    """Landmarks of which an organisation of the actor's is owner or provider."""
    return or_(
        Landmark.owner_id.in_(actor.organisations_with("demands")),
        Landmark.organisation_id.in_(actor.organisations_with("offers")),
    )


def inside(actor: Actor) -> ColumnElement[bool]:
    """Landmarks of which the actor reads everything."""
    if not allowed(actor, "landmark.read"):
        return false()
    return true() if sees_all(actor) else own(actor)


def is_inside(actor: Actor, row: Landmark) -> bool:
    """The same of one row."""
    if not allowed(actor, "landmark.read"):
        return False
    return sees_all(actor) or is_own(actor, row)


def is_own(actor: Actor, row: Landmark) -> bool:
    """Whether the actor speaks for its owner or its provider."""
    return actor.acts_for(row.owner_id, "demands") or actor.acts_for(row.organisation_id, "offers")


def readable(actor: Actor) -> ColumnElement[bool]:
    """Every landmark that the actor may read, the public ones included."""
    return or_(Landmark.state.in_(sorted(PUBLIC_STATES)), inside(actor))


def open_landmark(
    session: Session, landmark_id: int, *, actor: Actor, permission: str, version: int | None
) -> Landmark:
    """Lock a landmark that the actor reads from inside, for an act that his roles open.

    :raises NotFound: there is none, or not for him. :raises StaleVersion: it was changed since.
    """
    require(actor, permission)
    found: Any = select(Landmark.id).where(Landmark.id == landmark_id, inside(actor))
    if session.scalar(found) is None:
        raise NotFound(kind="landmark")
    return lifecycle.lock(session, Landmark, landmark_id, version=version)


def check_stranger(session: Session, row: Landmark, *, actor: Actor, now: datetime) -> None:
    """Who decides stands for none of its sides (回避), and did not nominate it.

    :raises RuleRefused: ``own_organisation`` or ``own_writing``.
    """
    members = select(ProjectMember.organisation_id).where(
        ProjectMember.project_id == row.project_id
    )
    sides = {row.owner_id, row.organisation_id, *session.scalars(members)}
    near = {*actor.mandates, *recused_from(session, [actor.person_id], now=now)}
    if near & sides:
        raise RuleRefused("own_organisation")
    if actor.person_id is not None and actor.person_id == row.nominated_by_id:
        raise RuleRefused("own_writing")
