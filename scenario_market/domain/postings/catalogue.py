"""Lists of postings: who reads which, narrowed by what, in which order. What differs between the kinds is a value.

The public's question is kept, one for each set of filters: it depends on nobody, and the values come with each asking.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, String, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from scenario_market.domain import clock
from scenario_market.domain.actor import PUBLIC, Actor
from scenario_market.domain.errors import FieldError, Invalid
from scenario_market.domain.paging import Page, PagedQuery
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.permissions import require, sees_all
from scenario_market.domain.postings.kinds import Kind
from scenario_market.domain.rows import ESCAPE, escaped

SCOPES = ("public", "mine", "all")
OWNER = ("owner_id", "owner_name", "owner_uscc")
Narrowing = Callable[[Select[Any], Collection[str], ColumnElement[bool] | None], Select[Any]]


@dataclass(frozen=True)
class Filters:
    """What a list of postings is narrowed to; None: not by this.

    :param owner_id: key of the owning organisation. :param text: part of the title, or the whole number.
    :param closes_before: open postings that close before this instant, the next to close first.
    """

    state: str | None = None
    programme: str | None = None
    domain: str | None = None
    district: str | None = None
    industry: str | None = None
    node: str | None = None
    source: str | None = None
    owner_id: int | None = None
    text: str | None = None
    closes_before: datetime | None = None


@dataclass(frozen=True, eq=False)
class Catalogue:
    """How one kind of posting is listed.

    :param row: names of the columns that a list shows, ``OWNER`` last.
    :param equal: filters that ask for a column of their name to hold the value.
    :param out_at: since when the public knows of it; it reads the last first.
    :param is_open: it takes answers.
    :param public: what the public's list holds; told whether a filter asks for more than the state.
    :param hidden: of which readers outside are not shown what filters ask for; None: there is none.
    :param own: posted by the actor's organisations; ``inside``: of which he reads everything; ``readable``: at all.
    :param amounts: narrows by money; told the filters, and who is inside where the reader is not shown all.
    """

    kind: Kind
    row: Sequence[str]
    equal: Sequence[str]
    out_at: Any
    is_open: ColumnElement[bool]
    public: Callable[[bool], ColumnElement[bool]]
    hidden: ColumnElement[bool] | None
    own: Callable[[Actor], ColumnElement[bool]]
    inside: Callable[[Actor], ColumnElement[bool]]
    readable: Callable[[Actor], ColumnElement[bool]]
    reader: Callable[[Actor], Actor]
    amounts: Narrowing

    @cached_property
    def columns(self) -> Select[Any]:
        """Columns and no entities: a list would load all columns of a row and show a third of them."""
        model = self.kind.model
        owner_id = model.owner_organisation_id
        return select(
            *(getattr(model, name) for name in self.row if name not in OWNER),
            *(getattr(Organisation, name.removeprefix("owner_")).label(name) for name in OWNER),
        ).join(
            Organisation, Organisation.id == owner_id, isouter=owner_id.property.columns[0].nullable
        )


def find_page(
    session: Session,
    catalogue: Catalogue,
    filters: Filters,
    *,
    actor: Actor,
    now: datetime | None,
    scope: str,
    after: Sequence[Any] | None,
    limit: int,
) -> Page[Any]:
    """One page of rows, each the values of the catalogue's ``row``.

    :param now: the present instant, read from the clock where none is given; only ``closes_before`` needs it.
    :param scope: ``public``: what came out, the last first; ``mine``: of one's own organisations; ``all``: everything
        that the actor may read; the two newest first.
    """
    if scope not in SCOPES:
        raise Invalid(
            FieldError("scope", "unknown_code", {"value": scope, "nearest": list(SCOPES)})
        )
    if scope != "public":
        require(actor, f"{catalogue.kind.name}.read")
    given = {name: value for name, value in vars(filters).items() if value is not None}
    # Who asks for the public list as it is gets the same as everybody.
    asker = catalogue.reader(actor) if given or scope != "public" else PUBLIC
    if "text" in given:
        given["text_like"] = escaped(given["text"])
    if filters.closes_before is not None:
        given["now"] = now or clock.now(session)
    if asker == PUBLIC and scope == "public":
        query = _public(catalogue, frozenset(given))
    else:
        query = _query(catalogue, given, asker, scope)
    return query.page(session, after=after, limit=limit, given=given)


@lru_cache(maxsize=256)
def _public(catalogue: Catalogue, names: frozenset[str]) -> PagedQuery:
    """The public's question by these filters, kept."""
    return _query(catalogue, names, PUBLIC, "public")


def _query(catalogue: Catalogue, names: Collection[str], actor: Actor, scope: str) -> PagedQuery:
    """What a reader's question asks of the database; the filters named are bound parameters, and so is ``now``."""
    model = catalogue.kind.model
    query = _narrowed(catalogue, names, actor=actor, scope=scope)
    if "closes_before" in names:
        query = query.where(
            catalogue.is_open,
            model.closes_at > bindparam("now"),
            model.closes_at < bindparam("closes_before"),
        )
        return PagedQuery(query, model.closes_at, model.id, descending=False)
    if scope == "public":
        return PagedQuery(query, catalogue.out_at, model.id)
    return PagedQuery(query, model.id)


def _narrowed(
    catalogue: Catalogue, names: Collection[str], *, actor: Actor, scope: str
) -> Select[Any]:
    # A filter must not tell of a posting what the reader is not shown.
    within = None if scope == "mine" or sees_all(actor) else catalogue.inside(actor)
    query, model = (
        _of_scope(catalogue, names, within, actor=actor, scope=scope),
        catalogue.kind.model,
    )
    if "source" in names and within is not None:  # where a posting came from is not public
        query = query.where(within)
    for name in catalogue.equal:
        if name in names:
            query = query.where(getattr(model, name) == bindparam(name))
    if "industry" in names:
        query = query.where(_of_industry(catalogue.kind))
    if "owner_id" in names:
        query = query.where(model.owner_organisation_id == bindparam("owner_id"))
        if within is not None:
            query = query.where(or_(model.is_desensitised.is_(False), within))
    if "text" in names:
        title = model.title.icontains(bindparam("text_like", type_=String), escape=ESCAPE)
        query = query.where(or_(title, model.number == bindparam("text")))
    return catalogue.amounts(query, names, within)


def _of_scope(
    catalogue: Catalogue,
    names: Collection[str],
    within: ColumnElement[bool] | None,
    *,
    actor: Actor,
    scope: str,
) -> Select[Any]:
    query = catalogue.columns
    asks = any(name != "state" for name in names)
    if scope == "public":
        return query.where(catalogue.public(asks))
    if scope == "mine":
        return query.where(catalogue.own(actor))
    query = query.where(catalogue.readable(actor))
    if asks and within is not None and catalogue.hidden is not None:
        query = query.where(or_(~catalogue.hidden, within))
    return query


def _of_industry(kind: Kind) -> ColumnElement[bool]:
    coded = select(getattr(kind.industry, kind.key)).where(
        getattr(kind.industry, kind.key) == kind.model.id,
        kind.industry.code == bindparam("industry"),
    )
    return exists(coded)
