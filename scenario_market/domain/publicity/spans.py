"""Which days a notice stands, and which are left when its clock has rested. Pure.

A notice begins on the day after its posting and ends with a working day. While an objection is open its clock rests:
the day of the objection has not stood, and the days from it on run again from the day after the answer.
"""

from dataclasses import dataclass
from datetime import date

from scenario_market.domain.programmes.calendar import DAY, Calendar


@dataclass(frozen=True)
class Span:
    """The first and the last day of a notice, both inclusive."""

    first: date
    last: date


def span(calendar: Calendar, posted: date, *, days: int, kind: str) -> Span:
    """The days of a notice posted on a day.

    :param kind: ``working`` or ``calendar`` days.
    """
    return Span(posted + DAY, calendar.last_of_notice(posted, days, kind))


def left(calendar: Calendar, stood: Span, rested: date, *, kind: str) -> int:
    """How many days of a notice had not stood when its clock came to rest on a day, that day included; one at least."""
    begins = max(stood.first, rested)
    days = [begins + n * DAY for n in range((stood.last - begins).days + 1)]
    if kind == "working":
        days = [day for day in days if calendar.is_working(day)]
    return max(1, len(days))


def resumed(calendar: Calendar, stood: Span, rested: date, answered: date, *, kind: str) -> Span:
    """The days of a notice whose clock rested from one day until the answer on another."""
    rest = left(calendar, stood, rested, kind=kind)
    return Span(stood.first, calendar.last_of_notice(answered, rest, kind))
