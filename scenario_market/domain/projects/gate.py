"""The gate of a race (赛马): whether somebody waits before it, and what that means for the dates behind it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.city import City
from scenario_market.domain.errors import RuleRefused
from scenario_market.domain.projects.models import Milestone, Project
from scenario_market.domain.projects.records import RaceGate
from scenario_market.domain.projects.states import ENDED, OPEN


def is_shut(session: Session, project: Project) -> bool:
    """Whether the gate of a project's race is undecided, while somebody races beside it."""
    if not project.is_raced or project.gate_milestone is None:
        return False
    decided = select(RaceGate.id).where(RaceGate.challenge_id == project.challenge_id)
    rivals = select(Project.id).where(
        Project.challenge_id == project.challenge_id,
        Project.id != project.id,
        Project.state.not_in(sorted(ENDED)),
    )
    return session.scalar(decided) is None and session.scalar(rivals.limit(1)) is not None


def holds(session: Session, project: Project, row: Milestone) -> bool:
    """Whether a milestone lies behind a gate that is shut: nobody may work on it yet."""
    return row.number > (project.gate_milestone or 0) and is_shut(session, project)


def check_open(session: Session, project: Project) -> None:
    """Nobody goes past the gate before it is decided. :raises RuleRefused: ``gate_undecided``."""
    if is_shut(session, project):
        raise RuleRefused("gate_undecided")


def put_off(rows: Iterable[Milestone], *, now: datetime, city: City) -> list[Milestone]:
    """Give open milestones that the gate held up at least the policy's ``project.retry_days``; which were moved.

    The date of the plan stays where it is, as after a rejection: what passes it shows amber.
    """
    days = city.policy["project"]["retry_days"]
    until = city.end_of(city.day(now) + timedelta(days=days))
    moved = [row for row in rows if row.state in OPEN and row.until_at < until]
    for row in moved:
        row.until_at = until
        lifecycle.touch(row, now=now)
    return moved
