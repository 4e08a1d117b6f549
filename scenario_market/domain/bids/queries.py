"""What its own people read of a workspace. Nobody else finds it: no role, no list, no count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.bids import envelope, finding, judging
from scenario_market.domain.bids.envelope import Contents, SealedFileRef
from scenario_market.domain.bids.finding import Desk
from scenario_market.domain.bids.judging import Verdict
from scenario_market.domain.bids.models import (
    Bid,
    BidFile,
    ConsortiumInvitation,
    Workspace,
)
from scenario_market.domain.bids.sealing import About, Sealing
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.city import City
from scenario_market.domain.errors import NotFound
from scenario_market.domain.paging import Page, page
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.permissions import require


@dataclass(frozen=True)
class Read:
    """A workspace, read. ``contents`` is None once the bids were opened: then ``bid`` is what was handed in, if any."""

    desk: Desk
    contents: Contents | None
    verdict: Verdict | None
    bid: Bid | None
    bid_files: Sequence[BidFile] = ()


def read(
    session: Session, access_key: str, *, actor: Actor, now: datetime, city: City, sealing: Sealing
) -> Read:
    """A workspace of one's own, by its draft key; after the opening the bid that came out of it.

    :raises NotFound: no such workspace for the actor.
    """
    require(actor, "bid.work")
    workspace_id, challenge_id = finding.located(session, access_key, actor=actor)
    workspace = _row(session, Workspace, workspace_id)
    challenge = _row(session, Challenge, challenge_id)
    desk = finding.desk(session, workspace, challenge, actor=actor, now=now, city=city)
    bid: Any = session.scalar(select(Bid).where(Bid.workspace_id == workspace_id))
    files: Sequence[BidFile] = ()
    if bid is not None:
        query = select(BidFile).where(BidFile.bid_id == bid.id, BidFile.is_standing)
        files = session.scalars(query.order_by(BidFile.id)).all()
    if workspace.draft_key is None:
        return Read(desk, None, None, bid, files)
    contents = opened(desk, sealing)
    return Read(desk, contents, judging.verdict(contents, "save", workspace.version, desk), bid)


def _row(session: Session, model: type[Any], key: int) -> Any:
    """A row as the database has it."""
    row = session.get(model, key, populate_existing=True)
    if row is None:
        raise NotFound(kind=model.__tablename__)
    return row


def opened(desk: Desk, sealing: Sealing) -> Contents:
    """The contents of a workspace, for its own people."""
    about = About(challenge_id=desk.challenge.id, workspace=desk.workspace.access_key)
    return envelope.unpack(sealing.open_draft(desk.workspace, about=about))


def file(
    session: Session,
    access_key: str,
    file_key: str,
    *,
    actor: Actor,
    sealing: Sealing,
) -> SealedFileRef:
    """A file of the draft, or of what was handed in.

    :raises NotFound: no such file for the actor, or the bids were opened.
    """
    require(actor, "bid.work")
    workspace_id, challenge_id = finding.located(session, access_key, actor=actor)
    workspace = _row(session, Workspace, workspace_id)
    if workspace.draft_key is None:
        raise NotFound(kind="file")
    about = About(challenge_id=challenge_id, workspace=access_key)
    contents = envelope.unpack(sealing.open_draft(workspace, about=about))
    handed_in = contents.handed_in.files if contents.handed_in else ()
    for one in (*contents.files, *handed_in):
        if one.key == file_key:
            return one
    raise NotFound(kind="file")


def workspaces(
    session: Session,
    *,
    actor: Actor,
    after: Sequence[Any] | None = None,
    limit: int = 20,
    challenge_id: int | None = None,
) -> Page[Any]:
    """Workspaces in which one's organisations take part, the newest first; nothing of what is in them."""
    require(actor, "bid.work")
    query = select(Workspace).where(finding.taking_part(actor))
    if challenge_id is not None:
        query = query.where(Workspace.challenge_id == challenge_id)
    return page(session, query, Workspace.id, after=after, limit=limit)


@dataclass(frozen=True)
class Asked:
    """An invitation to a consortium, as its organisation and the lead read it."""

    access_key: str
    challenge_id: int
    challenge_title: str
    lead: Mapping[str, Any]
    organisation: Mapping[str, Any]
    invited_at: datetime
    answer: str | None
    answered_at: datetime | None


def invitations(
    session: Session,
    *,
    actor: Actor,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[Any]:
    """What one's organisations were asked to join, the newest first."""
    require(actor, "bid.join")
    keys = actor.organisations_with(finding.SCOPE)
    query = select(ConsortiumInvitation).where(ConsortiumInvitation.organisation_id.in_(keys))
    found = page(session, query, ConsortiumInvitation.id, after=after, limit=limit)
    return Page(shown(session, found.rows), found.after)


def invitations_of(session: Session, workspace_id: int) -> list[Asked]:
    """Whom a workspace's lead has asked, and their answers."""
    query = select(ConsortiumInvitation).where(ConsortiumInvitation.workspace_id == workspace_id)
    return shown(session, session.scalars(query.order_by(ConsortiumInvitation.id)).all())


def shown(session: Session, rows: Sequence[ConsortiumInvitation]) -> list[Asked]:
    """Invitations with names, in two statements however many there are."""
    about = select(Workspace.id, Workspace.organisation_id, Challenge.id, Challenge.title)
    about = about.join(Challenge, Challenge.id == Workspace.challenge_id)
    about = about.where(Workspace.id.in_([row.workspace_id for row in rows]))
    found = {row[0]: row for row in session.execute(about)}
    keys = {row[1] for row in found.values()} | {row.organisation_id for row in rows}
    query = select(Organisation.id, Organisation.name, Organisation.uscc)
    named = {
        key: {"id": key, "name": name, "uscc": uscc}
        for key, name, uscc in session.execute(query.where(Organisation.id.in_(keys)))
    }
    return [
        Asked(
            access_key=row.access_key,
            challenge_id=found[row.workspace_id][2],
            challenge_title=found[row.workspace_id][3],
            lead=named[found[row.workspace_id][1]],
            organisation=named[row.organisation_id],
            invited_at=row.invited_at,
            answer=row.answer,
            answered_at=row.answered_at,
        )
        for row in rows
    ]
