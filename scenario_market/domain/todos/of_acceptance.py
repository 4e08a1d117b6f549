"""What a final acceptance waits for, and who sits in its panel."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.city import City
from scenario_market.domain.draws.seating import size
from scenario_market.domain.projects import acceptance, seating
from scenario_market.domain.projects.models import Project
from scenario_market.domain.projects.panel_models import Seat
from scenario_market.domain.projects.states import ProjectState, SeatState
from scenario_market.domain.todos.waiting import Waiting, person, role

OFFICE, LEAD = role("office_reviewer"), role("office_lead")


def steps(session: Session, row: Project, delivering: str) -> list[Waiting]:
    """Measurements, the draw, and, when every opinion is in, the conclusion; opinions are waited for by seat."""
    if acceptance.unmeasured(session, row):
        return [Waiting("project_measure", delivering)]
    panel = seating.panel_of(session, row)
    if panel is None or panel.digest is None:
        return [Waiting("project_convene", OFFICE)]
    seats = seating.seats_of(session, panel)
    if len(seats) < size(panel):
        return [Waiting("project_convene", OFFICE)]
    if any(seat.removal_asked_at is not None for seat in seats):
        return [Waiting("project_removal", LEAD)]
    if all(seat.opinion is not None for seat in seats):
        return [Waiting("project_conclude", LEAD)]
    return []


def titles_of_seats(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    query = select(Seat.id, Project.title).join(Project, Project.id == Seat.project_id)
    return {row.id: row.title for row in session.execute(query.where(Seat.id.in_(ids)))}


def waiting_of_seat(session: Session, seat_id: int, city: City) -> list[Waiting]:
    seat = session.get(Seat, seat_id, populate_existing=True)
    project = session.get(Project, seat.project_id, populate_existing=True) if seat else None
    if seat is None or project is None or project.state != ProjectState.FINAL_ACCEPTANCE:
        return []
    if seat.round != project.round:
        return []
    member = person(seat.person_id)
    if seat.state == SeatState.INVITED:
        return [Waiting("seat_declare", member, seat.due_at)]
    if seat.state == SeatState.CLEAR and seat.opinion is None:
        return [Waiting("acceptance_judge", member)]
    return []
