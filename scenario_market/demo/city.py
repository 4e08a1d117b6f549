"""Loading the demonstration city: people, owners, the pool of 500, needs and lists. Once; a second call does nothing."""

from datetime import timedelta

from sqlalchemy.orm import Session

from scenario_market.demo import needs, people
from scenario_market.domain import clock
from scenario_market.domain.city import City
from scenario_market.persistence.database import Database

BEFORE = timedelta(days=60)


def load(database: Database, city: City) -> bool:
    """Load the demonstration in one transaction; False when it was there already."""
    with database.unit_of_work(request_id="demonstration") as session:
        if people.is_there(session):
            return False
        _load(session, city)
    return True


def _load(session: Session, city: City) -> None:
    now = clock.now(session)
    made = people.make_people(session, now=now - BEFORE, city=city)
    owners = people.make_owners(session, made, now=now - BEFORE, city=city)
    needs.make_needs(needs.Way(session, made, owners, city), now=now)
