"""The city: its identity, code lists, targets and policy, read once from its folder of configuration."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from scenario_market.domain import codes
from scenario_market.domain.programmes import calendar, loading, templates
from scenario_market.domain.programmes.calendar import Calendar
from scenario_market.domain.programmes.templates import PledgeTemplate
from scenario_market.domain.programmes.values import Programme


@dataclass(frozen=True)
class City:
    """Everything that a city sets for itself.

    :param identity: ``city.toml`` as read: names, offices, telephone numbers.
    :param policy: ``policy.toml`` as read: caps, days, programmes.
    :param targets: ``targets.toml`` as read, for the dashboard to come; a broken file shows at the start.
    :param codes: code lists by name.
    :param programmes: programmes of challenges by code.
    :param calendar: the days that are worked.
    :param pledges: templates of the pledge by code.
    """

    key: str
    identity: Mapping[str, Any]
    policy: Mapping[str, Any]
    targets: Mapping[str, Any]
    codes: Mapping[str, codes.CodeList]
    zone: ZoneInfo
    programmes: Mapping[str, Programme]
    calendar: Calendar
    pledges: Mapping[str, PledgeTemplate]

    def day(self, instant: datetime) -> date:
        """The calendar day that an instant falls on in the city."""
        return instant.astimezone(self.zone).date()

    def end_of(self, day: date) -> datetime:
        """The instant at which a day ends in the city, exclusive: the next midnight, in UTC."""
        return datetime.combine(day + timedelta(days=1), time(), self.zone).astimezone(UTC)

    def is_provisional(self, end: datetime) -> bool:
        """Whether a deadline falls into a year whose holidays are not known: weekends alone counted.

        :param end: exclusive, as ``end_of`` gives it.
        """
        return self.day(end - timedelta(seconds=1)).year not in self.calendar.years


def load(folder: Path) -> City:
    """Read a city's folder (``config/wuhan``)."""
    identity = tomllib.loads((folder / "city.toml").read_text("utf-8"))
    lists = codes.load(folder / "codes")
    return City(
        key=folder.name,
        identity=identity,
        policy=tomllib.loads((folder / "policy.toml").read_text("utf-8")),
        targets=tomllib.loads((folder / "targets.toml").read_text("utf-8")),
        codes=lists,
        zone=ZoneInfo(identity["timezone"]),
        programmes=loading.load(folder / "programmes", lists),
        calendar=calendar.load(folder),
        pledges=templates.load(folder / "pledges"),
    )
