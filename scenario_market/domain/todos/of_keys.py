"""What the naming of a key officer waits for."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.city import City
from scenario_market.domain.keys.models import KeyNaming
from scenario_market.domain.parties.models import Person
from scenario_market.domain.todos.waiting import Waiting, role


def titles(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    query = select(KeyNaming.id, Person.name).join(Person, Person.id == KeyNaming.person_id)
    return {row.id: row.name for row in session.execute(query.where(KeyNaming.id.in_(ids)))}


def waiting(session: Session, naming_id: int, city: City) -> list[Waiting]:
    row = session.get(KeyNaming, naming_id, populate_existing=True)
    if row is None or row.confirmed_at is not None or row.withdrawn_at is not None:
        return []
    return [Waiting("key_naming_confirm", role("key_officer"), row.lapses_at)]
