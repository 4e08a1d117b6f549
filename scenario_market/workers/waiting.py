"""Keeps the to-dos of what an event is about in line with what it waits for now."""

from typing import Any

from scenario_market.domain.todos.reconciling import reconcile
from scenario_market.domain.todos.subjects import SUBJECTS
from scenario_market.workers.machine import Work


def wait(work: Work, prepared: Any) -> None:
    """Bring the to-dos of the event's subject up to date. It reads the subject's state, so repeating is harmless."""
    event = work.event
    if event.subject_kind in SUBJECTS:
        reconcile(work.session, event.subject_kind, event.subject_id, now=work.now, city=work.city)
