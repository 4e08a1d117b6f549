"""The clock of milestones: told before their time, missed at its end."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadlines, set_deadlines
from scenario_market.domain.projects import gate
from scenario_market.domain.projects import milestone_events as events
from scenario_market.domain.projects.models import Milestone, Project
from scenario_market.domain.projects.states import (
    MILESTONE_MOVES,
    OPEN,
    RUNNING,
    UNDER_WAY,
    MilestoneState,
)

KIND = "milestone"


def arm(session: Session, milestones: Iterable[Milestone], *, now: datetime, city: City) -> None:
    """Set each open milestone's deadline to its next reminder (policy ``project.milestone_days``), or to its end."""
    due = {row.id: _next(row, now, city) for row in milestones if row.state in OPEN}
    if due:
        set_deadlines(session, KIND, due)


def rest(session: Session, milestones: Iterable[Milestone]) -> None:
    """Take the deadlines of milestones off: the project rests or has ended, or the evidence is in."""
    keys = [row.id for row in milestones]
    if keys:
        drop_deadlines(session, KIND, keys)


def fire(session: Session, milestone_id: int, *, now: datetime, city: City) -> None:
    """By the clock (deadline ``milestone``): say that a milestone is due soon, or that it was missed.

    Harmless to repeat. A project that does not run, or a milestone whose evidence is in, is passed by.
    """
    found = session.get(Milestone, milestone_id)
    if found is None:
        return
    project = lifecycle.lock(session, Project, found.project_id)
    row = lifecycle.lock(session, Milestone, milestone_id)
    if project.state not in RUNNING or row.state not in OPEN:
        return
    if row.until_at <= now and not gate.holds(session, project, row):
        miss(session, row, now=now)
        return
    if (
        row.until_at <= now
    ):  # the office has not decided the gate: nobody may work on it, so nobody misses it
        arm(session, gate.put_off([row], now=now, city=city), now=now, city=city)
        return
    passed = [days for at, days in _reminders(row, city) if at <= now]
    if passed:
        event = events.MilestoneDueSoon(subject_id=row.id, project_id=project.id, days=min(passed))
        outbox.record(session, event, actor=SYSTEM, now=now)
    arm(session, [row], now=now, city=city)


def miss(session: Session, row: Milestone, *, now: datetime) -> None:
    """A locked milestone's time has passed."""
    lifecycle.move(
        session, row, MILESTONE_MOVES, "miss", actor=SYSTEM, now=now, project_id=row.project_id
    )
    row.percent, row.concluded_at = 0, now


def is_late(project: Project, row: Milestone, now: datetime) -> bool:
    """Whether evidence would come too late: the instant decides, whether the clock has fired or not."""
    if row.state == MilestoneState.MISSED:
        return True
    return project.state in UNDER_WAY and row.until_at <= now


def _next(row: Milestone, now: datetime, city: City) -> datetime:
    coming = [at for at, _ in _reminders(row, city) if at > now]
    return min([*coming, row.until_at])


def _reminders(row: Milestone, city: City) -> list[tuple[datetime, int]]:
    days = city.policy["project"]["milestone_days"]
    return [(row.until_at - timedelta(days=one), one) for one in days]
