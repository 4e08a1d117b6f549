"""What notices about key officers are about, read for many at once."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.keys.models import KeyNaming, KeyOfficer
from scenario_market.domain.parties.models import Person


def officers(session: Session, ids: set[int]) -> Iterable[tuple[int, dict[str, Any]]]:
    """Who he is."""
    query = select(KeyOfficer.id, Person.name).join(Person, Person.id == KeyOfficer.person_id)
    rows = session.execute(query.where(KeyOfficer.id.in_(ids)))
    return [(row.id, {"title": row.name}) for row in rows]


def namings(session: Session, ids: set[int]) -> Iterable[tuple[int, dict[str, Any]]]:
    """Who is to be named."""
    query = select(KeyNaming.id, Person.name).join(Person, Person.id == KeyNaming.person_id)
    rows = session.execute(query.where(KeyNaming.id.in_(ids)))
    return [(row.id, {"title": row.name}) for row in rows]
