"""The pure rules of delivery: dates, targets, the traffic light."""

from datetime import date

import pytest

from scenario_market.domain.projects.rules import (
    OPERATORS,
    Signals,
    is_met,
    last_of,
    light,
    months_after,
)

QUIET = dict.fromkeys(Signals.__dataclass_fields__, False)


@pytest.mark.parametrize(
    ("shining", "shown"),
    [
        ((), "green"),
        (("near",), "amber"),
        (("again",), "amber"),
        (("partly",), "amber"),
        (("unreported",), "amber"),
        (("at_rest",), "amber"),
        (("rectifying",), "amber"),
        (("missed",), "red"),
        (("thrice",), "red"),
        (("silent", "unreported"), "red"),
        (("rectifying", "overdue"), "red"),
        (("missed", "near"), "red"),
    ],
)
def test_the_light_is_derived_from_dates_attempts_and_reports(shining, shown):
    assert light(Signals(**QUIET | dict.fromkeys(shining, True))) == shown


@pytest.mark.parametrize(
    ("day", "months", "wanted"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
        (date(2026, 3, 2), 12, date(2027, 3, 2)),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_months_last(day, months, wanted):
    assert months_after(day, months) == wanted


def test_the_last_day_of_a_month():
    assert last_of(date(2026, 2, 14)) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("operator", "met"),
    [("ge", (0, 1, 1)), ("le", (1, 1, 0)), ("gt", (0, 0, 1)), ("lt", (1, 0, 0)), ("eq", (0, 1, 0))],
)
def test_a_target_is_met_by_its_operator(operator, met):
    assert tuple(is_met(operator, value, 5) for value in (4, 5, 6)) == tuple(map(bool, met))


def test_every_operator_of_the_code_list_is_known(city):
    assert {entry.code for entry in city.codes["metric_operators"]} == set(OPERATORS)
