"""From a notice to its deliveries: one row per person and channel, in the transaction that wrote the notice."""

from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from scenario_market.domain.city import City

# Everybody with a live mandate hears what the organisation is told, by the channels that the person (or the city's
# default for the kind) wants. What waits for the digest gets no delivery of its own.
RECIPIENTS = """
    SELECT n.id AS notice_id, n.kind, pe.id AS person_id, pe.email, pe.email_refused_at, pe.mobile
    FROM notice n
    JOIN mandate md ON md.organisation_id = n.organisation_id AND md.ended_at IS NULL
                   AND md.starts_at <= :now AND md.expires_at > :now
    JOIN person pe ON pe.id = md.person_id AND pe.disabled_at IS NULL
    WHERE n.event_id = :event_id AND NOT n.is_digest
    UNION ALL
    SELECT n.id, n.kind, pe.id, pe.email, pe.email_refused_at, pe.mobile
    FROM notice n JOIN person pe ON pe.id = n.person_id AND pe.disabled_at IS NULL
    WHERE n.event_id = :event_id AND NOT n.is_digest"""

MAIL = f"""
    INSERT INTO delivery (notice_id, person_id, channel, template, params, attempts, due_at)
    SELECT r.notice_id, r.person_id, 'mail', r.kind, '{{}}', 0, :now
    FROM ({RECIPIENTS}) r
    LEFT JOIN preference p ON p.person_id = r.person_id AND p.kind = r.kind
    WHERE r.email IS NOT NULL AND r.email_refused_at IS NULL AND coalesce(p.mail, :by_default)
    ON CONFLICT DO NOTHING"""  # noqa: S608  constants only


def write_deliveries(session: Session, *, event_id: int, city: City, now: datetime) -> int:
    """Write the deliveries that the notices of one event owe; returns how many."""
    dialect = session.get_bind().dialect.name
    instant = now if dialect == "postgresql" else now.strftime("%Y-%m-%d %H:%M:%S.%f")
    parameters = {"event_id": event_id, "now": instant, "by_default": True}
    result: Any = session.execute(text(MAIL), parameters)
    if result.rowcount:
        session.info["has_events"] = True  # the commit wakes the relay
    return result.rowcount
