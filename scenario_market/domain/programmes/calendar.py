"""The city's calendar: which days are worked, and when a notice or a term counted in days ends. Pure."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """:param holidays: days that are free. :param worked: weekend days that are worked all the same (调休)."""

    holidays: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

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
    for year in years:
        for span in year["holidays"]:
            length = (span["last"] - span["first"]).days + 1
            holidays |= {span["first"] + n * DAY for n in range(length)}
        worked |= set(year["worked_weekends"])
    return Calendar(frozenset(holidays), frozenset(worked))


def load(folder: Path) -> Calendar:
    """Read a city's ``holidays-YEAR.toml``; a year without a file knows weekends only."""
    return calendar(
        tomllib.loads(path.read_text("utf-8")) for path in sorted(folder.glob("holidays-*.toml"))
    )
