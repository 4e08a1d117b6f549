"""The end of a call: it is complete when every project of it has ended."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor, consequence
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import CHALLENGE_MOVES, ChallengeState
from scenario_market.domain.projects.models import Project
from scenario_market.domain.projects.states import ENDED


def complete(session: Session, challenge_id: int, *, actor: Actor, now: datetime) -> bool:
    """Complete a call in delivery of which no project waits or runs; whether it did. Locks the call.

    Whoever ends a project has locked its call before the project, so that two that end at once see each other. Whoever
    moves a call to ``in_delivery`` asks too: its only project may have ended before.
    """
    challenge = lifecycle.lock(session, Challenge, challenge_id)
    if challenge.state != ChallengeState.IN_DELIVERY:
        return False
    session.flush()
    running = select(Project.id).where(
        Project.challenge_id == challenge_id, Project.state.not_in(sorted(ENDED))
    )
    if session.scalar(running.limit(1)) is not None:
        return False
    follow = consequence(actor, "system")
    lifecycle.move(session, challenge, CHALLENGE_MOVES, "complete", actor=follow, now=now)
    return True
