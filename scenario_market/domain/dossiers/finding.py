"""Finding cases: calls, and needs that no call was made of, in one list by the day on which they came out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import HIDDEN, SEALED
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.demands.states import PUBLIC_STATES, DemandState
from scenario_market.domain.dossiers.models import DossierExport
from scenario_market.domain.errors import FieldError, Invalid, NotFound
from scenario_market.domain.paging import Page
from scenario_market.domain.permissions import require
from scenario_market.domain.rows import ESCAPE, escaped

SHOWN = ("all", "ready", "sealed", "exported")
Place = tuple[datetime, str, int]


@dataclass(frozen=True)
class Found:
    """A case: a call (``challenge``) or a need that no call was made of (``demand``). ``at``: when it came out."""

    kind: str
    id: int
    number: str
    title: str
    state: str
    at: datetime

    @property
    def is_sealed(self) -> bool:
        """Whether its bids are sealed still, so that nothing is exported."""
        return self.kind == "challenge" and self.state in SEALED

    @property
    def place(self) -> Place:
        """Where it stands in the list."""
        return self.at, self.kind, self.id


@dataclass(frozen=True)
class Kind:
    """One kind of case, each with an index on ``at`` and key: the two are merged, since no index spans both.

    :param searched: what a text is looked for in.
    """

    name: str
    model: Any
    at: Any
    query: Select[Any]
    searched: tuple[Any, ...]

    def behind(self, place: Place) -> ColumnElement[bool]:
        """What comes after a place in the list, which runs backwards by ``at``, kind and key."""
        at, kind, key = place
        if kind == self.name:
            return tuple_(self.at, self.model.id) < tuple_(literal(at, self.at.type), key)
        return self.at <= at if self.name < kind else self.at < at

    def narrowed(self, text: str, shown: str) -> Select[Any]:
        """Only what is asked for."""
        query = self.query
        if text:
            like = escaped(text)
            query = query.where(or_(*(one.icontains(like, escape=ESCAPE) for one in self.searched)))
        if shown in ("ready", "sealed"):
            sealed = self.model.state.in_(SEALED if self.name == "challenge" else ())
            query = query.where(sealed if shown == "sealed" else ~sealed)
        if shown == "exported":
            mine = (
                DossierExport.subject_kind == self.name,
                DossierExport.subject_id == self.model.id,
            )
            query = query.where(select(DossierExport.id).where(*mine).exists())
        return query


def _columns(model: Any, at: Any) -> tuple[Any, ...]:
    return model.id, model.number, model.title, model.state, at


KINDS = (
    Kind(
        "challenge",
        Challenge,
        Challenge.published_at,
        select(*_columns(Challenge, Challenge.published_at))
        .outerjoin(Demand, Demand.id == Challenge.demand_id)
        .where(Challenge.published_at.is_not(None), Challenge.state.not_in(HIDDEN)),
        (Challenge.title, Challenge.number, Demand.title, Demand.number),
    ),
    Kind(
        "demand",
        Demand,
        Demand.listed_at,
        select(*_columns(Demand, Demand.listed_at)).where(
            Demand.listed_at.is_not(None), Demand.state.in_(PUBLIC_STATES - {DemandState.CONVERTED})
        ),
        (Demand.title, Demand.number),
    ),
)


def cases(
    session: Session,
    *,
    actor: Actor,
    text: str = "",
    shown: str = "all",
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[Found]:
    """Cases, the newest first.

    :param text: part of the title or number, of the need too that a call was made from.
    :param shown: ``ready``: may be exported now; ``sealed``: not before the opening; ``exported``: was asked for.
    :raises Invalid: ``after`` is of another list.
    """
    require(actor, "dossier.export")
    place = _place(after)
    found = []
    for kind in KINDS:
        query = kind.narrowed(text.strip(), shown)
        if place is not None:
            query = query.where(kind.behind(place))
        query = query.order_by(kind.at.desc(), kind.model.id.desc()).limit(limit + 1)
        found += [Found(kind.name, *row) for row in session.execute(query)]
    found.sort(key=lambda one: one.place, reverse=True)
    return Page(found[:limit], found[limit - 1].place if len(found) > limit else None)


def case(session: Session, kind: str, key: int, *, actor: Actor) -> Found:
    """One case. :raises NotFound: there is none, it was never public, or it stands in the record of its call."""
    require(actor, "dossier.export")
    (one,) = [one for one in KINDS if one.name == kind]
    row = session.execute(one.query.where(one.model.id == key)).first()
    if row is None:
        raise NotFound(kind=kind)
    return Found(kind, *row)


def _place(after: Sequence[Any] | None) -> Place | None:
    match after:
        case None:
            return None
        case [datetime() as at, str() as kind, int() as key]:
            return at, kind, key
    raise Invalid(FieldError("cursor", "unknown_cursor"))
