"""The fact that the clock of a demonstration was moved."""

from scenario_market.domain.events import Event


class ClockMoved(Event):
    """An administrator moved a demonstration's clock by ``by_seconds``; since then it is ``offset_seconds`` ahead."""

    kind = "clock.moved"
    subject_kind = "clock"

    by_seconds: int
    offset_seconds: int
