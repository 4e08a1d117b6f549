"""The paper of a signed pledge: made once, and kept as the bytes that it was issued with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.attachments.models import Upload
from scenario_market.domain.parties.models import Person
from scenario_market.domain.pledges import completing, document
from scenario_market.domain.pledges.events import PledgeIssued
from scenario_market.domain.pledges.models import Pledge, PledgeSignature
from scenario_market.domain.pledges.negotiating import version_of
from scenario_market.domain.pledges.states import PledgeState

PAPER = "paper"  # the purpose of the attachment


@dataclass(frozen=True)
class Sheet:
    """What the paper is made from. :param signatures: each with the name of who signed."""

    canonical: str
    document: document.Document
    sha256: str
    signed_at: datetime
    signatures: Sequence[tuple[PledgeSignature, str]]


def sheet(session: Session, pledge_id: int) -> Sheet | None:
    """What the paper of a signed pledge says; None where none is owed, or it was issued."""
    pledge = session.get(Pledge, pledge_id)
    if pledge is None or pledge.state != PledgeState.SIGNED or pledge.attachment_id is not None:
        return None
    assert pledge.signed_at is not None
    text = version_of(session, pledge).canonical
    signed = completing.signatures(session, pledge.id)
    query = select(Person.id, Person.name).where(Person.id.in_({one.person_id for one in signed}))
    names = {row.id: row.name for row in session.execute(query)}
    return Sheet(
        canonical=text,
        document=document.read(text),
        sha256=pledge.sha256,
        signed_at=pledge.signed_at,
        signatures=[(one, names.get(one.person_id, "")) for one in signed],
    )


def issue(session: Session, pledge_id: int, *, paper: Upload, now: datetime) -> Pledge | None:
    """Keep the paper with its pledge. Harmless to repeat: what was issued first stays."""
    pledge = lifecycle.lock(session, Pledge, pledge_id)
    if pledge.state != PledgeState.SIGNED or pledge.attachment_id is not None:
        return None
    row = paper.attached("pledge", pledge.id, purpose=PAPER, actor=SYSTEM, now=now)
    session.add(row)
    session.flush()
    pledge.attachment_id, pledge.issued_sha256 = row.id, paper.sha256
    lifecycle.touch(pledge, now=now)
    event = PledgeIssued(subject_id=pledge.id, sha256=paper.sha256, attachment_id=row.id)
    outbox.record(session, event, actor=SYSTEM, now=now)
    session.flush()
    return pledge
