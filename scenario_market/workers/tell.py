"""Telling people of events that concern them: one statement writes the notices of a rule, whatever their number."""

from typing import Any

from sqlalchemy import literal, select
from sqlalchemy.dialects import postgresql, sqlite

from scenario_market.domain.notices.models import Notice
from scenario_market.domain.notices.sending import write_deliveries
from scenario_market.workers.machine import Work
from scenario_market.workers.telling import RULES, Rule

__all__ = ["RULES", "tell"]


def tell(work: Work, prepared: Any) -> None:
    """Write the notices that the rules of the event's kind name, and their deliveries."""
    for rule in RULES[work.event.kind]:
        _write(work, rule)
    write_deliveries(work.session, event_id=work.event.id, city=work.city, now=work.now)


def _write(work: Work, rule: Rule) -> None:
    event, payload = work.event, work.event.payload or {}
    told = rule.recipients(work).subquery()
    columns: dict[str, Any] = {
        "event_id": event.id,
        "kind": rule.notice,
        "subject_kind": event.subject_kind,
        "subject_id": event.subject_id,
        "params": {key: payload[key] for key in rule.params if payload.get(key) is not None},
        "is_digest": False,
        "day": work.city.day(work.now),
        "at": work.now,
    }
    table: Any = Notice.__table__
    values = [literal(value, table.c[name].type) for name, value in columns.items()]
    # Exactly one of the two is set; SQLite needs a WHERE before ON CONFLICT.
    one = told.c.organisation_id.is_(None) != told.c.person_id.is_(None)
    rows = select(told.c.organisation_id, told.c.person_id, *values).where(one)
    dialect: Any = postgresql if work.session.get_bind().dialect.name == "postgresql" else sqlite
    work.session.execute(
        dialect.insert(Notice)
        .from_select(["organisation_id", "person_id", *columns], rows)
        .on_conflict_do_nothing()
    )
