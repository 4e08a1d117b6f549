"""What objections wait for."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.city import City
from scenario_market.domain.publicity.models import Objection, PublicNotice
from scenario_market.domain.publicity.states import ObjectionState
from scenario_market.domain.todos.waiting import Waiting, role

REVIEWER = role("objection_reviewer")
STEPS = {
    ObjectionState.FILED: "objection_admit",
    ObjectionState.ADMISSIBLE: "objection_decide",
}


def titles(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    """By the notice that they are against; never by who objected."""
    query = select(Objection.id, PublicNotice.title).join(
        PublicNotice, PublicNotice.id == Objection.notice_id
    )
    return {row.id: row.title for row in session.execute(query.where(Objection.id.in_(ids)))}


def waiting(session: Session, objection_id: int, city: City) -> list[Waiting]:
    row = session.get(Objection, objection_id, populate_existing=True)
    if row is None or row.state not in STEPS:
        return []
    return [Waiting(STEPS[ObjectionState(row.state)], REVIEWER, row.due_at)]
