"""Reading calls: lists, and one. What an actor may not see is not found."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import Session, joinedload

from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges import showing
from scenario_market.domain.challenges.access import inside, own, published, readable, reader
from scenario_market.domain.challenges.kind import CALLS
from scenario_market.domain.challenges.models import (
    Challenge,
    ChallengeApproval,
    ChallengeClearance,
)
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.errors import NotFound
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.paging import Page
from scenario_market.domain.permissions import sees_all
from scenario_market.domain.postings import catalogue

ENDS = ("cancel", "fail")


@dataclass(frozen=True)
class Filters(catalogue.Filters):
    """What a list of calls is narrowed to; None: not by this.

    :param reward_from_fen: calls with at least this reward; ``reward_to_fen``: with at most this one.
    """

    chain: str | None = None
    reward_from_fen: int | None = None
    reward_to_fen: int | None = None


EVERYTHING = Filters()


def _by_reward(
    query: Select[Any], names: Collection[str], within: ColumnElement[bool] | None
) -> Select[Any]:
    if "reward_from_fen" in names:
        query = query.where(Challenge.reward_fen >= bindparam("reward_from_fen"))
    if "reward_to_fen" in names:
        query = query.where(Challenge.reward_fen <= bindparam("reward_to_fen"))
    return query


CATALOGUE = catalogue.Catalogue(
    CALLS,
    showing.ROW,
    equal=("state", "programme", "domain", "district", "node", "chain", "source"),
    out_at=Challenge.published_at,
    is_open=Challenge.state == ChallengeState.OPEN,
    public=lambda asks: published(),
    hidden=None,
    own=own,
    inside=inside,
    readable=readable,
    reader=reader,
    amounts=_by_reward,
)


def list_challenges(
    session: Session,
    filters: Filters,
    *,
    actor: Actor,
    now: datetime | None = None,
    scope: str = "public",
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[dict[str, Any]]:
    """Summaries of calls, as mappings; see :func:`catalogue.find_page`.

    Indexes: ``ix_challenge_*published`` in public, ``ix_challenge_owner`` for one's own, the key itself for all,
    ``ix_challenge_industry_code`` for an industry, ``ix_challenge_closes`` for what closes next.
    """
    page = catalogue.find_page(
        session,
        CATALOGUE,
        filters,
        actor=actor,
        now=now,
        scope=scope,
        after=after,
        limit=limit,
    )
    who = reader(actor)
    return Page([showing.summary(row, actor=who) for row in page.rows], page.after)


def find(session: Session, challenge_id: int, *, actor: Actor) -> Challenge:
    """The row of a call that the actor may read, with its owner.

    :raises NotFound: there is none, or not for him.
    """
    query = select(Challenge).where(Challenge.id == challenge_id, readable(reader(actor)))
    row = session.scalar(
        query.options(joinedload(Challenge.owner)).execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound(kind="challenge")
    return row


def get_challenge(session: Session, challenge_id: int, *, actor: Actor) -> dict[str, Any]:
    """One call as the actor may read it: how it ended, its next round; to office and watch also who signed what."""
    actor = reader(actor)
    row = find(session, challenge_id, actor=actor)
    shown = showing.challenge(row, actor=actor)
    shown["ended"] = _ended(session, row)
    shown["next_id"] = _next_round(session, row, actor)
    if sees_all(actor):
        shown["approvals"] = _signed(session, ChallengeApproval, row)
        shown["clearances"] = _signed(session, ChallengeClearance, row)
    return shown


def _ended(session: Session, row: Challenge) -> dict[str, Any] | None:
    """Why a public call ended before its time: said to everybody, as it was called out to everybody."""
    if row.state not in (ChallengeState.CANCELLED, ChallengeState.FAILED):
        return None
    query = select(
        StateChange.verb, StateChange.at, StateChange.reason_code, StateChange.reason_text
    ).where(
        StateChange.subject_kind == "challenge",
        StateChange.subject_id == row.id,
        StateChange.verb.in_(("drop", *ENDS)),
    )
    found = session.execute(query.order_by(StateChange.id.desc()).limit(1)).mappings().first()
    return None if found is None else dict(found)


def _next_round(session: Session, row: Challenge, actor: Actor) -> int | None:
    later = select(Challenge.id).where(Challenge.previous_id == row.id, readable(actor))
    return session.scalar(later)


def _signed(session: Session, model: Any, row: Challenge) -> Sequence[Any]:
    """Signatures of all versions: those of one say nothing of the next."""
    query = select(model).where(model.challenge_id == row.id)
    return session.scalars(query.order_by(model.id)).all()
