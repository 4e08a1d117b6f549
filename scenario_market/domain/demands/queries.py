"""Reading demands: lists, one, its versions and history, counts by source. What an actor may not see is not found."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, String, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from scenario_market.domain import clock
from scenario_market.domain.actor import PUBLIC as PUBLIC_READER
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.demands import showing
from scenario_market.domain.demands.access import inside, own, readable, reader, sharpened_by
from scenario_market.domain.demands.lists import Response
from scenario_market.domain.demands.models import (
    Amendment,
    Approval,
    Clearance,
    Demand,
    DemandIndustry,
    Sharpening,
)
from scenario_market.domain.demands.states import OPEN, PUBLIC, DemandState
from scenario_market.domain.errors import FieldError, Invalid, NotFound
from scenario_market.domain.paging import Listing, Page, only
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.permissions import require, sees_all
from scenario_market.domain.providers.models import Provider
from scenario_market.domain.rows import ESCAPE, escaped

SEEN = PUBLIC - {DemandState.WITHDRAWN}
SCOPES = ("public", "mine", "all")


@dataclass(frozen=True)
class Filters:
    """What a list of demands is narrowed to; None: not by this.

    :param owner_id: key of the owning organisation. :param text: part of the title, or the whole number.
    :param budget_from_fen: demands whose budget reaches this; ``budget_to_fen``: that begin below this.
    :param closes_before: open demands that close before this instant, the next to close first.
    """

    state: str | None = None
    domain: str | None = None
    district: str | None = None
    industry: str | None = None
    node: str | None = None
    source: str | None = None
    programme: str | None = None
    owner_id: int | None = None
    text: str | None = None
    budget_from_fen: int | None = None
    budget_to_fen: int | None = None
    closes_before: datetime | None = None


EVERYTHING = Filters()
OF_COLUMNS = ("state", "domain", "district", "node", "source", "programme")

# Columns and no entities: a list would load 47 columns a row and show a third of them.
LISTED = select(
    *(getattr(Demand, name) for name in showing.ROW if name not in showing.OWNER),
    Organisation.id.label("owner_id"),
    Organisation.name.label("owner_name"),
    Organisation.uscc.label("owner_uscc"),
).outerjoin(Organisation, Organisation.id == Demand.owner_organisation_id)


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
    """Summaries of demands, as mappings.

    :param now: the present instant, read from the clock where none is given; only ``closes_before`` needs it.
    :param scope: ``public``: what stands in lists, the last listed first; ``mine``: of one's own organisations;
        ``all``: everything that the actor may read; the two newest first.

    Indexes: ``ix_demand_listed*`` in public, ``ix_demand_owner`` for one's own, the key itself for all, with
    ``ix_demand_state`` and ``ix_demand_district``; industries by ``ix_demand_industry_code``, closing by
    ``ix_demand_closes``. A part of a title is looked for along that order; no index helps with it.
    """
    if scope not in SCOPES:
        raise Invalid(
            FieldError("scope", "unknown_code", {"value": scope, "nearest": list(SCOPES)})
        )
    if scope != "public":
        require(actor, "demand.read")
    actor = reader(actor)
    # Who asks for the public list as it is gets the same as everybody.
    asker = PUBLIC_READER if scope == "public" and filters == EVERYTHING else actor
    given = _given(filters)
    if filters.closes_before is not None:
        given["now"] = now or clock.now(session)
    is_public = asker == PUBLIC_READER and scope == "public"
    listing = _public(frozenset(given)) if is_public else _listing(given, asker, scope)
    rows = listing.page(session, after=after, limit=limit, given=given)
    bands = city.policy["demand"]["budget_bands_fen"]
    return Page([showing.summary(row, actor=actor, bands=bands) for row in rows.rows], rows.after)


def _given(filters: Filters) -> dict[str, Any]:
    """The values of the filters that are set, by name, for a statement that was put together for these names."""
    given = {name: value for name, value in vars(filters).items() if value is not None}
    if "text" in given:
        given["text_like"] = escaped(given["text"])
    return given


@lru_cache(maxsize=128)
def _public(names: frozenset[str]) -> Listing:
    """The public's question by these filters, kept: it depends on nobody, and the values come with each asking.

    Nothing else may be kept so. What a signed-in reader may see is a rule about him and, one day, about the hour: it is
    put together for each of his requests.
    """
    return _listing(names, PUBLIC_READER, "public")


def _listing(names: Collection[str], actor: Actor, scope: str) -> Listing:
    """What a reader's question asks of the database; the filters named are bound parameters, and so is ``now``."""
    query = _narrowed(LISTED, names, actor=actor, scope=scope)
    if "closes_before" in names:
        query = query.where(
            only(Demand.state, OPEN),
            Demand.closes_at > bindparam("now"),
            Demand.closes_at < bindparam("closes_before"),
        )
        return Listing(query, Demand.closes_at, Demand.id, descending=False)
    if scope == "public":
        return Listing(query, Demand.listed_at, Demand.id)
    return Listing(query, Demand.id)


def _narrowed(
    query: Select[Any], names: Collection[str], *, actor: Actor, scope: str
) -> Select[Any]:
    # A filter must not tell of a demand what the reader is not shown.
    within = None if scope == "mine" or sees_all(actor) else inside(actor)
    hides = any(name != "state" for name in names)
    if scope == "public":
        query = query.where(
            Demand.listed_at.is_not(None), only(Demand.state, SEEN if hides else PUBLIC)
        )
    elif scope == "mine":
        query = query.where(own(actor))
    else:
        query = query.where(readable(actor))
        if hides and within is not None:
            query = query.where(or_(Demand.state != DemandState.WITHDRAWN, within))
    if "source" in names and within is not None:  # where a need came from is not public
        query = query.where(within)
    for name in OF_COLUMNS:
        if name in names:
            query = query.where(getattr(Demand, name) == bindparam(name))
    if "industry" in names:
        coded = select(DemandIndustry.demand_id).where(
            DemandIndustry.demand_id == Demand.id, DemandIndustry.code == bindparam("industry")
        )
        query = query.where(exists(coded))
    if "owner_id" in names:
        query = query.where(Demand.owner_organisation_id == bindparam("owner_id"))
        if within is not None:
            query = query.where(or_(Demand.is_desensitised.is_(False), within))
    if "text" in names:
        title = Demand.title.icontains(bindparam("text_like", type_=String), escape=ESCAPE)
        query = query.where(or_(title, Demand.number == bindparam("text")))
    return _by_budget(query, names, within=within)


def _by_budget(
    query: Select[Any], names: Collection[str], *, within: ColumnElement[bool] | None
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
