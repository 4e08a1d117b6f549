"""Sending a result back to the panel: its bids have no place any more, and may be scored and ranked anew."""

from datetime import datetime

from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.evaluation import deliberating
from scenario_market.domain.results import letters


def reopen(session: Session, challenge: Challenge, *, actor: Actor, now: datetime) -> None:
    """What follows where owner, collective decision or an upheld objection sent a locked challenge back."""
    deliberating.reopen_after_remand(session, challenge, actor=actor, now=now)
    letters.supersede(session, challenge.id, now=now)
