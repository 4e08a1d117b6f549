"""The deadline: the clock closes a call under an exclusive lock, so that every bid is either in or out."""

from datetime import datetime

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.challenges import finding, overdue
from scenario_market.domain.challenges.states import CHALLENGE_MOVES, ChallengeState
from scenario_market.domain.city import City


def close(session: Session, subject_id: int, *, now: datetime, city: City) -> None:
    """Close a call whose deadline has passed. Harmless to repeat.

    Acts on workspaces hold the shared lock (``share.py``): this waits for them, and who comes later is told that it
    is closed.
    """
    challenge = finding.lock_for_clock(session, subject_id)
    if challenge is None or challenge.state != ChallengeState.OPEN:
        return
    if challenge.closes_at is None or challenge.closes_at > now:
        return
    challenge.closed_at = now
    lifecycle.move(session, challenge, CHALLENGE_MOVES, "close", actor=SYSTEM, now=now)
    overdue.lapse(session, challenge.id, actor=SYSTEM, now=now)
