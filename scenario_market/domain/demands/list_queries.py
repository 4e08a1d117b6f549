"""Reading demand lists with their items, and the answers to demands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.demands import enclosures, rivals, showing
from scenario_market.domain.demands.lists import Contract, DemandList, ListItem, Response
from scenario_market.domain.demands.models import Demand, DemandVersion
from scenario_market.domain.demands.publishing import find_unfit
from scenario_market.domain.demands.queries import find
from scenario_market.domain.demands.states import DemandState, ListState
from scenario_market.domain.errors import NotFound
from scenario_market.domain.paging import Page, page
from scenario_market.domain.permissions import allowed, require, sees_all
from scenario_market.domain.postings.chronicle import moves
from scenario_market.domain.postings.enclosures import Files

PUBLIC_LISTS = (ListState.PUBLISHED, ListState.WITHDRAWN)
LIST_FACTS = ("id", "number", "title", "foreword", "state", "published_at", "withdrawn_at")
LIST_INNER = ("publish_at", "created_by_id", "created_at")


def is_officer(actor: Actor) -> bool:
    """Whether lists in preparation and all answers are for the actor: office and watch."""
    return sees_all(actor) and allowed(actor, "demand.read")


def list_lists(
    session: Session,
    *,
    actor: Actor,
    state: str | None = None,
    text: str | None = None,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[dict[str, Any]]:
    """Lists: to the public those published, the last first; to the office all, the newest first.

    :param text: part of the title, or the whole number. It is looked for along that order: a city has dozens a year.
    """
    query = select(DemandList)
    officer = is_officer(actor)
    if state is not None:
        query = query.where(DemandList.state == state)
    if text is not None:
        title = DemandList.title.icontains(text, autoescape=True)
        if not officer:  # the title of a withdrawn one is not to be guessed
            title &= DemandList.state == ListState.PUBLISHED
        query = query.where(or_(title, DemandList.number == text))
    order: tuple[Any, ...] = (DemandList.id,)
    if not officer:
        query = query.where(
            DemandList.state.in_(PUBLIC_LISTS), DemandList.published_at.is_not(None)
        )
        order = (DemandList.published_at, DemandList.id)
    rows = page(session, query, *order, after=after, limit=limit)
    return Page([_list_shown(row, officer=officer) for row in rows.rows], rows.after)


def _list_shown(row: DemandList, *, officer: bool) -> dict[str, Any]:
    names = (*LIST_FACTS, "version", "updated_at", *(LIST_INNER if officer else ()))
    shown = {name: getattr(row, name) for name in names}
    if row.state == ListState.WITHDRAWN and not officer:
        shown |= {"title": "", "foreword": ""}
    return shown


def get_list(session: Session, list_id: int, *, actor: Actor, city: City) -> dict[str, Any]:
    """One list with its items as they were frozen; a withdrawn item or list keeps its number and nothing else.

    :raises NotFound: there is none, or it is in preparation and not for the actor.
    """
    row = session.get(DemandList, list_id, populate_existing=True)
    officer = is_officer(actor)
    if row is None or not (officer or row.state in PUBLIC_LISTS):
        raise NotFound(kind="demand_list")
    query = (
        select(ListItem, Demand, DemandVersion)
        .join(Demand, Demand.id == ListItem.demand_id)
        .outerjoin(
            DemandVersion,
            (DemandVersion.demand_id == ListItem.demand_id)
            & (DemandVersion.number == ListItem.number),
        )
        .where(ListItem.list_id == row.id)
        .options(joinedload(Demand.owner))
        .order_by(ListItem.place)
    )
    bands = city.policy["demand"]["budget_bands_fen"]
    files = enclosures.of_list(session, row.id, public=not officer)
    shown = _list_shown(row, officer=officer)
    is_withdrawn = row.state == ListState.WITHDRAWN
    shown["items"] = [
        _item_shown(
            item,
            demand,
            version,
            files.get(demand.id, ()),
            is_withdrawn=is_withdrawn,
            officer=officer,
            bands=bands,
        )
        for item, demand, version in session.execute(query)
    ]
    return shown


def _item_shown(
    item: ListItem,
    demand: Demand,
    version: DemandVersion | None,
    files: Files,
    *,
    is_withdrawn: bool,
    officer: bool,
    bands: Sequence[int],
) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "place": item.place,
        "demand_id": demand.id,
        "number": demand.number,
        "state": demand.state,
        "version": item.number,
        "withdrawn_at": item.withdrawn_at,
    }
    gone = item.withdrawn_at is not None or demand.state == DemandState.WITHDRAWN
    if (gone or is_withdrawn) and not officer:
        return shown
    if version is not None:
        content = version.content
        shown["content"] = content if officer else showing.public_content(content, bands=bands)
        shown["title"] = content["title"]
        shown["attachments"] = files
    else:
        shown["title"] = demand.title
    if officer or not demand.is_desensitised:
        shown["owner"] = showing.owner(demand)
    return shown


def get_unfit(
    session: Session, list_id: int, *, actor: Actor, city: City, now: datetime
) -> list[dict[str, Any]]:
    """What would keep demands of a list in preparation from being published, for the office before it tries."""
    require(actor, "demand.review")
    query = select(Demand).join(ListItem, ListItem.demand_id == Demand.id)
    rows = session.scalars(query.where(ListItem.list_id == list_id).order_by(ListItem.place)).all()
    unfit = find_unfit(session, rows, city=city, now=now)
    return [
        {"demand_id": row.id, "title": row.title, "errors": unfit[row.id]}
        for row in rows
        if row.id in unfit
    ]


def readable_answers(session: Session, actor: Actor) -> Select[Any]:
    """Answers for the actor: of his provider, to his demands, all for office and watch; rivals' answers never."""
    query = select(Response).join(Demand, Demand.id == Response.demand_id)
    mine = Response.organisation_id.in_(actor.organisations_with("offers"))
    may = [mine, rivals.asked(session, actor)]
    if is_officer(actor):
        may.append(rivals.unrivalled(session, actor))
    return query.where(or_(*may))


def list_responses(
    session: Session,
    *,
    actor: Actor,
    demand_id: int | None = None,
    state: str | None = None,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[dict[str, Any]]:
    """Answers that the actor may read, the newest first: the owner those to his demands, a provider its own."""
    require(actor, "demand.read")
    query = readable_answers(session, actor)
    if demand_id is not None:
        find(session, demand_id, actor=actor)
        query = query.where(Response.demand_id == demand_id)
    if state is not None:
        query = query.where(Response.state == state)
    query = query.options(joinedload(Response.organisation))
    rows = page(session, query, Response.id, after=after, limit=limit)
    return Page([showing.response(row, actor=actor) for row in rows.rows], rows.after)


def get_response(session: Session, response_id: int, *, actor: Actor) -> dict[str, Any]:
    """One answer, with its contract and its moves.

    :raises NotFound: there is none, or not for the actor.
    """
    require(actor, "demand.read")
    query = readable_answers(session, actor).where(Response.id == response_id)
    row = session.scalar(
        query.options(joinedload(Response.organisation)).execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound(kind="response")
    shown = showing.response(row, actor=actor)
    shown["contract"] = session.scalar(select(Contract).where(Contract.response_id == row.id))
    shown["history"] = moves(session, row, is_inside=True, officer=is_officer(actor))
    return shown
