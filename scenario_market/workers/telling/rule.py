"""The form of a rule of telling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenario_market.workers import recipients as to

if TYPE_CHECKING:  # a relay reads the table, and holds no matching engine
    from scenario_market.workers.machine import Work


@dataclass(frozen=True)
class Rule:
    """One notice that an event owes.

    :param notice: kind of the notice: its text and its channels.
    :param recipients: who is told.
    :param params: fields of the event that the text needs.
    """

    notice: str
    recipients: Callable[[Work], to.Recipients]
    params: tuple[str, ...] = ()
