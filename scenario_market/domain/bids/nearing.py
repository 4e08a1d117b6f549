"""The deadline nears: all who have a workspace are told alike, whatever stands in it (ADR 3, point 8)."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.bids.events import DeadlineNears
from scenario_market.domain.challenges.share import share_lock
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.challenges.timing import NEARS, arm_reminder
from scenario_market.domain.city import City

KIND = NEARS


def fire(session: Session, subject_id: int, *, now: datetime, city: City) -> None:
    """The clock's command: say that the deadline nears, and come again for the next reminder.

    A deadline that was moved away meanwhile is reminded of at its own time. Of a call that is over nobody is reminded.
    """
    challenge = share_lock(session, subject_id)
    closes_at = challenge.closes_at
    if challenge.state != ChallengeState.OPEN or closes_at is None or closes_at <= now:
        return
    if closes_at - now <= timedelta(days=max(city.policy["bid"]["reminder_days"])):
        days = max(1, round((closes_at - now) / timedelta(days=1)))
        fact = DeadlineNears(subject_id=challenge.id, days=days)
        outbox.record(session, fact, actor=SYSTEM, now=now)
    arm_reminder(session, challenge, now=now, city=city)
