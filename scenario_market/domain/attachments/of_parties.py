"""Attachments of organisations and mandates: for those who manage the organisation, and for the office."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments import evidence
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.attachments.purposes import PURPOSES
from scenario_market.domain.errors import NotFound, RuleRefused
from scenario_market.domain.lifecycle import lock
from scenario_market.domain.parties.authority import require_scope
from scenario_market.domain.parties.models import Mandate, Organisation
from scenario_market.domain.parties.states import Verification
from scenario_market.domain.permissions import allowed, require, sees_all


def readable(session: Session, organisation_id: int, actor: Actor) -> Collection[str]:
    """For the organisation's managers, the office and those who watch it."""
    known = session.scalar(select(Organisation.id).where(Organisation.id == organisation_id))
    return tuple(PURPOSES["organisation"]) if _manages(actor, known) else ()


def open_organisation(session: Session, organisation_id: int, actor: Actor) -> None:
    """Lock one's own organisation."""
    require(actor, "organisation.edit")
    require_scope(actor, organisation_id, "manage")
    lock(session, Organisation, organisation_id)


def readable_of_mandate(session: Session, mandate_id: int, actor: Actor) -> Collection[str]:
    """For the managers of the mandate's organisation, the office and those who watch it."""
    query = select(Mandate.organisation_id).where(Mandate.id == mandate_id)
    return tuple(PURPOSES["mandate"]) if _manages(actor, session.scalar(query)) else ()


def open_mandate(session: Session, mandate_id: int, actor: Actor) -> None:
    """Lock a live mandate of one's own organisation; the organisation first, as everywhere."""
    require(actor, "mandate.manage")
    found = session.get(Mandate, mandate_id)
    if found is None or found.organisation_id not in actor.mandates:
        raise NotFound(kind="mandate")
    require_scope(actor, found.organisation_id, "manage")
    lock(session, Organisation, found.organisation_id)
    if lock(session, Mandate, mandate_id).ended_at is not None:
        raise RuleRefused("mandate_ended")


def check_licence(session: Session, row: Attachment, actor: Actor) -> None:
    """What the office looks at, or verified the organisation by, stays; a new one is attached beside it."""
    state = _state(session, row.subject_id)
    decided = state == Verification.VERIFIED and evidence.is_held(session, row.id)
    if state == Verification.PENDING or decided:
        raise RuleRefused("attachment_decided")


def check_letter(session: Session, row: Attachment, actor: Actor) -> None:
    """As long as the mandate is in force, its letter stays that the office looks at or decided by."""
    organisation_id = session.get_one(Mandate, row.subject_id).organisation_id
    is_pending = _state(session, organisation_id) == Verification.PENDING
    if is_pending or evidence.is_held(session, row.id):
        raise RuleRefused("attachment_decided")


def is_evidence(session: Session, row: Attachment, actor: Actor) -> bool:
    """Whether a decision rests on it, for the office and those who watch it."""
    return sees_all(actor) and evidence.is_held(session, row.id)


def _state(session: Session, organisation_id: int) -> str | None:
    return session.scalar(select(Organisation.state).where(Organisation.id == organisation_id))


def name_document(session: Session, mandate_id: int) -> None:
    """The mandate names the newest letter that is attached to it."""
    newest = select(func.max(Attachment.id)).where(
        Attachment.subject_kind == "mandate",
        Attachment.subject_id == mandate_id,
        Attachment.removed_at.is_(None),
    )
    session.get_one(Mandate, mandate_id).attachment_id = session.scalar(newest)


def _manages(actor: Actor, organisation_id: int | None) -> bool:
    if organisation_id is None or not allowed(actor, "organisation.read"):
        return False
    return sees_all(actor) or actor.acts_for(organisation_id, "manage")
