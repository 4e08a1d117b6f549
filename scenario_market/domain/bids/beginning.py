"""Beginning to work on a bid, and no longer taking part in it."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.bids import envelope, finding, marking, sections
from scenario_market.domain.bids.envelope import Contents
from scenario_market.domain.bids.events import (
    ConsortiumDissolved,
    MemberLeft,
    WorkspaceChanged,
    WorkspaceOpened,
)
from scenario_market.domain.bids.models import ConsortiumInvitation, Participation, Workspace
from scenario_market.domain.bids.sealing import About, Sealing
from scenario_market.domain.challenges.eligibility import answers
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.city import City
from scenario_market.domain.codes import CodeList
from scenario_market.domain.deadlines import set_deadline
from scenario_market.domain.errors import AlreadyDone, NotFound, RuleRefused
from scenario_market.domain.permissions import require
from scenario_market.domain.turns import wait_turn

# Whether the lead's people have acted since a member left; looked at by the clock, for no act on a workspace tells.
LOOK, LOOK_AGAIN = "consortium_look", timedelta(minutes=10)
KEY_BYTES = 16
# Rules of eligibility that bar an organisation for good; the others it may come to meet before the deadline.
BARRING = ("verified", "not_owner_side", "not_excluded", "not_sharpener")


def begin(
    session: Session,
    challenge_id: int,
    *,
    organisation_id: int,
    actor: Actor,
    now: datetime,
    city: City,
    sealing: Sealing,
) -> Workspace:
    """Begin to work on a bid for an organisation, as lead. Repeated, it is the same workspace.

    :raises NotFound: no such call, or not his organisation.
    :raises RuleRefused: ``challenge_closed``, ``both_sides``, ``not_eligible`` with the rules that bar it.
    :raises AlreadyDone: ``takes_part_elsewhere``: it is a member of a consortium, or took part in an earlier round
        where the programme counts rounds as one.
    """
    require(actor, "bid.work")
    if not actor.acts_for(organisation_id, finding.SCOPE):
        raise NotFound(kind="organisation")
    challenge = finding.shared_open(session, challenge_id, actor=actor, now=now)
    wait_turn(session, f"workspace {challenge_id} {organisation_id}")  # colleagues begin at once
    kept = _kept(session, challenge.id, organisation_id)
    participation = session.get(Participation, (challenge.id, organisation_id))
    if kept is not None and participation is not None and participation.workspace_id == kept.id:
        return kept
    check_may_join(session, challenge, organisation_id, now=now, city=city)
    workspace = kept
    if workspace is None:
        workspace, first = _new(session, challenge, organisation_id, sealing, city.codes, now=now)
        outbox.record(session, first, actor=actor, now=now)
    take_part(session, workspace, organisation_id, is_lead=True, actor=actor, now=now)
    event = WorkspaceOpened(
        subject_id=workspace.id, challenge_id=challenge.id, organisation_id=organisation_id
    )
    outbox.record(session, event, actor=actor, now=now)
    return workspace


def _kept(session: Session, challenge_id: int, organisation_id: int) -> Workspace | None:
    """The workspace that the organisation had before it left it."""
    query: Any = select(Workspace).where(
        Workspace.challenge_id == challenge_id, Workspace.organisation_id == organisation_id
    )
    return session.scalar(query)


def _new(
    session: Session,
    challenge: Challenge,
    organisation_id: int,
    sealing: Sealing,
    codes: Mapping[str, CodeList],
    *,
    now: datetime,
) -> tuple[Workspace, WorkspaceChanged]:
    """The workspace, and the event of its first envelope."""
    access_key = secrets.token_hex(KEY_BYTES)
    draft = {name: sections.empty(name, codes) for name in sections.SECTIONS}
    blank = Contents(draft=draft, mark=marking.new())
    sealed = sealing.seal(
        envelope.pack(blank),
        public_key=challenge.public_key or b"",
        about=About(challenge_id=challenge.id, workspace=access_key),
        envelope_bytes=challenge.rules["envelope_bytes"],
    )
    workspace = Workspace(
        access_key=access_key,
        challenge_id=challenge.id,
        organisation_id=organisation_id,
        envelope=sealed.envelope,
        sealed_key=sealed.sealed_key,
        draft_key=sealed.draft_key,
        created_at=now,
        updated_at=now,
    )
    session.add(workspace)
    session.flush()
    return workspace, WorkspaceChanged(
        subject_id=workspace.id, mark_hash=marking.hashed(blank.mark)
    )


def check_may_join(
    session: Session, challenge: Challenge, organisation_id: int, *, now: datetime, city: City
) -> None:
    """Whether an organisation may take part in a bid at all.

    :raises RuleRefused: ``not_eligible``. :raises AlreadyDone: ``takes_part_elsewhere``.
    """
    found = answers(session, challenge, [organisation_id], now=now, city=city)
    failed = [one.rule for one in found if not one.passed and one.rule in BARRING]
    if failed:
        raise RuleRefused("not_eligible", failed=failed)
    rounds = [challenge.id]
    if challenge.rules["one_bid_per"] == "series":
        rounds += _earlier(session, challenge)
    query = select(Participation.workspace_id).where(
        Participation.challenge_id.in_(rounds), Participation.organisation_id == organisation_id
    )
    if session.scalar(query.limit(1)) is not None:
        raise AlreadyDone("takes_part_elsewhere")


def _earlier(session: Session, challenge: Challenge) -> list[int]:
    """The rounds before this one, each linked to the one before."""
    chain = (
        select(Challenge.id, Challenge.previous_id)
        .where(Challenge.id == challenge.previous_id)
        .cte("rounds", recursive=True)
    )
    before = select(Challenge.id, Challenge.previous_id).join(
        chain, chain.c.previous_id == Challenge.id
    )
    return list(session.scalars(select(chain.union(before).c.id)))


def take_part(
    session: Session,
    workspace: Workspace,
    organisation_id: int,
    *,
    is_lead: bool,
    actor: Actor,
    now: datetime,
) -> None:
    """An organisation takes part in a workspace, and in no other of the call: the table's key says so.

    :raises AlreadyDone: ``takes_part_elsewhere``: it does in another, since just now.
    """
    row = Participation(
        challenge_id=workspace.challenge_id,
        organisation_id=organisation_id,
        workspace_id=workspace.id,
        is_lead=is_lead,
        joined_by_id=actor.person_id,
        joined_at=now,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise AlreadyDone("takes_part_elsewhere") from None


def leave(
    session: Session,
    access_key: str,
    *,
    organisation_id: int,
    actor: Actor,
    now: datetime,
    city: City,
) -> Workspace:
    """An organisation no longer takes part; where it is the lead, nobody does. Then each may join or lead another bid.

    What was handed in and names it counts no more, unless it is handed in again without it; also in the last minute: a
    consent that could not be taken back would be none. The lead is told at once, and has a to-do until its people act.

    :raises NotFound: no such workspace for the actor, or his organisation has no part in it.
    :raises RuleRefused: ``challenge_closed``.
    """
    desk = finding.taken_up(session, access_key, actor=actor, now=now, city=city)
    if organisation_id not in desk.acting:
        raise NotFound(kind="organisation")
    workspace = desk.workspace
    is_lead = workspace.organisation_id == organisation_id
    gone = delete(Participation).where(Participation.workspace_id == workspace.id)
    waiting = ConsortiumInvitation.workspace_id == workspace.id
    invitations = session.scalars(select(ConsortiumInvitation).where(waiting)).all()
    if not is_lead:
        gone = gone.where(Participation.organisation_id == organisation_id)
    session.execute(gone.execution_options(synchronize_session="fetch"))
    told = sorted({row.organisation_id for row in invitations if row.answer in (None, "consented")})
    for row in invitations:
        if is_lead and row.answer in (None, "consented"):
            row.answer, row.answered_by_id, row.answered_at = "cancelled", actor.person_id, now
        elif row.organisation_id == organisation_id and row.answer == "consented":
            row.answer, row.answered_by_id, row.answered_at = "left", actor.person_id, now
    lifecycle.touch(workspace, now=now)
    about = {
        "subject_id": workspace.challenge_id,
        "workspace_id": workspace.id,
        "organisation_id": organisation_id,
        "lead_id": workspace.organisation_id,
    }
    event = ConsortiumDissolved(**about, members=told) if is_lead else MemberLeft(**about)
    outbox.record(session, event, actor=actor, now=now)
    if not is_lead:
        set_deadline(session, LOOK, workspace.id, due_at=now + LOOK_AGAIN)
    session.flush()
    return workspace
