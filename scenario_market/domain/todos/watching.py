"""Looking every day whether the holidays of a year are missing that deadlines reach into, or that begins soon."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenario_market.domain.challenges.timing import CLOSE
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import Deadline, set_deadline
from scenario_market.domain.publicity.posting import ENDS
from scenario_market.domain.todos import of_consortia
from scenario_market.domain.todos.models import Todo
from scenario_market.domain.todos.of_calendar import KIND
from scenario_market.domain.todos.reconciling import reconcile

WATCH = "calendar_watch"
# What the office fixes in public; other dates move with the acts that they wait for.
PUBLISHED = (CLOSE, ENDS)


def fire(session: Session, subject_id: int, *, now: datetime, city: City) -> None:
    """The clock's command, each day: a to-do for each year that is missing; it closes when the file is there.

    Deadlines that are published stay as they were published, also when the file comes and they fall on a holiday:
    who relied on them may go on doing so. The office moves one, where it wants to, by an amendment.
    """
    years = set(city.calendar.missing(city.day(now), last_published(session, now=now, city=city)))
    waits = select(Todo.subject_id).where(Todo.subject_kind == KIND, Todo.closed_at.is_(None))
    for year in sorted(years | set(session.scalars(waits))):
        reconcile(session, KIND, year, now=now, city=city)
    tomorrow = city.day(now) + timedelta(days=1)
    due_at = datetime.combine(tomorrow, time(6), city.zone).astimezone(UTC)
    set_deadline(session, WATCH, subject_id, due_at=due_at)


def last_published(session: Session, *, now: datetime, city: City) -> date:
    """The last day on which an open call closes or a notice ends; today where there is none."""
    query = select(func.max(Deadline.due_at)).where(
        Deadline.kind.in_(PUBLISHED), Deadline.fired_at.is_(None)
    )
    last = session.scalar(query)
    return city.day(max(last - timedelta(seconds=1), now)) if last else city.day(now)


def look(session: Session, workspace_id: int, *, now: datetime, city: City) -> None:
    """The clock's command, every ten minutes after a member left a consortium: whether its lead has acted since."""
    challenge_id = of_consortia.look_again(session, workspace_id, now=now, city=city)
    reconcile(session, of_consortia.KIND, challenge_id, now=now, city=city)
