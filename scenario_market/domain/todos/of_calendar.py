"""The year whose holidays are not known yet: the office gets its file from the State Council's arrangement."""

from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from scenario_market.domain.city import City
from scenario_market.domain.todos.waiting import Waiting, role

KIND = "calendar"


def titles(session: Session, years: Collection[int]) -> Mapping[int, str]:
    return {year: f"{year}年节假日安排" for year in years}


def waiting(session: Session, year: int, city: City) -> list[Waiting]:
    """A year without its file waits for it, once anybody asks (``watching.py`` says when)."""
    if year in city.calendar.years:
        return []
    return [Waiting("calendar_add", role("office_lead"))]
