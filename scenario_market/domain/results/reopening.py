"""Sending a result back to the panel: its bids have no place any more, and may be scored and ranked anew."""

from datetime import datetime

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor, consequence
from scenario_market.domain.bids.states import BID_MOVES, PLACED
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.results import letters
from scenario_market.domain.results.finding import bids_of


def reopen(session: Session, challenge: Challenge, *, actor: Actor, now: datetime) -> None:
    """What follows where owner, collective decision or an upheld objection sent a locked challenge back."""
    follows = consequence(actor, "office_reviewer")
    for bid in bids_of(session, challenge.id, PLACED):
        lifecycle.move(session, bid, BID_MOVES, "reconsider", actor=follows, now=now)
    letters.supersede(session, challenge.id, now=now)
