"""Whether a provider agreed to be named to others as a partner for a consortium. Said and taken back freely."""

from datetime import datetime

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.providers.access import lock_own
from scenario_market.domain.providers.events import FindabilityChanged
from scenario_market.domain.providers.models import Provider


def set_findable(
    session: Session,
    provider_id: int,
    *,
    is_findable: bool,
    actor: Actor,
    now: datetime,
    version: int | None,
) -> Provider:
    """Agree to be found as a partner, or take it back; in any state, and at once. The same again: nothing happens."""
    row = lock_own(session, provider_id, permission="provider.edit", version=version, actor=actor)
    if row.is_findable != is_findable:
        row.is_findable = is_findable
        lifecycle.touch(row, now=now)
        event = FindabilityChanged(subject_id=row.id, is_findable=is_findable)
        outbox.record(session, event, actor=actor, now=now)
    return row
