"""What every change of a profile shares: when it may be made, how it is counted, who is told.

A change of what matching reads counts ``profile_revision`` up; of a provider in the pool it is also a fact
(``ProfileChanged``), upon which the open demands are matched to it anew.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import RuleRefused
from scenario_market.domain.lifecycle import touch
from scenario_market.domain.providers import events, rules
from scenario_market.domain.providers.access import lock_own
from scenario_market.domain.providers.models import Provider
from scenario_market.domain.providers.states import IN_POOL, ProviderState

# While the office reads an application it must not change under its eyes.
CLOSED = frozenset({ProviderState.APPLIED, ProviderState.IN_REVIEW, ProviderState.REMOVED})


def editable(session: Session, provider_id: int, *, version: int | None, actor: Actor) -> Provider:
    """Lock one's own profile for a change.

    :raises RuleRefused: ``profile_closed``: the office is reading it, or the provider was removed.
    """
    row = lock_own(session, provider_id, permission="provider.edit", version=version, actor=actor)
    if row.state in CLOSED:
        raise RuleRefused("profile_closed", state=str(row.state))
    return row


def record_change(
    session: Session, row: Provider, fields: list[str], *, actor: Actor, now: datetime
) -> None:
    """Count the change of a locked profile, and record it where matching must know."""
    touch(row, now=now)
    matched = [n for n in fields if n in rules.MATCHED or n in ("credentials", "offerings")]
    if not matched:
        return
    row.profile_revision += 1
    if row.state in IN_POOL:
        event = events.ProfileChanged(subject_id=row.id, fields=matched)
        outbox.record(session, event, actor=actor, now=now)
