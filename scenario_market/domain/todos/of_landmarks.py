"""What landmarks and copies of them wait for."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.city import City
from scenario_market.domain.landmarks.models import Landmark, LandmarkCopy
from scenario_market.domain.landmarks.states import CopyState, LandmarkState
from scenario_market.domain.publicity.models import PublicNotice
from scenario_market.domain.todos.waiting import Waiting, role

OFFICE, LEAD = role("office_reviewer"), role("office_lead")
STEPS = {
    LandmarkState.NOMINATED: ("landmark_review", OFFICE),
    LandmarkState.REVIEWED: ("landmark_announce", OFFICE),
}


def titles(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    rows = session.execute(select(Landmark.id, Landmark.title).where(Landmark.id.in_(ids)))
    return {row.id: row.title for row in rows}


def titles_of_copies(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    query = select(LandmarkCopy.id, Landmark.title).join(
        Landmark, Landmark.id == LandmarkCopy.landmark_id
    )
    return {row.id: row.title for row in session.execute(query.where(LandmarkCopy.id.in_(ids)))}


def waiting(session: Session, landmark_id: int, city: City) -> list[Waiting]:
    row = session.get(Landmark, landmark_id, populate_existing=True)
    if row is None:
        return []
    if row.state in STEPS:
        return [Waiting(*STEPS[LandmarkState(row.state)])]
    newest = (
        select(PublicNotice.ended_at)
        .where(PublicNotice.subject_kind == "landmark", PublicNotice.subject_id == row.id)
        .order_by(PublicNotice.attempt.desc())
        .limit(1)
    )
    if row.state == LandmarkState.PUBLIC_NOTICE and session.scalar(newest) is not None:
        return [Waiting("landmark_certify", LEAD)]
    return []


def waiting_of_copy(session: Session, copy_id: int, city: City) -> list[Waiting]:
    row = session.get(LandmarkCopy, copy_id, populate_existing=True)
    if row is None or row.state != CopyState.REPORTED:
        return []
    return [Waiting("copy_confirm", OFFICE)]
