"""What a project's traffic light is made from, found by the database: for a page of projects, and as a filter.

The light is never stored: it follows from dates, attempts and reports (``rules``), and the day alone can change it.
"""

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, select
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


def conditions(now: datetime, city: City, keys: Collection[int] | None = None) -> Signals:
    """The signals of each project as conditions of a query on ``Project``.

    Each is a set of projects that an index gives, made once for a statement, however many projects it looks at.

    :param keys: only these are looked at.
    """
    soon = city.day(now) + timedelta(days=city.policy["project"]["amber_days"])
    unfinished = Milestone.state.not_in(sorted(CONCLUDED))

    def among(model: Any, *chosen: Any, least: int = 1) -> ColumnElement[bool]:
        query: Any = select(model.project_id).where(*chosen)
        if keys is not None:
            query = query.where(model.project_id.in_(keys))
        if least > 1:
            query = query.group_by(model.project_id).having(func.count() >= least)
        return Project.id.in_(query)

    owed = (Report.submitted_at.is_(None), Report.due_at <= now)
    rectifying = Project.state == P.RECTIFYING
    return Signals(
        missed=among(Milestone, Milestone.state == MilestoneState.MISSED),
        thrice=among(Milestone, Milestone.attempt > 2, unfinished),
        near=among(Milestone, Milestone.state.in_(sorted(OPEN)), Milestone.due_on <= soon),
        again=among(Milestone, Milestone.attempt == 2, unfinished),
        partly=among(Milestone, Milestone.state == MilestoneState.PARTIALLY_MET),
        silent=among(Report, *owed, least=2),
        unreported=among(Report, *owed),
        at_rest=Project.state.in_([P.SUSPENDED, P.CHANGE_PENDING]),
        rectifying=rectifying,
        overdue=and_(rectifying, Project.rectify_until < city.day(now)),
    )


def shows(name: str, now: datetime, city: City) -> ColumnElement[bool]:
    """Condition of the projects under way whose light is ``green``, ``amber`` or ``red``."""
    signals = conditions(now, city)
    red, amber = is_red(signals), is_amber(signals)
    chosen = {
        "red": red,
        "amber": and_(not_(red), amber),
        "green": and_(not_(red), not_(amber)),
    }
    # By what it is not, so that a page is read in the order of the keys and not gathered by states and sorted.
    return and_(Project.state.not_in(sorted(set(P) - UNDER_WAY)), chosen[name])


def lights(session: Session, keys: Collection[int], *, now: datetime, city: City) -> dict[int, str]:
    """The lights of those projects that are under way, in one statement."""
    found = conditions(now, city, keys)
    query = select(
        Project.id, *(func.coalesce(getattr(found, name), False).label(name) for name in NAMES)
    ).where(Project.id.in_(keys), Project.state.in_(sorted(UNDER_WAY)))
    return {
        row.id: light(Signals(**{name: bool(getattr(row, name)) for name in NAMES}))
        for row in session.execute(query)
    }
