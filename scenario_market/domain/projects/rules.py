"""Rules of delivery: dates, amounts, whether a target is met, the traffic light. Pure.

The light says of a project what its ``Signals`` are: bools, or conditions of a query; so they are joined with ``|``,
which both know.
"""

import operator
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "ge": operator.ge,
    "le": operator.le,
    "gt": operator.gt,
    "lt": operator.lt,
    "eq": operator.eq,
}
LIGHTS = ("green", "amber", "red")


@dataclass(frozen=True)
class Signals:
    """What a project's light is made from: bools, or conditions of a query.

    :param missed: a milestone was missed. :param thrice: an open one is in its third attempt or a later one.
    :param near: the date of an open one has passed or lies within the policy's ``amber_days``.
    :param again: an open one is in its second attempt. :param partly: one was met in part.
    :param silent: two monthly reports or more are overdue. :param unreported: one is.
    :param at_rest: it is suspended, or a change waits. :param rectifying: it is to be put right.
    :param overdue: the day to put it right has passed.
    """

    missed: Any
    thrice: Any
    near: Any
    again: Any
    partly: Any
    silent: Any
    unreported: Any
    at_rest: Any
    rectifying: Any
    overdue: Any


def is_red(signals: Signals) -> Any:
    """A milestone was missed or tried three times, two reports are overdue, or the work was not put right in time."""
    return signals.missed | signals.thrice | signals.silent | signals.overdue


def is_amber(signals: Signals) -> Any:
    """Something is near its date or past it, in a second attempt, met in part, unreported, at rest, or put right."""
    return (
        signals.near
        | signals.again
        | signals.partly
        | signals.unreported
        | signals.at_rest
        | signals.rectifying
    )


def light(signals: Signals) -> str:
    """``green``, ``amber`` or ``red``, of bools."""
    if is_red(signals):
        return "red"
    return "amber" if is_amber(signals) else "green"


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last: 31 January and one month is 28 or 29 February."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_of(month: date) -> date:
    """The last day of a month that is given by any of its days."""
    return months_after(month.replace(day=1), 1) - timedelta(days=1)


def is_met(name: str, measured: float, target: float) -> bool:
    """Whether a measured value meets its target; ``name`` is a code of ``metric_operators``.

    :raises KeyError: there is no such operator.
    """
    return OPERATORS[name](measured, target)


def amounts(reward_fen: int, tranches: Sequence[Mapping[str, Any]]) -> list[int]:
    """The tranches in fen: each its percent rounded down, the last what is left, so that they sum to the reward."""
    made = [reward_fen * tranche["percent"] // 100 for tranche in tranches[:-1]]
    return [*made, reward_fen - sum(made)] if tranches else []


@dataclass(frozen=True)
class Standing:
    """How a project of a race stands at the gate.

    :param percent: how much of the gate's milestone the office found reached: 100 where accepted, 0 where missed.
    :param attempts: how often it was handed in. :param handed_in: when last, as ISO text; empty where never.
    """

    project_id: int
    percent: int
    attempts: int
    handed_in: str

    @property
    def rank(self) -> tuple[int, str, int]:
        """The order at the gate: more reached first, then handed in earlier, then fewer attempts."""
        return (-self.percent, self.handed_in or "9999", self.attempts)


def is_behind(one: Standing, other: Standing) -> bool:
    """Whether the gate's rule puts one project behind another; equals are behind nobody."""
    return one.rank > other.rank
