"""The city's calendar: which days are worked, and when a notice or a term counted in days ends. Pure."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

DAY = timedelta(days=1)
SATURDAY = 5
EXPECTED = (11, 1)  # month and day from which on the next year is waited for


@dataclass(frozen=True)
class Calendar:
    """Which days are worked.

    :param holidays: days that are free. :param worked: weekend days that are worked all the same (调休).
    :param years: those whose holidays are known; of any other year weekends alone count.
    """

    holidays: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def missing(self, today: date, last: date | None = None) -> list[int]:
        """The years whose holidays ought to be known on a day, and are not.

        This year; the next from ``EXPECTED`` on; and earlier every year up to that of ``last``, a date that is
        already fixed. The State Council publishes the arrangement of a year in the autumn before it: that of 2025 on
        12 November 2024, that of 2026 on 4 November 2025 (通知 of its General Office on 部分节假日安排).
        """
        newest = max(today.year + ((today.month, today.day) >= EXPECTED), (last or today).year)
        return [year for year in range(today.year, newest + 1) if year not in self.years]

    def is_working(self, day: date) -> bool:
        if day in self.worked:
            return True
        return day.weekday() < SATURDAY and day not in self.holidays

    def working_days_after(self, day: date, count: int) -> date:
        """The ``count``-th working day after a day, which does not count itself."""
        while count > 0:
            day += DAY
            count -= self.is_working(day)
        return day

    def working_days_before(self, day: date, count: int) -> date:
        """The ``count``-th working day before a day, which does not count itself."""
        while count > 0:
            day -= DAY
            count -= self.is_working(day)
        return day

    def next_working(self, day: date) -> date:
        """The day itself where it is worked, else the next that is."""
        while not self.is_working(day):
            day += DAY
        return day

    def last_of_notice(self, published: date, days: int, kind: str) -> date:
        """The last day of a notice: its days begin on the day after publication, and it ends on a working day.

        :param kind: ``working`` days, or ``calendar`` days, whose last is moved on to a working one.
        """
        if kind == "working":
            return self.working_days_after(published, days)
        return self.next_working(published + days * DAY)


def calendar(years: Iterable[dict]) -> Calendar:
    """From the content of the yearly files."""
    holidays: set[date] = set()
    worked: set[date] = set()
    known: set[int] = set()
    for year in years:
        known.add(year["year"])
        for span in year["holidays"]:
            length = (span["last"] - span["first"]).days + 1
            holidays |= {span["first"] + n * DAY for n in range(length)}
        worked |= set(year["worked_weekends"])
    return Calendar(frozenset(holidays), frozenset(worked), frozenset(known))


def load(folder: Path) -> Calendar:
    """Read a city's ``holidays-YEAR.toml``; a year without a file knows weekends only.

    :raises ValueError: a file is broken, or says another year than its name; it is named.
    """
    return calendar(_read(path) for path in sorted(folder.glob("holidays-*.toml")))


def _read(path: Path) -> dict[str, Any]:
    try:
        year = tomllib.loads(path.read_text("utf-8"))
        missed = [name for name in ("year", "holidays", "worked_weekends") if name not in year]
        if missed:
            raise ValueError(f"lacks {', '.join(missed)}")
        if path.stem != f"holidays-{year['year']}":
            raise ValueError(f"it says that its year is {year['year']}")
        calendar([year])
    except (TypeError, KeyError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error
    return year
