"""Which providers an actor reads, and which his command may reach: his own, or as an officer one that is not."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import NotFound, RuleRefused
from scenario_market.domain.lifecycle import lock
from scenario_market.domain.parties.authority import check_independent
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.parties.states import Verification
from scenario_market.domain.permissions import require, sees_all
from scenario_market.domain.providers.models import Provider


def readable(actor: Actor) -> ColumnElement[bool]:
    """Providers that the actor reads whole, in every state: all for the office and the watch, else one's own."""
    return true() if sees_all(actor) else Provider.organisation_id.in_(actor.organisations)


def of_readable(provider_id: Any, actor: Actor) -> ColumnElement[bool]:
    """What belongs to such a provider, by a column that holds its key."""
    if sees_all(actor):
        return true()
    return provider_id.in_(select(Provider.id).where(readable(actor)))


def lock_own(
    session: Session, provider_id: int, *, permission: str, version: int | None, actor: Actor
) -> Provider:
    """Lock a provider for one who keeps its profile.

    :raises NotFound: there is none, or the actor has no mandate with the scope ``profile``.
    :raises StaleVersion: it was changed since.
    """
    require(actor, permission)
    organisation_id = session.scalar(
        select(Provider.organisation_id).where(Provider.id == provider_id)
    )
    # Before the version is looked at: a stale version would tell a rival that there is such a row.
    if organisation_id is None or not actor.acts_for(organisation_id, "profile"):
        raise NotFound(kind="provider")
    return lock(session, Provider, provider_id, version=version)


def lock_as_officer(
    session: Session,
    provider_id: int,
    *,
    permission: str,
    version: int | None,
    actor: Actor,
    now: datetime,
) -> Provider:
    """Lock a provider for an officer's decision.

    :raises RuleRefused: ``own_organisation``: the officer acts for the organisation himself.
    """
    require(actor, permission)
    row = lock(session, Provider, provider_id, version=version)
    check_independent(session, actor, organisation_id=row.organisation_id, now=now)
    return row


def require_verified(session: Session, provider: Provider) -> None:
    """:raises RuleRefused: ``organisation_not_verified``."""
    state = session.scalar(
        select(Organisation.state).where(Organisation.id == provider.organisation_id)
    )
    if state != Verification.VERIFIED:
        raise RuleRefused("organisation_not_verified", state=state)
