"""The time for questions ends: what has no answer is named, and moves the deadline once; with the call it lapses."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import SYSTEM, Actor, consequence
from scenario_market.domain.challenges import amending, finding
from scenario_market.domain.challenges.call_events import QuestionOverdue
from scenario_market.domain.challenges.call_models import Question
from scenario_market.domain.challenges.question_states import QUESTION_MOVES, UNANSWERED
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.city import City
from scenario_market.domain.programmes.values import programme

NOTE = "提问截止时仍有问题未答复，截止时间顺延一次"


def end_questions(session: Session, subject_id: int, *, now: datetime, city: City) -> None:
    """The clock's command: where a question has no answer the deadline moves once, as a version. Harmless to repeat.

    It is then as far away as after a material amendment, and later than before in any case. The content stands as it
    was, so no bid has to be confirmed again; questions can be answered until then, and none is taken any more.
    """
    challenge = finding.lock_for_clock(session, subject_id)
    if challenge is None or challenge.state != ChallengeState.OPEN:
        return
    if challenge.questions_close_at is None or challenge.questions_close_at > now:
        return
    waiting = _unanswered(session, challenge.id)
    # An amendment may end the time a second time; of a question it is said once.
    for row in (one for one in waiting if one.overdue_at is None):
        row.overdue_at = now
        event = QuestionOverdue(subject_id=row.id, challenge_id=challenge.id)
        outbox.record(session, event, actor=SYSTEM, now=now)
    if not waiting or challenge.closes_at is None:
        return
    held = programme(challenge.rules)
    last = city.day(challenge.closes_at - timedelta(seconds=1))
    after = city.day(now) + timedelta(days=held.amendment_days)
    if after <= last:
        after = last + timedelta(days=held.questions_days)
    later = city.end_of(city.calendar.next_working(after))
    amending.extend(session, challenge, closes_at=later, now=now, city=city, note=NOTE)


def lapse(session: Session, challenge_id: int, *, actor: Actor, now: datetime) -> None:
    """What was not answered when its **locked** call ceases to take bids is answered no more; its asker is told."""
    follows = consequence(actor, "system")
    for row in _unanswered(session, challenge_id):
        lifecycle.move(
            session,
            row,
            QUESTION_MOVES,
            "lapse",
            actor=follows,
            now=now,
            challenge_id=challenge_id,
        )


def _unanswered(session: Session, challenge_id: int) -> Sequence[Question]:
    """Locked, in the order in which they were asked."""
    query: Any = select(Question).where(
        Question.challenge_id == challenge_id, Question.state.in_(sorted(UNANSWERED))
    )
    query = query.order_by(Question.id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).all()
