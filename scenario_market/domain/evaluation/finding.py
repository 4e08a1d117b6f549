"""Locking what an act of the evaluation is about, and who stands too near to it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor
from scenario_market.domain.bids.models import Bid, BidMember, Reentry
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.opening_events import BidsReentered
from scenario_market.domain.challenges.states import HIDDEN, SEALED, ChallengeState
from scenario_market.domain.errors import IllegalMove, NotFound, RuleRefused
from scenario_market.domain.evaluation.models import Panel, PanelSeat
from scenario_market.domain.evaluation.states import LIVE, PanelState
from scenario_market.domain.experts.models import Expert
from scenario_market.domain.moves import Move
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parties.authority import recused_from
from scenario_market.domain.permissions import OFFICE, require

# Bids are open from here on.
OPENED = frozenset(ChallengeState) - HIDDEN - SEALED


def open_call(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    permission: str,
    version: int | None,
    now: datetime,
) -> Challenge:
    """Lock a public challenge for an act on its evaluation.

    :raises NotFound: there is none, or it is not public yet.
    :raises RuleRefused: ``own_organisation``: an officer acts or lately acted for the owner or a bidder.
    """
    require(actor, permission)
    query = select(Challenge.id).where(
        Challenge.id == challenge_id, Challenge.published_at.is_not(None)
    )
    if session.scalar(query) is None:
        raise NotFound(kind="challenge")
    challenge = lifecycle.lock(session, Challenge, challenge_id, version=version)
    if actor.has_role(*OFFICE):
        check_stranger(session, challenge, actor=actor, now=now)
    return challenge


def check_stranger(session: Session, challenge: Challenge, *, actor: Actor, now: datetime) -> None:
    """:raises RuleRefused: ``own_organisation``: the actor acts or lately acted for one of the sides (回避)."""
    near = {*actor.mandates, *recused_from(session, [actor.person_id], now=now)}
    if near & sides(session, challenge):
        raise RuleRefused("own_organisation")


def sides(session: Session, challenge: Challenge) -> set[int]:
    """Keys of the owner and of every organisation of every opened bid."""
    members = (
        select(BidMember.organisation_id)
        .join(Bid, Bid.id == BidMember.bid_id)
        .where(Bid.challenge_id == challenge.id)
    )
    leads = select(Bid.organisation_id).where(Bid.challenge_id == challenge.id)
    return {challenge.owner_organisation_id, *session.scalars(members.union(leads))}


def check_state(challenge: Challenge, moves: dict[str, Move], verb: str) -> None:
    """:raises IllegalMove: the state does not allow the verb; said before what else is wrong."""
    if challenge.state not in moves[verb].sources:
        raise IllegalMove(verb=verb, state=str(challenge.state), kind="challenge")


def require_state(challenge: Challenge, states: Collection[str], verb: str) -> None:
    """:raises IllegalMove: the challenge is in none of these states."""
    if challenge.state not in states:
        raise IllegalMove(verb=verb, state=str(challenge.state), kind="challenge")


def bids_of(session: Session, challenge_id: int, states: Collection[str] = ()) -> list[Bid]:
    """The bids of a locked challenge, locked; of some states where they are named."""
    query: Any = select(Bid).where(Bid.challenge_id == challenge_id)
    if states:
        query = query.where(Bid.state.in_(sorted(states)))
    found = query.order_by(Bid.id).with_for_update().execution_options(populate_existing=True)
    return list(session.scalars(found))


def panel_of(session: Session, challenge_id: int) -> Panel | None:
    """The panel of a call that was not dissolved."""
    query = select(Panel).where(
        Panel.challenge_id == challenge_id, Panel.state != PanelState.DISSOLVED
    )
    return session.scalar(query.execution_options(populate_existing=True))


def lock_panel(session: Session, panel_id: int, *, version: int | None) -> tuple[Challenge, Panel]:
    """Lock a panel and, before it, its challenge, as everywhere.

    :raises NotFound: there is none.
    """
    challenge_id = session.scalar(select(Panel.challenge_id).where(Panel.id == panel_id))
    if challenge_id is None:
        raise NotFound(kind="panel")
    challenge = lifecycle.lock(session, Challenge, challenge_id)
    return challenge, lifecycle.lock(session, Panel, panel_id, version=version)


def seat_of(session: Session, panel_id: int, actor: Actor) -> PanelSeat | None:
    """The actor's own live seat on a panel."""
    if actor.person_id is None:
        return None
    query = (
        select(PanelSeat)
        .join(Expert, Expert.id == PanelSeat.expert_id)
        .where(
            PanelSeat.panel_id == panel_id,
            Expert.person_id == actor.person_id,
            PanelSeat.state.in_(sorted(LIVE)),
        )
    )
    return session.scalar(query)


def seats_of(session: Session, panel_id: int, states: Collection[str] = LIVE) -> list[PanelSeat]:
    """Seats of a panel in these states, by number."""
    query = select(PanelSeat).where(
        PanelSeat.panel_id == panel_id, PanelSeat.state.in_(sorted(states))
    )
    return list(session.scalars(query.order_by(PanelSeat.number)))


def check_reentered(session: Session, challenge_id: int, *, now: datetime) -> None:
    """Whether nobody waits for bids that two officers have entered from a backup; for its 24 hours at the most.

    :raises RuleRefused: ``reentry_under_way``: a worker has not looked at the envelopes yet.
    """
    done = exists().where(
        EventRecord.subject_kind == "challenge",
        EventRecord.subject_id == challenge_id,
        EventRecord.kind == BidsReentered.kind,
        EventRecord.payload["reentry_id"].as_integer() == Reentry.id,
    )
    query = select(Reentry.id).where(
        Reentry.challenge_id == challenge_id,
        Reentry.confirmed_at.is_not(None),
        Reentry.lapses_at > now,
        ~done,
    )
    if session.scalar(query.limit(1)) is not None:
        raise RuleRefused("reentry_under_way")
