"""What organisations wait for."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.city import City
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.parties.states import Verification
from scenario_market.domain.todos.waiting import Waiting, role


def titles(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    rows = session.execute(
        select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids))
    )
    return {row.id: row.name for row in rows}


def waiting(session: Session, organisation_id: int, city: City) -> list[Waiting]:
    row = session.get(Organisation, organisation_id, populate_existing=True)
    if row is None or row.state != Verification.PENDING:
        return []
    return [Waiting("organisation_verify", role("office_reviewer"))]
