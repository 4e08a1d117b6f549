"""Keeps the to-dos of what an event is about in line with what it waits for now."""

from typing import Any

from sqlalchemy.orm import Session

from scenario_market.domain.todos.reconciling import reconcile
from scenario_market.domain.todos.related import RELATED
from scenario_market.domain.todos.subjects import SUBJECTS
from scenario_market.workers.machine import Work


def wait(work: Work, prepared: Any) -> None:
    """Bring the to-dos of an event's subject, and of what ends with it, up to date.

    It reads their states, so repeating is harmless; always in one order, so that two do not wait for each other.
    """
    event = work.event
    related = RELATED.get(event.subject_kind, _nothing)
    about = {(event.subject_kind, event.subject_id), *related(work.session, event.subject_id)}
    for kind, key in sorted(about):
        if kind in SUBJECTS:
            reconcile(work.session, kind, key, now=work.now, city=work.city)


def _nothing(session: Session, subject_id: int) -> list[tuple[str, int]]:
    return []
