"""Reading a provider, its moves and appeals, and what lapses. What an actor may not see is not found."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, select, text
from sqlalchemy.orm import Session, joinedload, selectinload

from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import NotFound
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.paging import Page, only, page
from scenario_market.domain.permissions import require
from scenario_market.domain.providers.access import of_readable, readable
from scenario_market.domain.providers.models import (
    LISTED,
    Appeal,
    Credential,
    Offering,
    Provider,
)
from scenario_market.domain.providers.states import IN_POOL

# Who stands in the public directory. The words of the partial index, so that both databases see that it applies.
IS_LISTED = and_(text(f"provider.{LISTED}"), only(Provider.state, IN_POOL))


def whole(query: Select[Any]) -> Select[Any]:
    """The query with everything that a profile shows: three statements, however many rows."""
    return query.options(
        joinedload(Provider.organisation, innerjoin=True),
        selectinload(Provider.credentials),
        selectinload(Provider.offerings.and_(Offering.retired_at.is_(None))),
    ).execution_options(populate_existing=True)


def get_provider(session: Session, provider_id: int, *, actor: Actor) -> Provider:
    """One provider in every state, with organisation, credentials and offerings that are not retired.

    For the office, the watch and the provider itself; :func:`get_listed` is for everybody else.

    :raises NotFound: there is none, or not for this actor.
    """
    row = session.scalar(whole(select(Provider).where(Provider.id == provider_id, readable(actor))))
    if row is None:
        raise NotFound(kind="provider")
    return row


def get_listed(session: Session, provider_id: int) -> Provider:
    """One provider of the public directory; its contact is not to be shown.

    :raises NotFound: there is none, it left the pool, or does not want to be listed.
    """
    row = session.scalar(whole(select(Provider).where(Provider.id == provider_id, IS_LISTED)))
    if row is None:
        raise NotFound(kind="provider")
    return row


def history(session: Session, provider_id: int, *, actor: Actor) -> Sequence[StateChange]:
    """All moves of a provider with their reasons, the oldest first; for whom :func:`get_provider` is.

    :raises NotFound: there is none, or not for this actor.
    """
    get_provider(session, provider_id, actor=actor)
    return session.scalars(
        select(StateChange)
        .where(StateChange.subject_kind == "provider", StateChange.subject_id == provider_id)
        .order_by(StateChange.id)
    ).all()


def get_appeal(session: Session, appeal_id: int, *, actor: Actor) -> Appeal:
    """An appeal, for the office, the watch and who filed it.

    :raises NotFound: there is none, or not for this actor.
    """
    query = select(Appeal).where(Appeal.id == appeal_id, of_readable(Appeal.provider_id, actor))
    row = session.scalar(query)
    if row is None:
        raise NotFound(kind="appeal")
    return row


def list_appeals(
    session: Session,
    *,
    actor: Actor,
    open_only: bool = False,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[Appeal]:
    """Appeals, the newest first: all of them for the office and the watch, else one's own.

    Indexes: ``ix_appeal_open`` for the open ones, ``ix_appeal_provider`` for one's own.
    """
    require(actor, "provider.read")
    query = select(Appeal).where(of_readable(Appeal.provider_id, actor))
    if open_only:
        query = query.where(Appeal.decided_at.is_(None))
    return page(session, query, Appeal.id, after=after, limit=limit)


def lapsing(
    session: Session, *, actor: Actor, until: datetime, limit: int = 100
) -> Sequence[Credential]:
    """What expires up to a day, the first to expire first. Index: ``ix_credential_expiry``."""
    require(actor, "provider.read")
    query = select(Credential).where(
        Credential.expires_on <= until.date(), of_readable(Credential.provider_id, actor)
    )
    return session.scalars(
        query.order_by(Credential.expires_on, Credential.id).limit(min(limit, 100))
    ).all()
