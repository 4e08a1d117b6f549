"""The times of a call and the clock's rows for them."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import Deadline, set_deadline
from scenario_market.domain.programmes.values import programme

PUBLISH, CLOSE = "challenge_publish", "challenge_close"
QUESTIONS, HALFWAY = "challenge_questions_close", "challenge_halfway"
NEARS = "bid_deadline_nears"
CLOCKS = (PUBLISH, CLOSE, QUESTIONS, HALFWAY, NEARS)


def set_times(
    session: Session, challenge: Challenge, last: date, *, now: datetime, city: City
) -> None:
    """Set the last day for bids of a locked call, and the day on which questions end, before it."""
    held = programme(challenge.rules)
    challenge.questions_close_at = city.end_of(last - timedelta(days=held.questions_days))
    set_deadline(session, QUESTIONS, challenge.id, due_at=challenge.questions_close_at)
    set_deadline_of(session, challenge, city.end_of(last), now=now, city=city)


def set_deadline_of(
    session: Session, challenge: Challenge, closes_at: datetime, *, now: datetime, city: City
) -> None:
    """Set the instant from which on no bid is taken, and the clock's rows for it, for halfway to it and for reminders.

    Halfway is looked at once, however often the deadline moves.
    """
    challenge.closes_at = closes_at
    challenge.is_provisional = city.is_provisional(closes_at)
    set_deadline(session, CLOSE, challenge.id, due_at=closes_at)
    seen = select(Deadline.id).where(
        Deadline.kind == HALFWAY,
        Deadline.subject_id == challenge.id,
        Deadline.fired_at.is_not(None),
    )
    if challenge.opens_at is not None and session.scalar(seen) is None:
        due_at = halfway(challenge.opens_at, closes_at)
        set_deadline(session, HALFWAY, challenge.id, due_at=due_at)
    arm_reminder(session, challenge, now=now, city=city)


def arm_reminder(session: Session, challenge: Challenge, *, now: datetime, city: City) -> None:
    """Set the next reminder before the deadline (policy ``bid.reminder_days``), if one is left."""
    if challenge.closes_at is None:
        return
    days = city.policy["bid"]["reminder_days"]
    ahead = [challenge.closes_at - timedelta(days=one) for one in days]
    left = [instant for instant in ahead if instant > now]
    if left:
        set_deadline(session, NEARS, challenge.id, due_at=min(left))


def halfway(opens_at: datetime, closes_at: datetime) -> datetime:
    """The instant in the middle, on a whole second."""
    return (opens_at + (closes_at - opens_at) / 2).replace(microsecond=0)
