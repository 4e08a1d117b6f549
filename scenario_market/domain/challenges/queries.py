"""Reading calls: lists, and one. What an actor may not see is not found."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, String, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload

from scenario_market.domain import clock
from scenario_market.domain.actor import PUBLIC as PUBLIC_READER
from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges import showing
from scenario_market.domain.challenges.access import inside, own, published, readable, reader
from scenario_market.domain.challenges.models import (
    Challenge,
    ChallengeApproval,
    ChallengeClearance,
)
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.errors import FieldError, Invalid, NotFound
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.paging import Listing, Page
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.permissions import require, sees_all
from scenario_market.domain.rows import ESCAPE, escaped

SCOPES = ("public", "mine", "all")
ENDS = ("cancel", "fail")


@dataclass(frozen=True)
class Filters:
    """What a list of calls is narrowed to; None: not by this.

    :param owner_id: key of the owning organisation. :param text: part of the title, or the whole number.
    :param reward_from_fen: calls with at least this reward; ``reward_to_fen``: with at most this one.
    :param closes_before: open calls that close before this instant, the next to close first.
    """

    state: str | None = None
    programme: str | None = None
    domain: str | None = None
    district: str | None = None
    node: str | None = None
    chain: str | None = None
    source: str | None = None
    owner_id: int | None = None
    text: str | None = None
    reward_from_fen: int | None = None
    reward_to_fen: int | None = None
    closes_before: datetime | None = None


EVERYTHING = Filters()
OF_COLUMNS = ("state", "programme", "domain", "district", "node", "chain", "source")

LISTED = select(
    *(getattr(Challenge, name) for name in showing.ROW if name not in showing.OWNER),
    Organisation.id.label("owner_id"),
    Organisation.name.label("owner_name"),
    Organisation.uscc.label("owner_uscc"),
).join(Organisation, Organisation.id == Challenge.owner_organisation_id)


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
    """Summaries of calls, as mappings.

    :param now: the present instant, read from the clock where none is given; only ``closes_before`` needs it.
    :param scope: ``public``: what came out, the last first; ``mine``: of one's own organisations; ``all``: everything
        that the actor may read; the two newest first.

    Indexes: ``ix_challenge_*published`` in public, ``ix_challenge_owner`` for one's own, the key itself for all,
    ``ix_challenge_closes`` for what closes next.
    """
    if scope not in SCOPES:
        raise Invalid(
            FieldError("scope", "unknown_code", {"value": scope, "nearest": list(SCOPES)})
        )
    if scope != "public":
        require(actor, "challenge.read")
    actor = reader(actor)
    asker = PUBLIC_READER if scope == "public" and filters == EVERYTHING else actor
    given = {name: value for name, value in vars(filters).items() if value is not None}
    if "text" in given:
        given["text_like"] = escaped(given["text"])
    if filters.closes_before is not None:
        given["now"] = now or clock.now(session)
    is_public = asker == PUBLIC_READER and scope == "public"
    listing = _public(frozenset(given)) if is_public else _listing(given, asker, scope)
    rows = listing.page(session, after=after, limit=limit, given=given)
    return Page([showing.summary(row, actor=actor) for row in rows.rows], rows.after)


@lru_cache(maxsize=128)
def _public(names: frozenset[str]) -> Listing:
    """The public's question by these filters, kept: it depends on nobody, and the values come with each asking."""
    return _listing(names, PUBLIC_READER, "public")


def _listing(names: Collection[str], actor: Actor, scope: str) -> Listing:
    query = _narrowed(LISTED, names, actor=actor, scope=scope)
    if "closes_before" in names:
        query = query.where(
            Challenge.state == ChallengeState.OPEN,
            Challenge.closes_at > bindparam("now"),
            Challenge.closes_at < bindparam("closes_before"),
        )
        return Listing(query, Challenge.closes_at, Challenge.id, descending=False)
    if scope == "public":
        return Listing(query, Challenge.published_at, Challenge.id)
    return Listing(query, Challenge.id)


def _narrowed(
    query: Select[Any], names: Collection[str], *, actor: Actor, scope: str
) -> Select[Any]:
    # A filter must not tell of a call what the reader is not shown.
    within: ColumnElement[bool] | None = (
        None if scope == "mine" or sees_all(actor) else inside(actor)
    )
    scopes = {"public": published(), "mine": own(actor), "all": readable(actor)}
    query = query.where(scopes[scope])
    if "source" in names and within is not None:
        query = query.where(within)
    for name in OF_COLUMNS:
        if name in names:
            query = query.where(getattr(Challenge, name) == bindparam(name))
    if "owner_id" in names:
        query = query.where(Challenge.owner_organisation_id == bindparam("owner_id"))
        if within is not None:
            query = query.where(or_(Challenge.is_desensitised.is_(False), within))
    if "text" in names:
        title = Challenge.title.icontains(bindparam("text_like", type_=String), escape=ESCAPE)
        query = query.where(or_(title, Challenge.number == bindparam("text")))
    if "reward_from_fen" in names:
        query = query.where(Challenge.reward_fen >= bindparam("reward_from_fen"))
    if "reward_to_fen" in names:
        query = query.where(Challenge.reward_fen <= bindparam("reward_to_fen"))
    return query


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
