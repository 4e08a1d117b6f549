"""What was exported of cases, and who took it out of the house."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.dossiers import collecting
from scenario_market.domain.dossiers.finding import Found
from scenario_market.domain.dossiers.models import DossierExport
from scenario_market.domain.errors import NotFound
from scenario_market.domain.parties.models import Person
from scenario_market.domain.permissions import require
from scenario_market.domain.readings import Reading

LATEST = 20


@dataclass(frozen=True)
class Taking:
    """The whole record of a case left the house: who took it, and when."""

    name: str
    at: datetime


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


def export(session: Session, export_id: int, *, actor: Actor) -> DossierExport:
    """One export. :raises NotFound: there is none."""
    require(actor, "dossier.export")
    row = session.get(DossierExport, export_id)
    if row is None:
        raise NotFound(kind=DossierExport.__tablename__)
    return row


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
