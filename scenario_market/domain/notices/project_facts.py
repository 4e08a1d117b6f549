"""What notices about projects and milestones are about, read for many at once."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.projects.models import Milestone, Project
from scenario_market.domain.projects.panel_models import Seat

OWNER = aliased(Organisation)
PROJECT = (
    Project.id,
    Project.title,
    Project.state,
    OWNER.name.label("owner"),
    Organisation.name.label("organisation"),
)


def _project(row: Any) -> dict[str, Any]:
    return {
        "title": row.title,
        "state": row.state,
        "owner": row.owner,
        "organisation": row.organisation,
    }


def projects(session: Session, ids: set[int]) -> Iterable[tuple[int, dict[str, Any]]]:
    """By the project's key."""
    rows = session.execute(
        select(*PROJECT)
        .join(OWNER, OWNER.id == Project.owner_id)
        .join(Organisation, Organisation.id == Project.organisation_id)
        .where(Project.id.in_(ids))
    )
    return [(row.id, _project(row)) for row in rows]


def milestones(session: Session, ids: set[int]) -> Iterable[tuple[int, dict[str, Any]]]:
    """By the milestone's key: its project, its number, and until when its evidence is taken."""
    rows = session.execute(
        select(Milestone.id.label("milestone_id"), Milestone.number, Milestone.until_at, *PROJECT)
        .join(Project, Project.id == Milestone.project_id)
        .join(OWNER, OWNER.id == Project.owner_id)
        .join(Organisation, Organisation.id == Project.organisation_id)
        .where(Milestone.id.in_(ids))
    )
    return [(row.milestone_id, _project(row) | _due(row.number, row.until_at)) for row in rows]


def seats(session: Session, ids: set[int]) -> Iterable[tuple[int, dict[str, Any]]]:
    """By the seat's key: the project whose acceptance it is, and until when its holder may declare himself."""
    rows = session.execute(
        select(Seat.id, Seat.due_at, Project.title)
        .join(Project, Project.id == Seat.project_id)
        .where(Seat.id.in_(ids))
    )
    return [(row.id, {"title": row.title, "closes_at": row.due_at}) for row in rows]


def _due(number: int, until_at: datetime) -> dict[str, Any]:
    return {"number": str(number), "closes_at": until_at}
