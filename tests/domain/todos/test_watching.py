"""A year without its holidays is waited for, and deadlines in it are marked."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.challenges import queries as challenges
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.programmes.calendar import calendar
from scenario_market.domain.publicity import posting
from scenario_market.domain.todos import watching
from scenario_market.domain.todos.models import Todo
from tests.domain.challenges import cases
from tests.domain.landmarks import cases as landmarks
from tests.domain.projects import cases as projects
from tests.factories import NOW

once = pytest.mark.parametrize("shared_database", ["sqlite"], indirect=True)
OCTOBER, NOVEMBER = (datetime(2026, month, 20, 2, tzinfo=UTC) for month in (10, 11))


@pytest.fixture
def unknown(city):
    """A city that has no file for any year."""
    return replace(city, calendar=calendar([]))


def watched(session, city, now):
    """The years that somebody is waited for to add, and who."""
    session.flush()
    watching.fire(session, 0, now=now, city=city)
    session.flush()
    rows = session.scalars(select(Todo).where(Todo.closed_at.is_(None)))
    return {(row.subject_id, row.kind, row.party) for row in rows}


@once
def test_from_november_on_the_office_waits_for_next_years_holidays_until_the_file_is_there(
    session, city
):
    assert watched(session, city, OCTOBER) == set()
    assert watched(session, city, NOVEMBER) == {(2027, "calendar_add", "role:office_lead")}
    (again,) = session.scalars(select(Deadline).where(Deadline.kind == watching.WATCH))
    assert again.due_at > NOVEMBER
    assert again.fired_at is None
    new = {"year": 2027, "holidays": [], "worked_weekends": []}
    known = replace(city.calendar, years=city.calendar.years | calendar([new]).years)
    assert watched(session, replace(city, calendar=known), NOVEMBER) == set()


@once
def test_a_call_that_closes_in_a_year_without_holidays_is_marked_and_the_year_asked_for_at_once(
    session, unknown
):
    cast = cases.cast(session, unknown)
    row = cast.opened()
    assert challenges.get_challenge(session, row.id, actor=PUBLIC)["is_provisional"] is True
    assert watched(session, unknown, NOW) == {(2026, "calendar_add", "role:office_lead")}


@once
def test_what_is_published_stays_when_the_holidays_of_its_year_arrive(session, city, unknown):
    cast = cases.cast(session, unknown)
    row = cast.opened()
    closes_at = row.closes_at
    assert watched(session, city, NOW) == set()
    session.refresh(row)
    assert (row.closes_at, row.is_provisional) == (closes_at, True)
    later = cases.cast(session, city, sealing=cast.sealing).opened()
    assert challenges.get_challenge(session, later.id, actor=PUBLIC)["is_provisional"] is False


@once
def test_a_notice_into_a_year_without_holidays_is_marked(session, unknown):
    made = landmarks.accepted(projects.cast(session, unknown)).announced()
    assert made.notice.is_provisional is True
    assert posting.is_provisional(session, "landmark", made.row.id)
    assert not posting.is_provisional(session, "landmark", made.row.id + 1)


def test_a_deadline_on_the_last_day_of_a_known_year_is_not_marked(city):
    assert city.is_provisional(city.end_of(date(2026, 12, 31))) is False
    assert city.is_provisional(city.end_of(date(2027, 1, 1))) is True
