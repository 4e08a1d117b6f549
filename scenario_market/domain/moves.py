"""The shape of a table of moves: which verb leads from which states to which, by whom. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from scenario_market.domain.events import Event


@dataclass(frozen=True)
class Move:
    """One verb of a lifecycle.

    :param sources: the states from which it leads.
    :param target: the state that it leads to.
    :param by: the permission that the actor needs (``system``: the clock alone).
    :param event: the fact that is recorded with it.
    :param reasons: name of the reason-code list; None where no reason is owed.
    """

    sources: frozenset[StrEnum]
    target: StrEnum
    by: str
    event: type[Event]
    reasons: str | None = None


@dataclass(frozen=True)
class Reason:
    """Why a negative move was made: a code from the list, a text, and remarks per field (field → text)."""

    code: str
    text: str
    remarks: Mapping[str, str] | None = None


def table(moves: Mapping[str, tuple[Any, ...]]) -> dict[str, Move]:
    """Make a table from rows ``verb: (sources, target, by, event[, reasons])``."""
    made = {}
    for verb, (sources, *rest) in moves.items():
        froms = (
            sources if isinstance(sources, Iterable) and not isinstance(sources, str) else [sources]
        )
        made[verb] = Move(frozenset(froms), *rest)
    return made
