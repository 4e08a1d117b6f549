"""The time for questions ends: what has no answer is named, and moves the deadline once."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.challenges import amending, finding
from scenario_market.domain.challenges.call_events import QuestionOverdue
from scenario_market.domain.challenges.call_models import Question
from scenario_market.domain.challenges.question_states import UNANSWERED
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
    waiting = session.scalars(
        select(Question.id)
        .where(Question.challenge_id == challenge.id, Question.state.in_(sorted(UNANSWERED)))
        .order_by(Question.id)
    ).all()
    for key in waiting:
        event = QuestionOverdue(subject_id=key, challenge_id=challenge.id)
        outbox.record(session, event, actor=SYSTEM, now=now)
    if not waiting or challenge.closes_at is None:
        return
    held = programme(challenge.rules)
    later = city.end_of(city.day(now) + timedelta(days=held.amendment_days))
    if later <= challenge.closes_at:
        later = challenge.closes_at + timedelta(days=held.questions_days)
    amending.extend(session, challenge, closes_at=later, now=now, city=city, note=NOTE)
