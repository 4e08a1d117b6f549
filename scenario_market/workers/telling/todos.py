"""Telling of steps that somebody is waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import literal, select, union

from scenario_market.domain.todos.waiting import split
from scenario_market.workers import recipients as to
from scenario_market.workers.telling.rule import Rule

if TYPE_CHECKING:  # a relay reads the table, and holds no matching engine
    from scenario_market.workers.machine import Work


def party(work: Work) -> to.Recipients:
    """Whose turn it is."""
    kind, name, place = split((work.event.payload or {})["party"])
    if kind == "role":
        return to.with_role(work, name, place=place)
    key = literal(int(name)) if name.isdecimal() else to.NOBODY  # a sample's party has no key
    sides: tuple[Any, Any] = (key, to.NOBODY) if kind == "organisation" else (to.NOBODY, key)
    return select(sides[0].label("organisation_id"), sides[1].label("person_id"))


def leads(work: Work) -> to.Recipients:
    """Who leads the office, and those who watch where the lead itself is late."""
    late = split((work.event.payload or {})["party"])[1] == "office_lead"
    watch = to.with_role(work, "discipline_observer")
    return (
        union(to.with_role(work, "office_lead"), watch)
        if late
        else to.with_role(work, "office_lead")
    )


RULES: dict[str, tuple[Rule, ...]] = {
    "todo.near": (Rule("todo_near", party, ("step",)),),
    "todo.overdue": (
        Rule("todo_overdue", party, ("step",)),
        Rule("todo_escalated", leads, ("step",)),
    ),
}
RECORDS: dict[str, str] = {}
