"""Monthly reports: asked for by the clock, handed in by the provider, told when overdue."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import SYSTEM, Actor
from scenario_market.domain.checks import Check, Codes, check_form, day, fen, optional, text
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadline, set_deadline
from scenario_market.domain.errors import AlreadyDone, FieldError, IllegalMove, Invalid
from scenario_market.domain.projects import access, events
from scenario_market.domain.projects.models import Project
from scenario_market.domain.projects.records import Report
from scenario_market.domain.projects.rules import last_of, months_after
from scenario_market.domain.projects.states import RUNNING, UNDER_WAY, ProjectState
from scenario_market.domain.projects.terms import whole

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


def hand_in(
    session: Session,
    project_id: int,
    *,
    fields: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    city: City,
) -> Report:
    """The provider hands in the report of a month, once: what was done, what is in the way, what comes next.

    :param fields: month (``YYYY-MM``), progress, problems, next_steps, percent, spent_fen.
    :raises Invalid: with every wrong field; ``month_not_owed``: before the first day of work, or to come.
    :raises AlreadyDone: ``report_handed_in``. :raises IllegalMove: the project is not under way.
    """
    project = access.open_project(
        session, project_id, actor=actor, permission="project.deliver", version=None
    )
    access.check_provider(actor, project)
    if project.state not in UNDER_WAY or project.starts_on is None:
        raise IllegalMove(verb="report", state=project.state, kind="project")
    kept = _checked(fields, first=project.starts_on, last=city.day(now), city=city)
    month = kept.pop("month")
    row = session.scalar(
        select(Report).where(Report.project_id == project.id, Report.month == month)
    )
    if row is not None and row.submitted_at is not None:
        raise AlreadyDone("report_handed_in")
    if row is None:
        row = Report(project_id=project.id, month=month, due_at=due_at(month, city))
        session.add(row)
    for name, value in kept.items():
        setattr(row, name, value)
    row.submitted_by_id, row.submitted_at = actor.person_id, now
    event = events.ReportHandedIn(subject_id=project.id, month=_said(month))
    outbox.record(session, event, actor=actor, now=now)
    return row


def _checked(fields: Mapping[str, Any], *, first: date, last: date, city: City) -> dict[str, Any]:
    kept, errors = check_form(REPORT, fields, city.codes)
    if kept.get("progress") == "":
        errors.append(FieldError("progress", "required"))
    month = kept.get("month")
    if month is not None and not first.replace(day=1) <= month <= last:
        shown = {"first": _said(first), "last": _said(last)}
        errors.append(FieldError("month", "month_not_owed", shown))
    if errors:
        raise Invalid(*errors)
    return kept


def _month(path: str, value: Any, codes: Codes) -> date:
    """A month as ``YYYY-MM``: its first day."""
    return day(path, f"{value}-01" if isinstance(value, str) else value, codes).replace(day=1)


REPORT: Mapping[str, Check] = {
    "month": _month,
    "progress": text(20_000),
    "problems": text(20_000),
    "next_steps": text(20_000),
    "percent": optional(whole(0, 100)),
    "spent_fen": optional(fen),
}
