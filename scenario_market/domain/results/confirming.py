"""The owner's word on the panel's recommendation: in so many working days, with a reminder before."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import SYSTEM, Actor
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import CHALLENGE_MOVES, ChallengeState
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadline, set_deadline
from scenario_market.domain.moves import Reason
from scenario_market.domain.programmes.values import programme
from scenario_market.domain.results import events
from scenario_market.domain.results.finding import open_owned, opinion_of
from scenario_market.domain.results.reopening import reopen

DUE = "owner_answer"


def due_at(challenge: Challenge, recommended_at: datetime, city: City) -> datetime:
    """Until when the owner's word is owed, exclusive: the end of the last of ``owner_answer_days`` working days."""
    days = programme(challenge.rules).owner_answer_days
    return city.end_of(city.calendar.working_days_after(city.day(recommended_at), days))


def ask(session: Session, challenge: Challenge, *, now: datetime, city: City) -> None:
    """The owner's word is owed from now on; the clock reminds before, and says when it was not given."""
    due = due_at(challenge, now, city)
    before = timedelta(days=city.policy["result"]["owner_reminder_days"])
    set_deadline(session, DUE, challenge.id, due_at=max(now, due - before))


def confirm(
    session: Session, challenge_id: int, *, actor: Actor, now: datetime, version: int | None
) -> Challenge:
    """The owner confirms what the panel recommends."""
    challenge = open_owned(
        session, challenge_id, actor=actor, permission="result.confirm", version=version
    )
    lifecycle.move(session, challenge, CHALLENGE_MOVES, "confirm", actor=actor, now=now)
    drop_deadline(session, DUE, challenge.id)
    return challenge


def decline(
    session: Session,
    challenge_id: int,
    *,
    reason: Reason,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Challenge:
    """The owner declines, with a reason of ``reasons_challenge``; the panel is heard again."""
    challenge = open_owned(
        session, challenge_id, actor=actor, permission="result.confirm", version=version
    )
    lifecycle.move(
        session,
        challenge,
        CHALLENGE_MOVES,
        "decline",
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
    )
    drop_deadline(session, DUE, challenge.id)
    reopen(session, challenge, actor=actor, now=now)
    return challenge


def remind(session: Session, challenge_id: int, *, now: datetime, city: City) -> None:
    """The owner's word is owed soon, or was owed by now: an event tells owner and office. By the clock."""
    challenge = session.get(Challenge, challenge_id, with_for_update=True, populate_existing=True)
    opinion = opinion_of(session, challenge_id)
    if challenge is None or challenge.state != ChallengeState.RECOMMENDED or opinion is None:
        return
    due = due_at(challenge, opinion.recommended_at or now, city)
    if now < due:
        fact = events.OwnerAnswerDueSoon(subject_id=challenge.id, due_at=due.isoformat())
        outbox.record(session, fact, actor=SYSTEM, now=now)
        set_deadline(session, DUE, challenge.id, due_at=due)
        return
    outbox.record(
        session, events.OwnerAnswerOverdue(subject_id=challenge.id), actor=SYSTEM, now=now
    )
