"""联合体: the lead asks an organisation, each member consents for itself; nobody takes part in two bids of a call."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.bids import finding
from scenario_market.domain.bids.beginning import KEY_BYTES, check_may_join, take_part
from scenario_market.domain.bids.events import (
    ConsortiumEvent,
    InvitationCalledBack,
    MemberConsented,
    MemberDeclined,
    MemberInvited,
)
from scenario_market.domain.bids.models import ConsortiumInvitation, Workspace
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.city import City
from scenario_market.domain.errors import (
    AlreadyDone,
    FieldError,
    Invalid,
    NotFound,
    NotPermitted,
    RuleRefused,
)
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.parties.uscc import normalise
from scenario_market.domain.permissions import require


def invite(
    session: Session, access_key: str, *, uscc: str, actor: Actor, now: datetime, city: City
) -> ConsortiumInvitation:
    """The lead asks an organisation to join.

    :raises NotPermitted: ``lead_only``. :raises Invalid: no organisation has this code here.
    :raises RuleRefused: ``consortium_not_accepted``, ``consortium_full`` (with those who were asked), ``not_eligible``,
        ``challenge_closed``.
    :raises AlreadyDone: ``invited`` or ``takes_part``: in this bid already.

    Whether it takes part in another bid the lead is not told: only its own answer says.
    """
    desk = finding.taken_up(session, access_key, actor=actor, now=now, city=city)
    if not desk.leads:
        raise NotPermitted("lead_only")
    found: Any = select(Organisation.id).where(Organisation.uscc == normalise(uscc))
    organisation_id = session.scalar(found)
    if organisation_id is None:
        raise Invalid(FieldError("uscc", "unknown", {"value": uscc}))
    if organisation_id in desk.participating:
        raise AlreadyDone("takes_part")
    _check_room(desk)
    workspace = desk.workspace
    open_one = select(ConsortiumInvitation.id).where(
        ConsortiumInvitation.workspace_id == workspace.id,
        ConsortiumInvitation.organisation_id == organisation_id,
        ConsortiumInvitation.answer.is_(None),
    )
    if session.scalar(open_one) is not None:
        raise AlreadyDone("invited")
    row = ConsortiumInvitation(
        access_key=secrets.token_hex(KEY_BYTES),
        workspace_id=workspace.id,
        organisation_id=organisation_id,
        invited_by_id=actor.person_id,
        invited_at=now,
    )
    session.add(row)
    lifecycle.touch(workspace, now=now)
    _tell(session, MemberInvited, workspace, organisation_id, actor=actor, now=now)
    session.flush()
    return row


def _check_room(desk: finding.Desk) -> None:
    if not desk.challenge.accepts_consortium:
        raise RuleRefused("consortium_not_accepted")
    limit = desk.challenge.rules["consortium_max"]
    if len(desk.partners) + desk.invited >= limit:
        raise RuleRefused("consortium_full", limit=limit)


def consent(
    session: Session, access_key: str, *, actor: Actor, now: datetime, city: City
) -> ConsortiumInvitation:
    """The organisation that was asked joins, by somebody who may bid in its name.

    :param access_key: of the invitation.
    :raises NotFound: no such invitation for the actor. :raises AlreadyDone: ``takes_part_elsewhere``, or ``answered``.
    :raises RuleRefused: ``not_eligible``, ``challenge_closed``, ``both_sides``.
    """
    row, workspace, challenge = _answered(session, access_key, actor=actor, now=now)
    check_may_join(session, challenge, row.organisation_id, now=now, city=city)
    take_part(session, workspace, row.organisation_id, is_lead=False, actor=actor, now=now)
    _answer(session, row, workspace, "consented", MemberConsented, actor=actor, now=now)
    return row


def decline(
    session: Session, access_key: str, *, actor: Actor, now: datetime, city: City
) -> ConsortiumInvitation:
    """The organisation that was asked will not join.

    :raises NotFound: no such invitation for the actor. :raises AlreadyDone: ``answered``.
    """
    row, workspace, _ = _answered(session, access_key, actor=actor, now=now)
    _answer(session, row, workspace, "declined", MemberDeclined, actor=actor, now=now)
    return row


def call_back(
    session: Session, access_key: str, *, actor: Actor, now: datetime, city: City
) -> ConsortiumInvitation:
    """The lead no longer asks.

    :param access_key: of the invitation.
    :raises NotFound: no such invitation of a workspace that the actor has a part in.
    :raises NotPermitted: ``lead_only``. :raises AlreadyDone: ``answered``.
    """
    query = (
        select(Workspace.access_key)
        .join(ConsortiumInvitation, ConsortiumInvitation.workspace_id == Workspace.id)
        .where(ConsortiumInvitation.access_key == access_key, finding.taking_part(actor))
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound(kind="consortium_invitation")
    desk = finding.taken_up(session, found, actor=actor, now=now, city=city)
    if not desk.leads:
        raise NotPermitted("lead_only")
    row = _fresh(session, access_key)
    _answer(session, row, desk.workspace, "cancelled", InvitationCalledBack, actor=actor, now=now)
    return row


def _answered(
    session: Session, access_key: str, *, actor: Actor, now: datetime
) -> tuple[ConsortiumInvitation, Workspace, Challenge]:
    """An invitation for its answer: the call shared, the workspace locked, in the order of every act."""
    require(actor, "bid.join")
    query = (
        select(ConsortiumInvitation.workspace_id, Workspace.challenge_id)
        .join(Workspace, Workspace.id == ConsortiumInvitation.workspace_id)
        .where(
            ConsortiumInvitation.access_key == access_key,
            ConsortiumInvitation.organisation_id.in_(actor.organisations_with(finding.SCOPE)),
        )
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound(kind="consortium_invitation")
    challenge = finding.shared_open(session, found.challenge_id, actor=actor, now=now)
    workspace = lifecycle.lock(session, Workspace, found.workspace_id)
    return _fresh(session, access_key), workspace, challenge


def _fresh(session: Session, access_key: str) -> ConsortiumInvitation:
    """The invitation as it is behind the workspace's lock.

    :raises AlreadyDone: ``answered``.
    """
    query: Any = select(ConsortiumInvitation).where(ConsortiumInvitation.access_key == access_key)
    row = session.scalars(query.execution_options(populate_existing=True)).one()
    if row.answer is not None:
        raise AlreadyDone("answered", answer=row.answer)
    return row


def _answer(
    session: Session,
    row: ConsortiumInvitation,
    workspace: Workspace,
    answer: str,
    kind: type[ConsortiumEvent],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    row.answer, row.answered_by_id, row.answered_at = answer, actor.person_id, now
    lifecycle.touch(workspace, now=now)
    _tell(session, kind, workspace, row.organisation_id, actor=actor, now=now)
    session.flush()


def _tell(
    session: Session,
    kind: type[ConsortiumEvent],
    workspace: Workspace,
    organisation_id: int,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    event = kind(
        subject_id=workspace.challenge_id,
        workspace_id=workspace.id,
        organisation_id=organisation_id,
        lead_id=workspace.organisation_id,
    )
    outbox.record(session, event, actor=actor, now=now)
