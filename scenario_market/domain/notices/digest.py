"""The daily digest: what people chose to hear once a day, and what went over the day's cap."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from scenario_market.domain.base import calendar_day, instant
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import set_deadline
from scenario_market.domain.notices.sending import RECIPIENTS, wishes

DEADLINE = "digest"
TEMPLATE = "digest"
REACH_DAYS = 14  # older notices are history; they stay in the inbox

# A notice gets into one digest of a person, at the first run after its commit. Who has got today's digest already
# waits for tomorrow's; what he has read in the inbox is not repeated.
ITEMS = """
{wishes}, recipient AS ({recipients})
    INSERT INTO digest_item (notice_id, person_id, day)
    SELECT r.notice_id, r.person_id, :day
    FROM recipient r
    LEFT JOIN preference own ON own.person_id = r.person_id AND own.kind = 'digest'
    WHERE r.has_mail AND r.mail AND (r.digest OR r.is_digest) AND coalesce(own.mail, :by_default)
      AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.person_id = r.person_id AND d.notice_id IS NULL
                                                 AND d.digest_day = :day)
      AND NOT EXISTS (SELECT 1 FROM notice_read x WHERE x.notice_id = r.notice_id AND x.person_id = r.person_id)
    ON CONFLICT DO NOTHING"""

DELIVERIES = """
    INSERT INTO delivery (notice_id, person_id, channel, template, params, attempts, due_at, digest_day)
    SELECT NULL, i.person_id, 'mail', 'digest', '{}', 0, :now, i.day
    FROM (SELECT DISTINCT person_id, day FROM digest_item WHERE day = :day) i WHERE true
    ON CONFLICT DO NOTHING"""


def next_time(city: City, now: datetime) -> datetime:
    """The next instant at which the digest is due, in UTC: the city's hour and minute, strictly after ``now``."""
    at = time(city.policy["digest"]["hour"], city.policy["digest"]["minute"])
    day = city.day(now)
    due = datetime.combine(day, at, city.zone).astimezone(UTC)
    if due <= now:
        due = datetime.combine(day + timedelta(days=1), at, city.zone).astimezone(UTC)
    return due


def fire(session: Session, subject_id: int, *, now: datetime, city: City) -> None:
    """The clock's command: write today's digests and set the same row to tomorrow."""
    write_digests(session, day=city.day(now), now=now, city=city)
    set_deadline(session, DEADLINE, subject_id, due_at=next_time(city, now))


def write_digests(session: Session, *, day: date, now: datetime, city: City) -> int:
    """One digest for each person who has something to read; repeated on the same day it writes nothing.

    :returns: how many digests were written.
    """
    dialect = session.get_bind().dialect.name
    items = ITEMS.format(
        wishes=wishes(city.policy["notices"]),
        recipients=RECIPIENTS.format(chosen="n.day >= :since"),
    )
    today = calendar_day(dialect, day)
    since = calendar_day(dialect, day - timedelta(days=REACH_DAYS))
    moment = instant(dialect, now)
    by_default = bool(city.policy["notices"][TEMPLATE]["mail"])
    parameters = {"day": today, "since": since, "now": moment, "by_default": by_default}
    session.execute(text(items), parameters)
    result: Any = session.execute(text(DELIVERIES), {"day": today, "now": moment})
    if result.rowcount:
        session.info["has_events"] = True
    return result.rowcount
