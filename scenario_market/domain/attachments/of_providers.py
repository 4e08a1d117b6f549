"""Attachments of providers: who reads, who changes."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.attachments.purposes import PURPOSES
from scenario_market.domain.errors import RuleRefused
from scenario_market.domain.permissions import allowed, sees_all
from scenario_market.domain.providers.editing import editable
from scenario_market.domain.providers.models import Credential, Provider


def readable(session: Session, provider_id: int, actor: Actor) -> Collection[str]:
    """For the provider's own people, the office and those who watch it."""
    query = select(Provider.organisation_id).where(Provider.id == provider_id)
    organisation_id = session.scalar(query)
    if organisation_id is None or not allowed(actor, "provider.read"):
        return ()
    insider = sees_all(actor) or organisation_id in actor.mandates
    return tuple(PURPOSES["provider"]) if insider else ()


def open_provider(session: Session, provider_id: int, actor: Actor) -> None:
    """Lock one's own profile, while the office is not reading it."""
    editable(session, provider_id, version=None, actor=actor)


def check_use(session: Session, row: Attachment, actor: Actor) -> None:
    """What a credential names stays; the credential goes first."""
    if session.scalar(select(Credential.id).where(Credential.attachment_id == row.id).limit(1)):
        raise RuleRefused("attachment_in_use")
