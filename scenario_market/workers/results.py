"""What follows for a result when its call is cancelled: the notice comes down, and no letter holds any more."""

from typing import Any

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.publicity import posting
from scenario_market.domain.results import announcing, letters
from scenario_market.workers.machine import Work


def end(work: Work, prepared: Any) -> None:
    """Withdraw what stands in notice of a cancelled call. Harmless to repeat."""
    session, challenge_id = work.session, work.event.subject_id
    lifecycle.lock(session, Challenge, challenge_id)
    posting.withdraw(session, announcing.KIND, challenge_id, actor=SYSTEM, now=work.now)
    letters.supersede(session, challenge_id, now=work.now)
