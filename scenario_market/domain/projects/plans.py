"""The plan of a project: milestones as rows, and every version of it kept; the first is the baseline."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.city import City
from scenario_market.domain.projects.models import Milestone, Project
from scenario_market.domain.projects.records import PlanVersion
from scenario_market.domain.projects.rules import months_after
from scenario_market.domain.projects.states import OPEN

PLANNED = ("title", "target", "evidence", "consequence", "weight", "due_on")


def milestones_of(session: Session, project_id: int) -> list[Milestone]:
    """All milestones in their order. Index: the unique one on project and number."""
    query = select(Milestone).where(Milestone.project_id == project_id).order_by(Milestone.number)
    return list(session.scalars(query))


def lay_out(
    session: Session, project: Project, *, starts_on: date, now: datetime, city: City
) -> list[Milestone]:
    """Write the milestones of a project's terms, their months counted from its first day."""
    rows = []
    for number, one in enumerate(project.terms["milestones"], 1):
        due_on = months_after(starts_on, one["month"])
        row = Milestone(
            project_id=project.id,
            number=number,
            due_on=due_on,
            until_at=city.end_of(due_on),
            created_at=now,
            updated_at=now,
            **{name: one[name] for name in PLANNED if name != "due_on"},
        )
        rows.append(row)
    session.add_all(rows)
    session.flush()
    return rows


def content(project: Project, milestones: Iterable[Milestone]) -> dict[str, Any]:
    """The plan as JSON."""
    return {
        "metrics": project.terms["metrics"],
        "milestones": [
            {"number": row.number, **{name: _said(getattr(row, name)) for name in PLANNED}}
            for row in milestones
        ],
    }


def _said(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def keep(
    session: Session,
    project: Project,
    milestones: Iterable[Milestone],
    *,
    cause: str,
    changed: Iterable[str] = (),
    person_id: int | None,
    now: datetime,
) -> PlanVersion:
    """Keep the plan as it stands now as the next version of a locked project."""
    project.plan_number += 1
    row = PlanVersion(
        project_id=project.id,
        number=project.plan_number,
        cause=cause,
        content=content(project, milestones),
        changed=list(changed),
        created_at=now,
        created_by_id=person_id,
    )
    session.add(row)
    return row


def shift(
    milestones: Iterable[Milestone], *, days: int, now: datetime, city: City
) -> Mapping[int, Mapping[str, str]]:
    """Move the dates of what is open by so many days; milestone number → date before and after."""
    moved = {}
    for row in milestones:
        if row.state not in OPEN or not days:
            continue
        before, row.due_on = row.due_on, row.due_on + timedelta(days=days)
        row.until_at = city.end_of(
            city.day(row.until_at - timedelta(seconds=1)) + timedelta(days=days)
        )
        lifecycle.touch(row, now=now)
        moved[row.number] = {"before": before.isoformat(), "after": row.due_on.isoformat()}
    return moved
