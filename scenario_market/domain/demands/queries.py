"""Reading demands: lists, one, its versions and history, counts by source. What an actor may not see is not found."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, joinedload

from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.demands import showing
from scenario_market.domain.demands.access import inside, own, readable, reader, sharpened_by
from scenario_market.domain.demands.kind import DEMANDS
from scenario_market.domain.demands.lists import Response
from scenario_market.domain.demands.models import (
    Amendment,
    Approval,
    Clearance,
    Demand,
    Sharpening,
)
from scenario_market.domain.demands.states import OPEN, PUBLIC_STATES, SHOWN_STATES, DemandState
from scenario_market.domain.errors import NotFound
from scenario_market.domain.paging import Page, only
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.permissions import sees_all
from scenario_market.domain.postings import catalogue
from scenario_market.domain.providers.models import Provider


@dataclass(frozen=True)
class Filters(catalogue.Filters):
    """What a list of demands is narrowed to; None: not by this.

    :param budget_from_fen: demands whose budget reaches this; ``budget_to_fen``: that begin below this.
    """

    budget_from_fen: int | None = None
    budget_to_fen: int | None = None


EVERYTHING = Filters()


def _public(asks: bool) -> ColumnElement[bool]:
    """What stands in lists; a withdrawn demand is a trace, which shows nothing that could be asked for."""
    return and_(
        Demand.listed_at.is_not(None), only(Demand.state, SHOWN_STATES if asks else PUBLIC_STATES)
    )


def _by_budget(
    query: Select[Any], names: Collection[str], within: ColumnElement[bool] | None
) -> Select[Any]:
    low: Any = bindparam("budget_from_fen")
    high: Any = bindparam("budget_to_fen")
    if low.key not in names and high.key not in names:
        return query
    if within is not None:  # or one could find a hidden figure by halving
        query = query.where(or_(Demand.budget_display == "public", within))
    if low.key in names:
        query = query.where(func.coalesce(Demand.budget_max_fen, Demand.budget_min_fen) >= low)
    if high.key in names:
        query = query.where(func.coalesce(Demand.budget_min_fen, Demand.budget_max_fen) <= high)
    return query


CATALOGUE = catalogue.Catalogue(
    DEMANDS,
    showing.ROW,
    equal=("state", "domain", "district", "node", "source", "programme"),
    out_at=Demand.listed_at,
    is_open=only(Demand.state, OPEN),
    public=_public,
    hidden=Demand.state == DemandState.WITHDRAWN,
    own=own,
    inside=inside,
    readable=readable,
    reader=reader,
    amounts=_by_budget,
)


def list_demands(
    session: Session,
    filters: Filters,
    *,
    actor: Actor,
    city: City,
    now: datetime | None = None,
    scope: str = "public",
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[dict[str, Any]]:
    """Summaries of demands, as mappings; see :func:`catalogue.find_page`.

    Indexes: ``ix_demand_listed*`` in public, ``ix_demand_owner`` for one's own, the key itself for all, with
    ``ix_demand_state`` and ``ix_demand_district``; industries by ``ix_demand_industry_code``, closing by
    ``ix_demand_closes``. A part of a title is looked for along that order; no index helps with it.
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
    bands, who = city.policy["demand"]["budget_bands_fen"], reader(actor)
    return Page([showing.summary(row, actor=who, bands=bands) for row in page.rows], page.after)


def find(session: Session, demand_id: int, *, actor: Actor) -> Demand:
    """The row of a demand that the actor may read, with its owner.

    :raises NotFound: there is none, or not for him.
    """
    query = select(Demand).where(Demand.id == demand_id, readable(actor))
    row = session.scalar(
        query.options(joinedload(Demand.owner)).execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound(kind="demand")
    return row


def get_demand(session: Session, demand_id: int, *, actor: Actor, city: City) -> dict[str, Any]:
    """One demand as the actor may read it, with who sharpened it; to those concerned also what waits and is signed."""
    actor = reader(actor)
    row = find(session, demand_id, actor=actor)
    keys = actor.organisations_with("offers")
    docked = select(Response.id).where(
        Response.demand_id == row.id,
        Response.organisation_id.in_(keys),
        Response.state.in_(sorted(showing.DOCKED)),
    )
    sharpens = select(Demand.id).where(Demand.id == row.id, sharpened_by(actor))
    shown = showing.demand(
        row,
        actor=actor,
        bands=city.policy["demand"]["budget_bands_fen"],
        is_sharpener=bool(keys) and session.scalar(sharpens) is not None,
        is_docked=bool(keys) and session.scalar(docked.limit(1)) is not None,
    )
    is_inside = inside(actor, row)
    shown["sharpenings"] = _sharpenings(session, row, actor=actor, is_inside=is_inside)
    if is_inside:
        waiting = select(Amendment).where(
            Amendment.demand_id == row.id, Amendment.decided_at.is_(None)
        )
        shown["amendment"] = session.scalar(waiting)
    if sees_all(actor):
        shown["approvals"] = _of_version(session, Approval, row)
        shown["clearances"] = _of_version(session, Clearance, row)
    return shown


def _of_version(session: Session, model: Any, row: Demand) -> Sequence[Any]:
    query = select(model).where(model.demand_id == row.id, model.number == row.content_number)
    return session.scalars(query.order_by(model.id)).all()


def _sharpenings(
    session: Session, row: Demand, *, actor: Actor, is_inside: bool
) -> list[dict[str, Any]]:
    """Who was asked to sharpen the need: disclosed to all once delivered; the proposal to author, office and him."""
    if row.state == DemandState.WITHDRAWN and not is_inside:
        return []
    query = (
        select(Sharpening, Provider.organisation_id, Organisation.name)
        .join(Provider, Provider.id == Sharpening.provider_id)
        .join(Organisation, Organisation.id == Provider.organisation_id)
        .where(Sharpening.demand_id == row.id)
        .order_by(Sharpening.id)
    )
    found = []
    for one, organisation_id, name in session.execute(query):
        mine = actor.acts_for(organisation_id, "offers")
        if not (is_inside or mine or one.delivered_at is not None):
            continue
        shown = {
            "provider_id": one.provider_id,
            "name": name,
            "assigned_at": one.assigned_at,
            "delivered_at": one.delivered_at,
            "adopted_at": one.adopted_at,
        }
        if is_inside or mine:
            shown |= {
                "due_at": one.due_at,
                "ended_at": one.ended_at,
                "proposal": one.proposal,
                "answer": one.answer,
            }
        found.append(shown)
    return found
