"""Facts about panels of final acceptances and their seats."""

from scenario_market.domain.events import Event
from scenario_market.domain.projects.events import ProjectEvent


class PanelConvened(ProjectEvent):
    """The acceptance panel is drawn, and who was drawn is asked.

    :param round: of which presentation. :param seats: how many sit in it. :param digest: of the list it was drawn from.
    """

    kind = "project.panel_convened"
    round: int
    seats: int
    digest: str


class PanelShort(ProjectEvent):
    """Nobody is left to be asked for a seat of the acceptance panel.

    :param round: of which presentation. :param missing: seats that stay empty.
    """

    kind = "project.panel_short"
    round: int
    missing: int


class PanelRenewed(ProjectEvent):
    """A panel that cannot be filled is given up; another is drawn, from secrets fixed now.

    :param round: of which presentation. :param seed_hash: as of ``AcceptanceAsked``, so is ``numbering_hash``.
    """

    kind = "project.panel_renewed"
    round: int
    seed_hash: str
    numbering_hash: str


class OpinionGiven(ProjectEvent):
    """One of the panel gave his opinion.

    :param round: of which presentation. :param seat_id: his seat.
    """

    kind = "project.opinion_given"
    round: int
    seat_id: int


class SeatEvent(Event):
    """Base of facts about seats.

    :param project_id: whose acceptance it is.
    """

    subject_kind = "acceptance_seat"
    project_id: int


class SeatOffered(SeatEvent):
    """Somebody was drawn for a seat and is asked.

    :param due_at: until when he declares himself.
    """

    kind = "acceptance_seat.offered"
    due_at: str


class SeatDeclared(SeatEvent):
    """He declared that he has no conflict of interest with a party; from now on he reads."""

    kind = "acceptance_seat.declared"


class SeatRecused(SeatEvent):
    """He recused himself or cannot come (回避); the next one drawn is asked."""

    kind = "acceptance_seat.recused"


class SeatLapsed(SeatEvent):
    """He did not declare himself in time; the next one drawn is asked."""

    kind = "acceptance_seat.lapsed"


class SeatDropped(SeatEvent):
    """The office took him off the panel; the next one drawn is asked."""

    kind = "acceptance_seat.dropped"
