"""The office asks for an open call to be matched with the pool again."""

from datetime import datetime

from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges import finding
from scenario_market.domain.challenges.call_events import ChallengeMatchRequested
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.errors import IllegalMove


def request_match(session: Session, challenge_id: int, *, actor: Actor, now: datetime) -> Challenge:
    """Record that the office wants matching; workers do it. Changes nothing of the call.

    :raises IllegalMove: the call takes no bids.
    """
    challenge = finding.open_challenge(
        session, challenge_id, actor=actor, permission="match.request", version=None
    )
    if challenge.state != ChallengeState.OPEN:
        raise IllegalMove(verb="request_match", state=challenge.state, kind="challenge")
    event = ChallengeMatchRequested(subject_id=challenge.id, number=challenge.content_number)
    outbox.record(session, event, actor=actor, now=now)
    return challenge
