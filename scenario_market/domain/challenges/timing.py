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
CLOCKS = (PUBLISH, CLOSE, QUESTIONS, HALFWAY)


def lock_clocks(session: Session, challenge_id: int) -> None:
    """Lock what the clock owes a call, before the call itself: the clock comes in that order too.

    Whoever will set or drop a deadline of a call that he locks calls this first; else he and a clock that fires it at
    that moment would wait for each other. The clock passes over what is locked, and comes again.
    """
    owed = select(Deadline.id).where(Deadline.subject_id == challenge_id, Deadline.kind.in_(CLOCKS))
    session.execute(owed.order_by(Deadline.id).with_for_update())


def set_times(session: Session, challenge: Challenge, last: date, *, city: City) -> None:
    """Set the last day for bids of a locked call, and the day on which questions end, before it."""
    held = programme(challenge.rules)
    challenge.questions_close_at = city.end_of(last - timedelta(days=held.questions_days))
    set_deadline(session, QUESTIONS, challenge.id, due_at=challenge.questions_close_at)
    set_deadline_of(session, challenge, city.end_of(last))


def set_deadline_of(session: Session, challenge: Challenge, closes_at: datetime) -> None:
    """Set the instant from which on no bid is taken, and the clock's rows for it and for halfway to it.

    Halfway is looked at once, however often the deadline moves.
    """
    challenge.closes_at = closes_at
    set_deadline(session, CLOSE, challenge.id, due_at=closes_at)
    seen = select(Deadline.id).where(
        Deadline.kind == HALFWAY,
        Deadline.subject_id == challenge.id,
        Deadline.fired_at.is_not(None),
    )
    if challenge.opens_at is not None and session.scalar(seen) is None:
        due_at = halfway(challenge.opens_at, closes_at)
        set_deadline(session, HALFWAY, challenge.id, due_at=due_at)


def halfway(opens_at: datetime, closes_at: datetime) -> datetime:
    """The instant in the middle, on a whole second."""
    return (opens_at + (closes_at - opens_at) / 2).replace(microsecond=0)
