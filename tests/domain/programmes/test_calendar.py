"""Which days are worked, and when a notice ends: the holidays of 2026 with their 调休, by the published arrangement."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenario_market.domain.programmes.calendar import Calendar, calendar, load
from tests.conftest import ROOT

WUHAN = load(ROOT / "config" / "wuhan")
DAY = timedelta(days=1)
# Beyond the years with a file only weekends are free; a stretch around the year that has one.
DAYS = st.dates(date(2025, 11, 1), date(2027, 2, 28))


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2026, 3, 2), True),  # a Monday
        (date(2026, 3, 7), False),  # a Saturday
        (date(2026, 3, 8), False),  # a Sunday
        (date(2026, 2, 17), False),  # 春节, a Tuesday
        (date(2026, 2, 14), True),  # the Saturday worked for it
        (date(2026, 2, 28), True),
        (date(2026, 10, 1), False),  # 国庆节
        (date(2026, 9, 20), True),  # the Sunday worked for it
        (date(2026, 10, 10), True),
        (date(2026, 10, 11), False),
        (date(2027, 1, 1), True),  # a Friday of a year without a file
    ],
)
def test_holidays_are_free_and_weekends_worked_for_them_are_not(day, is_working):
    assert WUHAN.is_working(day) is is_working


@pytest.mark.parametrize(
    ("published", "days", "kind", "last"),
    [
        # A notice starts on the day after: published on Monday, five working days end on the next Monday.
        (date(2026, 3, 2), 5, "working", date(2026, 3, 9)),
        # Published on a Friday: the weekend does not count.
        (date(2026, 3, 6), 5, "working", date(2026, 3, 13)),
        # Over 春节: the 14th is worked, 15th to 23rd are free.
        (date(2026, 2, 12), 5, "working", date(2026, 2, 26)),
        # Over 国庆节, with the Sunday before and the Saturday after worked.
        (date(2026, 9, 18), 5, "working", date(2026, 9, 24)),
        (date(2026, 9, 30), 2, "working", date(2026, 10, 9)),
        # Calendar days that end on a Saturday end on the Monday after.
        (date(2026, 3, 2), 5, "calendar", date(2026, 3, 9)),
        (date(2026, 3, 2), 3, "calendar", date(2026, 3, 5)),
        # And on a worked Saturday they end there.
        (date(2026, 10, 7), 3, "calendar", date(2026, 10, 10)),
        # A last day within a holiday is moved behind it.
        (date(2026, 9, 29), 3, "calendar", date(2026, 10, 8)),
    ],
)
def test_a_notice_starts_the_next_day_and_ends_on_a_working_day(published, days, kind, last):
    assert WUHAN.last_of_notice(published, days, kind) == last


def test_the_end_of_a_notice_is_the_midnight_after_its_last_day(city):
    ends = city.end_of(city.calendar.last_of_notice(date(2026, 3, 2), 5, "working"))
    assert ends.isoformat() == "2026-03-09T16:00:00+00:00"
    assert city.day(ends - timedelta(microseconds=1)) == date(2026, 3, 9)


@given(DAYS, st.integers(1, 30), st.sampled_from(["working", "calendar"]))
def test_no_notice_is_shorter_than_its_days_or_ends_on_a_free_day(published, days, kind):
    last = WUHAN.last_of_notice(published, days, kind)
    assert WUHAN.is_working(last)
    stood = [published + n * DAY for n in range(1, (last - published).days + 1)]
    if kind == "working":
        assert sum(map(WUHAN.is_working, stood)) == days
    else:
        assert len(stood) >= days
        assert not any(map(WUHAN.is_working, stood[days - 1 : -1]))


@given(DAYS, st.integers(0, 30))
def test_working_days_are_counted_from_the_day_after(day, count):
    end = WUHAN.working_days_after(day, count)
    passed = [day + n * DAY for n in range(1, (end - day).days + 1)]
    assert sum(map(WUHAN.is_working, passed)) == count
    if count == 0:
        assert end == day


def test_a_calendar_is_made_of_the_content_of_its_files():
    year = {
        "year": 2030,
        "holidays": [{"first": date(2030, 5, 1), "last": date(2030, 5, 3)}],
        "worked_weekends": [date(2030, 5, 4)],
    }
    made = calendar([year])
    assert made == Calendar(
        frozenset({date(2030, 5, 1), date(2030, 5, 2), date(2030, 5, 3)}),
        frozenset({date(2030, 5, 4)}),
        frozenset({2030}),
    )
    assert made.next_working(date(2030, 5, 1)) == date(2030, 5, 4)
    assert calendar([]).next_working(date(2030, 5, 4)) == date(2030, 5, 6)


@pytest.mark.parametrize(
    ("today", "last", "missing"),
    [
        (date(2026, 10, 31), None, []),
        (date(2026, 11, 1), None, [2027]),  # the State Council publishes in the autumn
        (date(2026, 10, 31), date(2026, 12, 31), []),
        (date(2026, 3, 2), date(2027, 1, 4), [2027]),  # a date is fixed already
        (date(2026, 12, 31), date(2028, 1, 4), [2027, 2028]),
        (date(2027, 1, 1), None, [2027]),
    ],
)
def test_a_year_is_missing_from_november_on_or_once_a_date_is_fixed_in_it(today, last, missing):
    assert WUHAN.missing(today, last) == missing
