"""The opening of the demonstration's bids: what a worker that holds the opening key does."""

from datetime import datetime

from scenario_market.demo.story import Stage
from scenario_market.domain.bids import opening
from scenario_market.domain.keys.models import ChallengeKey
from scenario_market.workers.opening import Unsealer


def open_bids(stage: Stage, key: int, now: datetime) -> None:
    """Enter every bid of a call that the clock has closed, and unseal it."""
    session, opener = stage.session, stage.keys.opener
    kept = session.get_one(ChallengeKey, key)
    opened = opening.read(
        session,
        key,
        opening.waiting(session, key),
        opening=opener,
        private_key=opener.unlock(kept.wrapped, challenge_id=key, now=now),
        store=Unsealer(stage.files),
    )
    opening.enter(session, key, opened, now=now)
    opening.finish(session, key, now=now)
