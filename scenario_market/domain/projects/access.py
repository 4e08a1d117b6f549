"""Which projects an actor may read, on which side of one he stands, and who stands back.

A rule about rows is said once for both ways of asking, as in ``demands.access``: of the class it is a condition for a
query. The parties of a project are its owner and everybody who delivers it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, false, or_, select, true
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import NotFound, RuleRefused
from scenario_market.domain.parties.authority import recused_from
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.permissions import allowed, require, sees_all
from scenario_market.domain.projects.models import Milestone, Project, ProjectMember
from scenario_market.domain.projects.panel_models import Seat
from scenario_market.domain.projects.states import SeatState

OWNER_SCOPE, PROVIDER_SCOPE = "demands", "offers"


def readable(actor: Actor) -> ColumnElement[bool]:
    """Every project that the actor may read."""
    if not allowed(actor, "project.read"):
        return false()
    if sees_all(actor) or actor.is_system:
        return true()
    return or_(
        Project.owner_id.in_(actor.organisations_with(OWNER_SCOPE)),
        _delivered_by(actor),
        _placed(actor),
        _judged_by(actor),
    )


def _delivered_by(actor: Actor) -> ColumnElement[bool]:
    keys = actor.organisations_with(PROVIDER_SCOPE)
    if not keys:
        return false()
    return exists().where(
        ProjectMember.project_id == Project.id, ProjectMember.organisation_id.in_(keys)
    )


def _placed(actor: Actor) -> ColumnElement[bool]:
    districts = actor.districts if actor.has_role("district_officer") else ()
    nodes = actor.nodes if actor.has_role("node_officer") else ()
    return or_(Project.district.in_(sorted(districts)), Project.node.in_(sorted(nodes)))


def _judged_by(actor: Actor) -> ColumnElement[bool]:
    if actor.person_id is None:
        return false()
    return exists().where(
        Seat.project_id == Project.id,
        Seat.person_id == actor.person_id,
        Seat.state == SeatState.CLEAR,  # who has declared himself
    )


def open_project(
    session: Session, project_id: int, *, actor: Actor, permission: str, version: int | None
) -> Project:
    """Lock a project that the actor may read, for an act that his roles open.

    :raises NotFound: there is none, or not for him.
    :raises StaleVersion: it was changed since the caller read it.
    """
    require(actor, permission)
    found: Any = select(Project.id).where(Project.id == project_id, readable(actor))
    if session.scalar(found) is None:
        raise NotFound(kind="project")
    return lifecycle.lock(session, Project, project_id, version=version)


def open_milestone(
    session: Session, milestone_id: int, *, actor: Actor, permission: str, version: int | None
) -> tuple[Project, Milestone]:
    """Lock a milestone behind its project: the milestone's version is the one that counts.

    :raises NotFound: there is none, or not for the actor. :raises StaleVersion: it was changed since.
    """
    require(actor, permission)
    found = session.get(Milestone, milestone_id)
    if found is None:
        raise NotFound(kind="milestone")
    try:
        project = open_project(
            session, found.project_id, actor=actor, permission=permission, version=None
        )
    except NotFound:
        raise NotFound(kind="milestone") from None
    return project, lifecycle.lock(session, Milestone, milestone_id, version=version)


def side_of(actor: Actor, owner_id: int, organisation_id: int) -> int | None:
    """The organisation for which the actor speaks between an owner and a provider; None: for neither.

    :raises RuleRefused: ``both_sides``.
    """
    owns = actor.acts_for(owner_id, OWNER_SCOPE)
    provides = actor.acts_for(organisation_id, PROVIDER_SCOPE)
    if owns and provides:
        raise RuleRefused("both_sides")
    if owns:
        return owner_id
    return organisation_id if provides else None


def side(actor: Actor, project: Project) -> int:
    """The organisation for which the actor speaks in a project: its owner, or the provider that leads.

    :raises NotFound: for neither. :raises RuleRefused: ``both_sides``.
    """
    found = side_of(actor, project.owner_id, project.organisation_id)
    if found is None:
        raise NotFound(kind="project")
    return found


def check_provider(actor: Actor, project: Project) -> None:
    """Only who speaks for the provider that leads. :raises NotFound, RuleRefused: as :func:`side`."""
    if side(actor, project) != project.organisation_id:
        raise NotFound(kind="project")


def check_owner(session: Session, actor: Actor, project: Project, *, now: datetime) -> None:
    """Only who speaks for the owner, and neither does nor lately did for who delivers.

    :raises NotFound: he does not. :raises RuleRefused: ``self_acceptance``.
    """
    if not actor.acts_for(project.owner_id, OWNER_SCOPE):
        raise NotFound(kind="project")
    delivering = parties(session, project) - {project.owner_id}
    _check_none_of(session, actor, delivering, now)


def check_apart(session: Session, actor: Actor, project: Project, *, now: datetime) -> None:
    """Nobody accepts his own: who acts or lately acted for any party of a project stands back (回避).

    :raises RuleRefused: ``self_acceptance``.
    """
    _check_none_of(session, actor, parties(session, project), now)


def _check_none_of(session: Session, actor: Actor, keys: set[int], now: datetime) -> None:
    bound = {*actor.mandates, *recused_from(session, [actor.person_id], now=now)}
    if bound & keys:
        raise RuleRefused("self_acceptance")


def parties(session: Session, project: Project) -> set[int]:
    """Keys of the organisations of a project: the owner, the lead, the members of the consortium."""
    members = select(ProjectMember.organisation_id).where(ProjectMember.project_id == project.id)
    return {project.owner_id, project.organisation_id, *session.scalars(members)}


def names(session: Session, organisation_ids: set[int]) -> list[str]:
    """Names of organisations, in the order of their keys."""
    query = select(Organisation.name).where(Organisation.id.in_(organisation_ids))
    return list(session.scalars(query.order_by(Organisation.id)))
