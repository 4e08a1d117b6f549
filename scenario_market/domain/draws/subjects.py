"""What a draw is for: the kind of panel, with its tables and facts, and the one subject whose panel it is."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.orm import Session

from scenario_market.domain.draws.conflicts import Party, Terms
from scenario_market.domain.events import Event
from scenario_market.domain.moves import Move


class Sealer(Protocol):
    """Keeps a secret from whoever reads the database; ``vault.sealing.Sealer`` is one."""

    def seal(self, plain: bytes, *, about: bytes) -> bytes: ...

    def open(self, sealed: bytes, *, about: bytes) -> bytes:
        """:raises ValueError: sealed by another key, or for something else."""
        ...


@dataclass(frozen=True)
class Kind:
    """A kind of panel.

    :param candidate: its table with the columns of ``columns.Numbered`` and ``panel_id``.
    :param seat: its table with those of ``columns.Seated``, ``panel_id``, a state and a version.
    :param live: states of a seat that is offered or held.
    :param moves: of a seat, ``drop`` among them. :param due: kind of the deadline of an invitation.
    :param held_by: columns of a new seat that say who holds it and what it belongs to: session, panel, expert's key.
    :param offered, removal_asked: facts about a seat. :param short: the fact that so many seats of a panel stay empty.
    """

    candidate: Any
    seat: Any
    live: Collection[str]
    moves: Mapping[str, Move]
    due: str
    held_by: Callable[[Session, Any, int], Mapping[str, Any]]
    offered: Callable[[Any], Event]
    removal_asked: Callable[[Any], Event]
    short: Callable[[Any, int], Event]


@dataclass(frozen=True)
class Subject:
    """What one panel judges.

    :param name: as the record of the draw names it.
    :param parties: who has a stake in it, read where somebody is asked.
    :param terms: what conflicts are judged by. :param answer_hours: within which who was drawn answers.
    """

    name: str
    parties: Callable[[], Sequence[Party]]
    terms: Terms
    seats: int
    finance_seats: int
    answer_hours: int
