"""Monthly reports: asked for by the clock, handed in by the provider, told when overdue."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadline, set_deadline
from scenario_market.domain.projects import events
from scenario_market.domain.projects.models import Project
from scenario_market.domain.projects.records import Report
from scenario_market.domain.projects.rules import last_of, months_after
from scenario_market.domain.projects.states import RUNNING, UNDER_WAY, ProjectState

KIND = "project_report"
ASKED = RUNNING | {ProjectState.RECTIFYING}


def begin(session: Session, project: Project, *, now: datetime, city: City) -> None:
    """From now on a report is owed for each month, the present one first."""
    project.report_month = city.day(now).replace(day=1)
    _arm(session, project, city)


def end(session: Session, project: Project) -> None:
    """No more reports are asked for."""
    drop_deadline(session, KIND, project.id)


def due_at(month: date, city: City) -> datetime:
    """Until when the report of a month is owed (policy ``project.report_day`` of the next month)."""
    day = city.policy["project"]["report_day"]
    return city.end_of(months_after(month, 1).replace(day=day))


def fire(session: Session, project_id: int, *, now: datetime, city: City) -> None:
    """By the clock (deadline ``project_report``): ask for the report of the month that ended, or tell it overdue.

    Harmless to repeat. A month at whose end the project rests or lies before its panel is not asked for; one that the
    clock slept through is owed all the same.
    """
    project = lifecycle.lock(session, Project, project_id)
    if project.state not in UNDER_WAY or project.report_month is None:
        return
    known = _from(session, project.id, project.report_month)
    while city.end_of(last_of(project.report_month)) <= now:
        month = project.report_month
        row, due = known.get(month), due_at(month, city)
        if row is not None or project.state in ASKED:
            if now < due:
                if row is None:
                    _ask(session, project, month, now=now, city=city)
                set_deadline(session, KIND, project.id, due_at=due)
                return
            _close(session, project, month, row, now=now, city=city)
        project.report_month = months_after(month, 1)
    _arm(session, project, city)


def _from(session: Session, project_id: int, month: date) -> dict[date, Report]:
    query = select(Report).where(Report.project_id == project_id, Report.month >= month)
    return {row.month: row for row in session.scalars(query)}


def _close(
    session: Session,
    project: Project,
    month: date,
    row: Report | None,
    *,
    now: datetime,
    city: City,
) -> None:
    """The day for a month's report has passed."""
    if row is None:
        session.add(Report(project_id=project.id, month=month, due_at=due_at(month, city)))
    if row is None or row.submitted_at is None:
        said = events.ReportOverdue(subject_id=project.id, month=_said(month))
        outbox.record(session, said, actor=SYSTEM, now=now)


def _ask(session: Session, project: Project, month: date, *, now: datetime, city: City) -> None:
    session.add(Report(project_id=project.id, month=month, due_at=due_at(month, city)))
    until = city.day(due_at(month, city) - timedelta(seconds=1))
    event = events.ReportAsked(subject_id=project.id, month=_said(month), until=until.isoformat())
    outbox.record(session, event, actor=SYSTEM, now=now)


def _arm(session: Session, project: Project, city: City) -> None:
    if project.report_month is not None:
        at = city.end_of(last_of(project.report_month))
        set_deadline(session, KIND, project.id, due_at=at)


def _said(month: date) -> str:
    return month.strftime("%Y-%m")
