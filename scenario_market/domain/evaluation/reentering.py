"""补录: a bid whose envelope did not open is entered from a backup, by two key officers and in public.

The operator puts the bytes back; who put them there, and from where, does not matter: an envelope is taken only if its
mark is that of the workspace's last event, as at the opening itself, so it is the one that was written last before the
deadline, or none. Only before a panel is drawn: its members are free of conflicts with the bidders that were known.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import SYSTEM, Actor
from scenario_market.domain.bids import opening
from scenario_market.domain.bids.emergency import PATIENCE
from scenario_market.domain.bids.models import Bid, Reentry, Workspace
from scenario_market.domain.bids.opening import Opened
from scenario_market.domain.challenges import access
from scenario_market.domain.challenges import opening_events as events
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.errors import (
    AlreadyDone,
    FieldError,
    IllegalMove,
    Invalid,
    NotFound,
    RuleRefused,
)
from scenario_market.domain.evaluation.finding import panel_of
from scenario_market.domain.evaluation.states import PanelState
from scenario_market.domain.keys import officers
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.paging import Page, page
from scenario_market.domain.permissions import require, require_session


def ask(
    session: Session, challenge_id: int, *, reason: str, actor: Actor, now: datetime
) -> Reentry:
    """Ask to look again at the envelopes of an opened call that did not open; another officer has 24 hours.

    :raises IllegalMove: the call is not just opened. :raises AlreadyDone: ``reentry_asked``.
    :raises RuleRefused: ``nothing_unreadable``, ``panel_drawn``, ``key_officer_missing``.
    """
    require(actor, "bid.reenter")
    require_session(actor)
    if not reason.strip():
        raise Invalid(FieldError("reason", "required"))
    challenge = _opened(session, challenge_id, actor, now)
    if not unreadable(session, challenge.id):
        raise RuleRefused("nothing_unreadable")
    query: Any = select(Reentry.id).where(
        Reentry.challenge_id == challenge.id,
        Reentry.confirmed_at.is_(None),
        Reentry.withdrawn_at.is_(None),
        Reentry.lapses_at > now,
    )
    if session.scalar(query.limit(1)) is not None:
        raise AlreadyDone("reentry_asked")
    row = Reentry(
        challenge_id=challenge.id,
        reason=reason.strip(),
        asked_by_id=actor.person_id,
        asked_at=now,
        lapses_at=now + PATIENCE,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    _record(session, row, events.ReentryAsked, actor, now)
    return row


def confirm(
    session: Session, reentry_id: int, *, actor: Actor, now: datetime, version: int | None
) -> Reentry:
    """Confirm what another officer asked for: a worker that holds the opening key looks at the envelopes again.

    :raises RuleRefused: ``four_eyes``, ``reentry_lapsed``; or as :func:`ask`.
    :raises AlreadyDone: ``reentry_answered``.
    """
    row = _locked(session, reentry_id, actor, now, version)
    if row.asked_by_id == actor.person_id:
        raise RuleRefused("four_eyes")
    if row.lapses_at <= now:
        raise RuleRefused("reentry_lapsed", lapsed_at=row.lapses_at.isoformat())
    row.confirmed_by_id, row.confirmed_at = actor.person_id, now
    lifecycle.touch(row, now=now)
    _record(session, row, events.ReentryConfirmed, actor, now)
    return row


def withdraw(
    session: Session, reentry_id: int, *, actor: Actor, now: datetime, version: int | None
) -> Reentry:
    """Stop it, as any key officer. :raises AlreadyDone: ``reentry_answered``."""
    row = _locked(session, reentry_id, actor, now, version)
    row.withdrawn_by_id, row.withdrawn_at = actor.person_id, now
    lifecycle.touch(row, now=now)
    _record(session, row, events.ReentryWithdrawn, actor, now)
    return row


def unreadable(session: Session, challenge_id: int) -> list[int]:
    """Keys of the workspaces whose envelope did not open at the opening, and of which there is no bid."""
    told = select(EventRecord.payload["workspace_id"].as_integer()).where(
        EventRecord.subject_kind == "challenge",
        EventRecord.subject_id == challenge_id,
        EventRecord.kind == events.BidUnreadable.kind,
    )
    query = select(Workspace.id).where(
        Workspace.challenge_id == challenge_id,
        Workspace.id.in_(told),
        ~exists().where(Bid.workspace_id == Workspace.id),
    )
    return list(session.scalars(query.order_by(Workspace.id)))


def enter(
    session: Session, challenge_id: int, reentry_id: int, opened: Sequence[Opened], *, now: datetime
) -> int:
    """Enter what opens now and is what was written last; the rest stays as it is. Returns how many bids."""
    challenge = lifecycle.lock(session, Challenge, challenge_id)
    if challenge.state != ChallengeState.UNSEALED or _is_drawn(session, challenge_id):
        return 0
    made = opening.enter(session, challenge_id, opened, now=now, of_state=ChallengeState.UNSEALED)
    still = [one.workspace_id for one in opened if one.contents is None]
    opening.erase(session, challenge_id, keep=still)
    event = events.BidsReentered(
        subject_id=challenge_id, reentry_id=reentry_id, bids=made, unreadable=len(still)
    )
    outbox.record(session, event, actor=SYSTEM, now=now)
    return made


def listed(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[Reentry]:
    """What was asked for, newest first: for everybody who reads the call. :raises NotFound: not for the actor."""
    _readable(session, challenge_id, actor)
    query = select(Reentry).where(Reentry.challenge_id == challenge_id)
    return page(session, query, Reentry.id, after=after, limit=limit)


def found(session: Session, reentry_id: int, *, actor: Actor) -> Reentry:
    """One second look. :raises NotFound: there is none, or not for the actor."""
    row = session.get(Reentry, reentry_id)
    if row is None:
        raise NotFound(kind="reentry")
    _readable(session, row.challenge_id, actor)
    return row


def _readable(session: Session, challenge_id: int, actor: Actor) -> None:
    query = select(Challenge.id).where(Challenge.id == challenge_id, access.readable(actor))
    if session.scalar(query) is None:
        raise NotFound(kind="challenge")


def _opened(session: Session, challenge_id: int, actor: Actor, now: datetime) -> Challenge:
    """Lock a call whose bids were opened and of which no panel is drawn, for who holds a key."""
    _readable(session, challenge_id, actor)
    challenge = lifecycle.lock(session, Challenge, challenge_id)
    if challenge.state != ChallengeState.UNSEALED:
        raise IllegalMove(verb="reenter", state=challenge.state, kind="challenge")
    if _is_drawn(session, challenge_id):
        raise RuleRefused("panel_drawn")
    if all(one.person_id != actor.person_id for one in officers.active(session, now)):
        raise RuleRefused("key_officer_missing")
    return challenge


def _is_drawn(session: Session, challenge_id: int) -> bool:
    panel = panel_of(session, challenge_id)
    return panel is not None and panel.state != PanelState.PREPARED


def _locked(
    session: Session, reentry_id: int, actor: Actor, now: datetime, version: int | None
) -> Reentry:
    require(actor, "bid.reenter")
    require_session(actor)
    known = found(session, reentry_id, actor=actor)
    _opened(session, known.challenge_id, actor, now)
    row = lifecycle.lock(session, Reentry, reentry_id, version=version)
    if row.confirmed_at is not None or row.withdrawn_at is not None:
        raise AlreadyDone("reentry_answered")
    return row


def _record(
    session: Session, row: Reentry, kind: type[events.ReentryEvent], actor: Actor, now: datetime
) -> None:
    event = kind(subject_id=row.challenge_id, reentry_id=row.id)
    outbox.record(session, event, actor=actor, now=now)
