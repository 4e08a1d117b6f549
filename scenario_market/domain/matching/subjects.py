"""The one table of what is matched with the pool: demands and calls. All else about matching is the same for both.

The engine scores a ``Need`` of either kind. What a subject asks besides, its *conditions*, is no part of the score: who
fits and meets them is told so, who fits and misses one is told which.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges import access as call_access
from scenario_market.domain.challenges import finding, sifting
from scenario_market.domain.challenges import needs as call_needs
from scenario_market.domain.challenges import rivals as call_rivals
from scenario_market.domain.challenges.bidders import Answer
from scenario_market.domain.challenges.call_events import ChallengeMatchRequested
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.demands import access, needs, rivals
from scenario_market.domain.demands.events import MatchRequested
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.demands.states import OPEN, PUBLIC_STATES
from scenario_market.domain.events import Event
from scenario_market.domain.matching.profile import Need

# Keys of providers → each with its answers to the conditions of one subject, in the given order, read as far as asked.
Sieve = Callable[[Sequence[int]], Iterator[tuple[int, list[Answer]]]]
# A subject's key and a provider's → the provider's answers.
Judge = Callable[[int, int], list[Answer]]


@dataclass(frozen=True)
class Subject:
    """One kind of thing that providers are found for.

    :param model: has a title, a number, a state and an owner's key.
    :param version: the column that counts the versions that are matched.
    :param open_states: in which it is matched.
    :param need_of: the open subject as the engine takes it, or None; ``open_needs``: all of them, by key.
    :param sieve: asks providers for the conditions of one subject; None where it has none.
    :param judge: asks some providers for those of any open subject; None where no subject of the kind has any.
    :param shown: those of whose matches a provider reads its own.
    :param owned: those that the actor posts for their owner; ``asked``: of them, those that he reads all matches of.
    :param unrivalled: those that an officer reads all matches of.
    :param open: locks one for an act. :param requested: the event by which the office asks for it to be matched again.
    """

    kind: str
    model: Any
    version: str
    open_states: Collection[StrEnum]
    need_of: Callable[[Session, int], Need | None]
    open_needs: Callable[[Session], Iterable[Need]]
    sieve: Callable[[Session, int, date], Sieve | None]
    judge: Callable[[Session, Sequence[int], date], Judge | None]
    shown: ColumnElement[bool]
    owned: Callable[[Actor], ColumnElement[bool]]
    asked: Callable[[Session, Actor], ColumnElement[bool]]
    unrivalled: Callable[[Session, Actor], ColumnElement[bool]]
    open: Callable[..., Any]
    requested: Callable[..., Event]

    def is_current(self, row: Any, number: int) -> bool:
        """Whether a row is open with this version: what came later is matched by its own event."""
        return row.state in self.open_states and getattr(row, self.version) == number


SUBJECTS = {
    one.kind: one
    for one in (
        Subject(
            "demand",
            Demand,
            "public_number",
            OPEN,
            needs.need_of,
            needs.open_needs,
            sieve=lambda session, key, today: None,
            judge=lambda session, provider_ids, today: None,
            # The text of a withdrawn demand is hidden from the public; who was told keeps the trace.
            shown=Demand.state.in_(sorted(PUBLIC_STATES)),
            owned=access.own,
            asked=rivals.asked,
            unrivalled=rivals.unrivalled,
            open=access.open_demand,
            requested=MatchRequested,
        ),
        Subject(
            "challenge",
            Challenge,
            "content_number",
            frozenset({ChallengeState.OPEN}),
            call_needs.need_of,
            call_needs.open_needs,
            sieve=sifting.sieve,
            judge=sifting.judge,
            shown=true(),
            owned=call_access.own,
            asked=lambda session, actor: call_access.own(actor),
            unrivalled=call_rivals.unrivalled,
            open=finding.open_challenge,
            requested=ChallengeMatchRequested,
        ),
    )
}
