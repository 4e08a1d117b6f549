"""Attachments of pledges: scans of 公章 that a party brings, and the paper that was issued."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.attachments.purposes import PURPOSES
from scenario_market.domain.errors import IllegalMove, RuleRefused
from scenario_market.domain.pledges import access
from scenario_market.domain.pledges.models import Pledge, PledgeSignature
from scenario_market.domain.pledges.states import OPEN


def readable(session: Session, pledge_id: int, actor: Actor) -> Collection[str]:
    """For whoever reads the pledge."""
    found = select(Pledge.id).where(Pledge.id == pledge_id, access.readable(actor))
    return tuple(PURPOSES["pledge"]) if session.scalar(found) is not None else ()


def open_pledge(session: Session, pledge_id: int, actor: Actor) -> None:
    """Lock a pledge that is not signed yet, for those who may sign it."""
    _, pledge = access.open_pledge(
        session, pledge_id, actor=actor, permission="pledge.sign", version=None
    )
    access.check_signatory(actor, pledge)
    if pledge.state not in OPEN:
        raise IllegalMove(verb="attach", state=pledge.state, kind="pledge")


def check_removal(session: Session, row: Attachment, actor: Actor) -> None:
    """A scan that somebody signed by stays, and nobody takes away what another brought."""
    used = select(PledgeSignature.id).where(PledgeSignature.attachment_id == row.id)
    if session.scalar(used.limit(1)) is not None:
        raise RuleRefused("attachment_in_use")
    if row.uploaded_by_id != actor.person_id:
        raise RuleRefused("attachment_of_another")
