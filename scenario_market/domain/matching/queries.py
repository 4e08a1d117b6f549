"""Reading matches: a provider its own, an owner those of its demands, office and watchers all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from scenario_market.domain import paging
from scenario_market.domain.actor import Actor
from scenario_market.domain.demands import rivals
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.demands.states import PUBLIC
from scenario_market.domain.errors import NotFound
from scenario_market.domain.matching.records import Dismissal, Match, MatchRun
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.permissions import require, sees_all
from scenario_market.domain.providers.models import Provider

Reader = Literal["provider", "enterprise", "office"]


@dataclass(frozen=True)
class Seen:
    """A match as its reader may see it. ``reader`` decides what is said of it: see ``texts.reasons``.

    :param dismissed: reason code of 「不适合我」, for the provider itself and the office.
    """

    match: Match
    reader: Reader
    demand_title: str
    demand_number: str | None
    demand_state: str
    provider_name: str
    dismissed: str | None

    @property
    def id(self) -> int:
        return self.match.id


def match_of(session: Session, match_id: int, *, actor: Actor) -> Seen:
    """One match, for its provider and the office. An owner reads those of its demand.

    :raises NotFound: there is none, or not for this actor.
    """
    require(actor, "match.explain")
    query = _matches(Match).where(Match.id == match_id, _explained(session, actor))
    match = session.scalar(query)
    if match is None:
        raise NotFound(kind="match")
    return seen(session, [match], actor=actor)[0]


def matches_of_provider(
    session: Session,
    *,
    actor: Actor,
    provider_id: int | None = None,
    open_only: bool = False,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> paging.Page[Seen]:
    """Matches of the actor's own providers (or, for the office, of one provider), newest first."""
    require(actor, "match.explain")
    query = _matches(Match).where(_explained(session, actor))
    if provider_id is not None:
        query = query.where(Match.provider_id == provider_id)
    if open_only:
        query = query.where(Demand.state.in_(("listed", "docking")))
    found = paging.page(session, query, Match.id, after=after, limit=limit)
    return paging.Page(seen(session, found.rows, actor=actor), found.after)


def matches_of_demand(
    session: Session,
    demand_id: int,
    *,
    actor: Actor,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> paging.Page[Seen]:
    """Who was found for a demand, best first: for its owner and the office.

    :raises NotFound: there is no such demand for this actor.
    """
    require(actor, "match.read")
    _demand_for(session, demand_id, actor)
    query = _matches(Match).where(Match.demand_id == demand_id, _read(session, actor))
    found = paging.page(session, query, Match.score_milli, Match.id, after=after, limit=limit)
    return paging.Page(seen(session, found.rows, actor=actor), found.after)


def runs_of_demand(session: Session, demand_id: int, *, actor: Actor) -> Sequence[MatchRun]:
    """The last twenty runs of a demand, newest first: under which policy, how many told.

    :raises NotFound: there is no such demand for this actor.
    """
    require(actor, "match.read")
    _demand_for(session, demand_id, actor)
    newest = select(MatchRun).where(MatchRun.demand_id == demand_id).order_by(MatchRun.id.desc())
    return session.scalars(newest.limit(20)).all()


def _demand_for(session: Session, demand_id: int, actor: Actor) -> None:
    query = select(Demand.id).where(Demand.id == demand_id)
    if not sees_all(actor):
        query = query.where(_owned(actor))
    if session.scalar(query) is None:
        raise NotFound(kind="demand")


def _matches(what: Any) -> Select[Any]:
    return (
        select(what)
        .join(Provider, Provider.id == Match.provider_id)
        .join(Demand, Demand.id == Match.demand_id)
    )


def _explained(session: Session, actor: Actor) -> ColumnElement[bool]:
    """Matches with their points: a provider's own; to the office all, but for rivals of whom an officer stands for."""
    own = _own(actor)
    return own | rivals.unrivalled(session, actor) if sees_all(actor) else own


def _read(session: Session, actor: Actor) -> ColumnElement[bool]:
    """Matches of a demand that the actor was found to read."""
    theirs = _own(actor) | rivals.asked(session, actor)
    return theirs | rivals.unrivalled(session, actor) if sees_all(actor) else theirs


def _own(actor: Actor) -> ColumnElement[bool]:
    # The text of a withdrawn demand is hidden from the public; who was told keeps the trace.
    return Provider.organisation_id.in_(actor.organisations) & Demand.state.in_(sorted(PUBLIC))


def _owned(actor: Actor) -> ColumnElement[bool]:
    return Demand.owner_organisation_id.in_(actor.organisations_with("demands"))


def seen(session: Session, matches: Sequence[Match], *, actor: Actor) -> list[Seen]:
    """Matches that the actor may read, with the names to show: one statement for all."""
    rows = session.execute(
        select(
            Match.id,
            Provider.organisation_id,
            Organisation.name,
            Demand.title,
            Demand.number,
            Demand.state,
            Dismissal.reason_code,
        )
        .select_from(Match)
        .join(Provider, Provider.id == Match.provider_id)
        .join(Organisation, Organisation.id == Provider.organisation_id)
        .join(Demand, Demand.id == Match.demand_id)
        .outerjoin(
            Dismissal,
            (Dismissal.demand_id == Match.demand_id) & (Dismissal.provider_id == Match.provider_id),
        )
        .where(Match.id.in_([match.id for match in matches]))
    )
    about: Mapping[int, Any] = {row.id: row for row in rows}
    return [_seen(match, about[match.id], actor) for match in matches]


def _seen(match: Match, row: Any, actor: Actor) -> Seen:
    reader: Reader = "enterprise"
    if row.organisation_id in actor.mandates:
        reader = "provider"
    elif sees_all(actor):
        reader = "office"
    return Seen(
        match=match,
        reader=reader,
        demand_title=row.title,
        demand_number=row.number,
        demand_state=row.state,
        provider_name=row.name,
        dismissed=row.reason_code if reader != "enterprise" else None,
    )
