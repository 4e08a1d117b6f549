"""Who is told of a project: its sides, the other of them, who delivers, who judges it, the office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, exists, select, union

from scenario_market.domain.parties.models import Mandate
from scenario_market.domain.permissions import LEAD, OFFICE, WATCH
from scenario_market.domain.projects.models import Project, ProjectMember
from scenario_market.domain.projects.panel_models import Seat
from scenario_market.workers.recipients import Recipients, organisations, people, with_role

if TYPE_CHECKING:  # a relay reads the table, and holds no matching engine
    from scenario_market.workers.machine import Work


def _key(work: Work) -> int:
    """The project: what a milestone's event names, or what the event is about."""
    payload = work.event.payload or {}
    return int(payload.get("project_id") or work.event.subject_id)


def owner(work: Work) -> Recipients:
    """The owner."""
    return _owner(work)


def _owner(work: Work) -> Select[Any]:
    return organisations(Project.owner_id).where(Project.id == _key(work))


def provider(work: Work) -> Recipients:
    """Everybody who delivers: the lead and the members of its consortium."""
    return _provider(work)


def _provider(work: Work) -> Select[Any]:
    return organisations(ProjectMember.organisation_id).where(
        ProjectMember.project_id == _key(work)
    )


def sides(work: Work) -> Recipients:
    """The owner and everybody who delivers."""
    return union(_owner(work), _provider(work))


def other_side(work: Work) -> Recipients:
    """Of owner and lead the one that did not act."""
    lead = organisations(Project.organisation_id).where(Project.id == _key(work))
    both = union(_owner(work), lead).subquery()
    acted = exists().where(
        Mandate.organisation_id == both.c.organisation_id,
        Mandate.person_id == work.event.actor_person_id,
        Mandate.ended_at.is_(None),
    )
    return select(both.c.organisation_id, both.c.person_id).where(~acted)


def other_side_of_contract(work: Work) -> Recipients:
    """The same, of a contract's project; of a call's project the pledge tells, or the call."""
    of_contract = select(Project.id).where(
        Project.id == _key(work), Project.response_id.is_not(None)
    )
    found: Any = other_side(work)
    return found.where(of_contract.exists())


def office(work: Work) -> Recipients:
    """Everybody in the office."""
    return with_role(work, *sorted(OFFICE))


def leads_and_watch(work: Work) -> Recipients:
    """Who leads the office, and who watches it."""
    return with_role(work, *sorted(LEAD | WATCH))


def sides_and_office(work: Work) -> Recipients:
    """The sides, and the office."""
    return union(_owner(work), _provider(work), with_role(work, *sorted(OFFICE)))


def provider_and_office(work: Work) -> Recipients:
    """Who delivers, and the office."""
    return union(_provider(work), with_role(work, *sorted(OFFICE)))


def seated(work: Work) -> Recipients:
    """Who holds the seat that the event is about."""
    return people(Seat.person_id).where(Seat.id == work.event.subject_id)
