"""Forgetting numbers and addresses that were only knocked with: they may be those of people who never came in."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from scenario_market.domain.city import City
from scenario_market.domain.deadlines import set_deadline
from scenario_market.domain.parties.models import Confirmation, SignInCode

SWEEP = "knocks"  # kind of the standing deadline
# Longer than what is counted (24 hours) and than a confirming mail is tried for.
KEPT = timedelta(days=3)


def sweep(session: Session, subject_id: int, *, now: datetime, city: City) -> None:
    """The clock's command: forget what is older than three days, and come again tomorrow. The events stay."""
    for table in (SignInCode, Confirmation):
        session.execute(delete(table).where(table.created_at < now - KEPT))
    set_deadline(session, SWEEP, subject_id, due_at=city.end_of(city.day(now)))
