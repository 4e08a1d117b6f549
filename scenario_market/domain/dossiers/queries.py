"""What officers see of cases: which there are, what was exported of each, and who took it out of the house."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, null, or_, select, union_all
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import HIDDEN, SEALED
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.demands.states import PUBLIC_STATES, DemandState
from scenario_market.domain.dossiers import collecting
from scenario_market.domain.dossiers.models import DossierExport
from scenario_market.domain.errors import NotFound
from scenario_market.domain.paging import Page, PagedQuery
from scenario_market.domain.parties.models import Person
from scenario_market.domain.permissions import require
from scenario_market.domain.readings import Reading
from scenario_market.domain.rows import ESCAPE, escaped

SHOWN = ("all", "ready", "sealed", "exported")
LATEST = 20
_COLUMNS = ("id", "number", "title", "state", "created_at")
_OF_CALLS = (
    select(
        literal("challenge").label("kind"),
        *(getattr(Challenge, name) for name in _COLUMNS),
        Demand.number.label("need_number"),
        Demand.title.label("need_title"),
    )
    .outerjoin(Demand, Demand.id == Challenge.demand_id)
    .where(Challenge.number.is_not(None), Challenge.state.not_in(HIDDEN))
)
_OF_NEEDS = select(
    literal("demand").label("kind"),
    *(getattr(Demand, name) for name in _COLUMNS),
    null().label("need_number"),
    null().label("need_title"),
).where(Demand.number.is_not(None), Demand.state.in_(PUBLIC_STATES - {DemandState.CONVERTED}))
CASES = union_all(_OF_CALLS, _OF_NEEDS).subquery("cases")
_SEALED = and_(CASES.c.kind == "challenge", CASES.c.state.in_(SEALED))
_EXPORTED = (
    select(DossierExport.id)
    .where(DossierExport.subject_kind == CASES.c.kind, DossierExport.subject_id == CASES.c.id)
    .exists()
)
_NARROWED = {"ready": ~_SEALED, "sealed": _SEALED, "exported": _EXPORTED}


@dataclass(frozen=True)
class Taking:
    """The whole record of a case left the house: who took it, and when."""

    name: str
    at: datetime


@dataclass(frozen=True)
class Found:
    """A case: a call, or a need that no call was made of."""

    kind: str
    id: int
    number: str
    title: str
    state: str

    @property
    def is_sealed(self) -> bool:
        """Whether its bids are sealed still, so that nothing is exported."""
        return self.kind == "challenge" and self.state in SEALED


def cases(
    session: Session,
    *,
    actor: Actor,
    text: str = "",
    shown: str = "all",
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[Any]:
    """Calls, and needs that no call was made of; the newest first.

    :param text: part of the title or number, of the need too that a call was made from.
    :param shown: ``ready``: may be exported now; ``sealed``: not before the opening; ``exported``: was asked for.
    """
    require(actor, "dossier.export")
    query = select(CASES)
    if text.strip():
        query = query.where(_found_by(text.strip()))
    if shown in _NARROWED:
        query = query.where(_NARROWED[shown])
    paged = PagedQuery(query, CASES.c.created_at, CASES.c.kind, CASES.c.id)
    return paged.page(session, after=after, limit=limit)


def _found_by(text: str) -> ColumnElement[bool]:
    columns = ("title", "number", "need_title", "need_number")
    return or_(*(CASES.c[name].icontains(escaped(text), escape=ESCAPE) for name in columns))


def case(session: Session, kind: str, key: int, *, actor: Actor) -> Found:
    """One case. :raises NotFound: there is none, it was never public, or it stands in the record of its call."""
    require(actor, "dossier.export")
    columns = [CASES.c[name] for name in ("kind", "id", "number", "title", "state")]
    row = session.execute(select(*columns).where(CASES.c.kind == kind, CASES.c.id == key)).first()
    if row is None:
        raise NotFound(kind=kind if kind == "demand" else "challenge")
    return Found(*row)


def latest(
    session: Session, keys: Sequence[tuple[str, int]], *, actor: Actor
) -> dict[tuple[str, int], DossierExport]:
    """The newest export of each of these cases, by kind and key."""
    require(actor, "dossier.export")
    wanted = [
        and_(
            DossierExport.subject_kind == kind,
            DossierExport.subject_id.in_([key for its, key in keys if its == kind]),
        )
        for kind in {kind for kind, _ in keys}
    ]
    if not wanted:
        return {}
    newest = (
        select(func.max(DossierExport.id))
        .where(or_(*wanted))
        .group_by(DossierExport.subject_kind, DossierExport.subject_id)
    )
    found = session.scalars(select(DossierExport).where(DossierExport.id.in_(newest)))
    return {(row.subject_kind, row.subject_id): row for row in found}


def exports(session: Session, one: Found, *, actor: Actor) -> list[tuple[DossierExport, str]]:
    """The newest exports of a case, each with the name of who asked for it."""
    require(actor, "dossier.export")
    query = (
        select(DossierExport, Person.name)
        .join(Person, Person.id == DossierExport.asked_by_id)
        .where(DossierExport.subject_kind == one.kind, DossierExport.subject_id == one.id)
        .order_by(DossierExport.id.desc())
        .limit(LATEST)
    )
    return [(row, name) for row, name in session.execute(query)]


def takings(session: Session, one: Found, *, actor: Actor) -> list[Taking]:
    """Who took the record of a case out of the house, the last first: by page, REST or command."""
    require(actor, "dossier.export")
    query = (
        select(Person.name, Reading.at)
        .join(Person, Person.id == Reading.person_id)
        .where(
            Reading.subject_kind == one.kind,
            Reading.subject_id == one.id,
            Reading.part == collecting.PART,
        )
        .order_by(Reading.id.desc())
        .limit(LATEST)
    )
    return [Taking(name, at) for name, at in session.execute(query)]
