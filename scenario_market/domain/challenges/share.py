"""The shared lock: many bidders act at once, and the clock closes only when none of them is under way."""

from sqlalchemy.orm import Session

from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.errors import NotFound


def share_lock(session: Session, challenge_id: int) -> Challenge:
    """Read a challenge afresh and keep it from changing until the transaction ends, without shutting others out.

    FOR SHARE on PostgreSQL; SQLite has one writer, who shuts everybody out. Whoever holds it must not go on to change
    the challenge: two who did would wait for each other.

    :raises NotFound: there is none.
    """
    row = session.get(
        Challenge, challenge_id, with_for_update={"read": True}, populate_existing=True
    )
    if row is None:
        raise NotFound(kind="challenge")
    return row
