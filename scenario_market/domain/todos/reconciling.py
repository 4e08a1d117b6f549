"""Bringing the to-dos of a subject in line with what it waits for now."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadlines, set_deadline
from scenario_market.domain.todos.models import Todo
from scenario_market.domain.todos.subjects import SUBJECTS
from scenario_market.domain.todos.waiting import Waiting
from scenario_market.domain.turns import wait_turn

NEAR, OVERDUE = "todo_near", "todo_overdue"


def reconcile(
    session: Session, subject_kind: str, subject_id: int, *, now: datetime, city: City
) -> None:
    """Open what is waited for, close what is not, move what has another date.

    It looks at the subject as it is, not at what happened, so repeating it and doing it late or out of order are
    harmless; two at once take turns.
    """
    wait_turn(session, f"todo:{subject_kind}:{subject_id}")
    wanted = SUBJECTS[subject_kind].waiting(session, subject_id, city)
    open_now = session.scalars(
        select(Todo).where(
            Todo.subject_kind == subject_kind,
            Todo.subject_id == subject_id,
            Todo.closed_at.is_(None),
        )
    )
    held = {(row.kind, row.party): row for row in open_now}
    for one in wanted:
        row = held.pop((one.kind, one.party), None)
        if row is None:
            _open(session, one, subject_kind, subject_id, now=now, city=city)
        elif one.due_at is not None and row.due_at != one.due_at:
            row.due_at = one.due_at
            _arm(session, row, now=now, city=city)
    for row in held.values():
        row.closed_at = now
    over = [row.id for row in held.values()]
    if over:
        drop_deadlines(session, NEAR, over)
        drop_deadlines(session, OVERDUE, over)


def _open(
    session: Session,
    one: Waiting,
    subject_kind: str,
    subject_id: int,
    *,
    now: datetime,
    city: City,
) -> None:
    row = Todo(
        kind=one.kind,
        subject_kind=subject_kind,
        subject_id=subject_id,
        party=one.party,
        opened_at=now,
        due_at=one.due_at or _granted(one.kind, now=now, city=city),
    )
    session.add(row)
    session.flush()
    _arm(session, row, now=now, city=city)


def _granted(kind: str, *, now: datetime, city: City) -> datetime:
    """The end of the last of the working days that the city grants for a step."""
    days = city.policy["waiting"]["days"][kind]
    return city.end_of(city.calendar.working_days_after(city.day(now), days))


def _arm(session: Session, row: Todo, *, now: datetime, city: City) -> None:
    """Remind some working days before the date, unless that is already over; escalate when it has passed."""
    before = city.policy["waiting"]["remind_days"]
    last = city.day(row.due_at - timedelta(seconds=1))  # a date ends at midnight, exclusive
    near = city.end_of(city.calendar.working_days_before(last, before))
    drop_deadlines(session, NEAR, [row.id])
    session.flush()
    if near > now:
        set_deadline(session, NEAR, row.id, due_at=near)
    set_deadline(session, OVERDUE, row.id, due_at=row.due_at)
