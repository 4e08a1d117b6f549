"""What a project's traffic light is made from, counted by the database: for a page of projects, and as a filter.

The light is never stored: it follows from dates, attempts and reports (``rules``), and the day alone can change it.
"""

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, not_, select
from sqlalchemy.orm import Session

from scenario_market.domain.city import City
from scenario_market.domain.projects.models import Milestone, Project
from scenario_market.domain.projects.records import Report
from scenario_market.domain.projects.rules import Signals, is_amber, is_red, light
from scenario_market.domain.projects.states import (
    CONCLUDED,
    OPEN,
    UNDER_WAY,
    MilestoneState,
    ProjectState,
)

P = ProjectState
NAMES = [field.name for field in fields(Signals)]


def columns(now: datetime, city: City) -> Signals:
    """The signals of each project as columns of a query on ``Project``."""
    today = city.day(now)
    soon = today + timedelta(days=city.policy["project"]["amber_days"])
    open_ones = Milestone.state.in_(sorted(OPEN))
    owed = (Report.submitted_at.is_(None), Report.due_at <= now)
    reports = select(func.count()).where(Report.project_id == Project.id, *owed)
    tried = select(func.coalesce(func.max(Milestone.attempt), 0)).where(
        Milestone.project_id == Project.id, Milestone.state.not_in(sorted(CONCLUDED))
    )
    return Signals(
        missed=_milestones(Milestone.state == MilestoneState.MISSED),
        late=_milestones(open_ones, Milestone.due_on < today),
        soon=_milestones(open_ones, Milestone.due_on >= today, Milestone.due_on <= soon),
        attempts=tried.correlate(Project).scalar_subquery(),
        partly=_milestones(Milestone.state == MilestoneState.PARTIALLY_MET),
        reports=reports.correlate(Project).scalar_subquery(),
        at_rest=_one(Project.state.in_([P.SUSPENDED, P.CHANGE_PENDING])),
        rectifying=_one(Project.state == P.RECTIFYING),
        overdue=_one(and_(Project.state == P.RECTIFYING, Project.rectify_until < today)),
    )


def shows(name: str, now: datetime, city: City) -> ColumnElement[bool]:
    """Condition of the projects under way whose light is ``green``, ``amber`` or ``red``."""
    signals = columns(now, city)
    red, amber = is_red(signals), is_amber(signals)
    chosen = {
        "red": red,
        "amber": and_(not_(red), amber),
        "green": and_(not_(red), not_(amber)),
    }
    return and_(Project.state.in_(sorted(UNDER_WAY)), chosen[name])


def lights(session: Session, keys: Collection[int], *, now: datetime, city: City) -> dict[int, str]:
    """The lights of those projects that are under way, in one statement."""
    counted = columns(now, city)
    query = select(Project.id, *(getattr(counted, name).label(name) for name in NAMES)).where(
        Project.id.in_(keys), Project.state.in_(sorted(UNDER_WAY))
    )
    return {
        row.id: light(Signals(**{name: getattr(row, name) for name in NAMES}))
        for row in session.execute(query)
    }


def _milestones(*conditions: ColumnElement[bool]) -> Any:
    query = select(func.count()).where(Milestone.project_id == Project.id, *conditions)
    return query.correlate(Project).scalar_subquery()


def _one(condition: ColumnElement[bool]) -> Any:
    return case((condition, 1), else_=0)
