"""Reminders before a step is due, and escalation when it is overdue; fired by the clock."""

from datetime import datetime

from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.city import City
from scenario_market.domain.todos.events import TodoEvent, TodoNear, TodoOverdue
from scenario_market.domain.todos.models import Todo
from scenario_market.domain.todos.subjects import PRIVATE, SUBJECTS


def remind(session: Session, todo_id: int, *, now: datetime, city: City) -> None:
    """Say that a step is nearly due."""
    _say(session, todo_id, TodoNear, now, city)


def escalate(session: Session, todo_id: int, *, now: datetime, city: City) -> None:
    """Say that a step is overdue; of a private one nothing is said."""
    row = session.get(Todo, todo_id)
    if row is None or row.subject_kind in PRIVATE:
        return
    _say(session, todo_id, TodoOverdue, now, city)


def _say(session: Session, todo_id: int, event: type[TodoEvent], now: datetime, city: City) -> None:
    row = session.get(Todo, todo_id)
    if row is None or row.closed_at is not None:
        return
    # What ended the waiting may be committed and not seen here yet.
    wanted = SUBJECTS[row.subject_kind].waiting(session, row.subject_id, city)
    if not any((one.kind, one.party) == (row.kind, row.party) for one in wanted):
        return
    said = event(
        subject_id=row.id,
        step=row.kind,
        party=row.party,
        about_kind=row.subject_kind,
        about_id=row.subject_id,
    )
    outbox.record(session, said, actor=SYSTEM, now=now)
