"""Times as the API takes them: within bounds that every database and every time zone can hold.

What lies beyond is a mistyped year, and brought into UTC, or to the end of its day, could lie outside the calendar.
"""

from datetime import UTC, date, datetime
from typing import Any

import marshmallow as ma

from scenario_market.domain.checks import DAY_MAX, DAY_MIN

EARLIEST = datetime(DAY_MIN.year, 1, 1, tzinfo=UTC)
LATEST = datetime(DAY_MAX.year, 12, 31, tzinfo=UTC)
BOUNDS = "Must be greater than or equal to {} and less than or equal to {}."


def provisional() -> ma.fields.Boolean:
    """Whether a deadline rests on a calendar without the holidays of its year."""
    said = "Reckoned into a year whose holidays were not known: weekends alone counted."
    return ma.fields.Boolean(metadata={"description": said})


class Instant(ma.fields.AwareDateTime):
    """An instant with its time zone, of this century; given on in UTC."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> datetime:
        given = super()._deserialize(value, attr, data, **more)
        # Aware ones are compared by their instants and never leave the calendar by it.
        if not EARLIEST <= given <= LATEST:
            bounds = (one.isoformat().replace("+00:00", "Z") for one in (EARLIEST, LATEST))
            raise ma.ValidationError(BOUNDS.format(*bounds))
        return given.astimezone(UTC)


class Day(ma.fields.Date):
    """A calendar day of this century."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> date:
        given = super()._deserialize(value, attr, data, **more)
        if not DAY_MIN <= given <= DAY_MAX:
            raise ma.ValidationError(BOUNDS.format(DAY_MIN.isoformat(), DAY_MAX.isoformat()))
        return given
