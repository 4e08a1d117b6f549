"""Locking a challenge for an act on its result, and who stands too near to it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor
from scenario_market.domain.bids.models import Bid, BidMember
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import PUBLIC_STATES
from scenario_market.domain.errors import IllegalMove, NotFound, RuleRefused
from scenario_market.domain.moves import Move
from scenario_market.domain.parties.authority import recused_from
from scenario_market.domain.permissions import require
from scenario_market.domain.results.models import PanelOpinion


def open_result(
    session: Session, challenge_id: int, *, actor: Actor, permission: str, version: int | None
) -> Challenge:
    """Lock a challenge for an act on its result.

    :raises NotFound: there is none, or it is not public yet.
    :raises StaleVersion: it was changed since the caller read it.
    """
    require(actor, permission)
    query = select(Challenge.id).where(
        Challenge.id == challenge_id,
        Challenge.state.in_(sorted(PUBLIC_STATES)),
        Challenge.published_at.is_not(None),
    )
    if session.scalar(query) is None:
        raise NotFound(kind="challenge")
    return lifecycle.lock(session, Challenge, challenge_id, version=version)


def open_owned(
    session: Session, challenge_id: int, *, actor: Actor, permission: str, version: int | None
) -> Challenge:
    """Lock a challenge of an organisation in whose name the actor may act; rivals find nothing."""
    require(actor, permission)
    owners = actor.organisations_with("demands")
    query = select(Challenge.id).where(
        Challenge.id == challenge_id, Challenge.owner_organisation_id.in_(owners)
    )
    if session.scalar(query) is None:
        raise NotFound(kind="challenge")
    return open_result(session, challenge_id, actor=actor, permission=permission, version=version)


def check_state(challenge: Challenge, moves: dict[str, Move], verb: str) -> None:
    """:raises IllegalMove: the state does not allow the verb; said before what else is wrong."""
    if challenge.state not in moves[verb].sources:
        raise IllegalMove(verb=verb, state=str(challenge.state), kind="challenge")


def bids_of(session: Session, challenge_id: int, states: Collection[str] = ()) -> list[Bid]:
    """The bids of a locked challenge, locked; of some states where they are named."""
    query: Any = select(Bid).where(Bid.challenge_id == challenge_id)
    if states:
        query = query.where(Bid.state.in_(sorted(states)))
    found = query.order_by(Bid.id).with_for_update().execution_options(populate_existing=True)
    return list(session.scalars(found))


def sides(session: Session, challenge: Challenge) -> set[int]:
    """Keys of the organisations that have a stake: the owner, and every member of every bid."""
    members = (
        select(BidMember.organisation_id)
        .join(Bid, Bid.id == BidMember.bid_id)
        .where(Bid.challenge_id == challenge.id)
    )
    leads = select(Bid.organisation_id).where(Bid.challenge_id == challenge.id)
    return {challenge.owner_organisation_id, *session.scalars(members), *session.scalars(leads)}


def check_stranger(session: Session, challenge: Challenge, *, actor: Actor, now: datetime) -> None:
    """Who decides stands for none of the sides, nor did so lately (回避), and did not score.

    :raises RuleRefused: ``own_organisation`` or ``panel_member``.
    """
    near = {*actor.mandates, *recused_from(session, [actor.person_id], now=now)}
    if near & sides(session, challenge):
        raise RuleRefused("own_organisation")
    if actor.person_id in panel_of(session, challenge.id):
        raise RuleRefused("panel_member")


def panel_of(session: Session, challenge_id: int) -> set[int]:
    """Keys of everybody who sat on a panel whose opinion was written."""
    query = select(PanelOpinion.members).where(PanelOpinion.challenge_id == challenge_id)
    return {person_id for members in session.scalars(query) for person_id in members}


def opinion_of(session: Session, challenge_id: int) -> PanelOpinion | None:
    """The panel's last opinion."""
    query = select(PanelOpinion).where(PanelOpinion.challenge_id == challenge_id)
    return session.scalar(query.order_by(PanelOpinion.attempt.desc()).limit(1))
