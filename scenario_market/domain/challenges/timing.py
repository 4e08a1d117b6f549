"""The times of a call and the clock's rows for them."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import set_deadline
from scenario_market.domain.programmes.values import programme

PUBLISH, CLOSE = "challenge_publish", "challenge_close"
QUESTIONS, HALFWAY = "challenge_questions_close", "challenge_halfway"
CLOCKS = (PUBLISH, CLOSE, QUESTIONS, HALFWAY)


def set_times(session: Session, challenge: Challenge, last: date, *, city: City) -> None:
    """Set the last day for bids of a locked call, and the day on which questions end, before it."""
    held = programme(challenge.rules)
    challenge.questions_close_at = city.end_of(last - timedelta(days=held.questions_days))
    set_deadline_of(session, challenge, city.end_of(last))


def set_deadline_of(session: Session, challenge: Challenge, closes_at: datetime) -> None:
    """Set the instant from which on no bid is taken, and the clock's row for it."""
    challenge.closes_at = closes_at
    set_deadline(session, CLOSE, challenge.id, due_at=closes_at)
