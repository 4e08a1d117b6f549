"""Facts about panels of final acceptances and their seats."""

from scenario_market.domain.events import Event
from scenario_market.domain.projects.events import ProjectEvent


class PanelPrepared(Event):
    """The work was presented, or a panel given up: this commits to the draw before anybody can know whom it brings.

    :param project_id, round, attempt: for which presentation of which project, the how-manieth draw.
    :param secret_hash: SHA-256 of the secret, in hex. :param pool_hash: digest of who stands behind which number.
    :param candidates: how many do. :param fields: of which a member has one.
    """

    kind = "acceptance_panel.prepared"
    subject_kind = "acceptance_panel"
    public = True
    project_id: int
    round: int
    attempt: int
    secret_hash: str
    pool_hash: str
    candidates: int
    fields: list[str]


class PanelDrawn(Event):
    """The acceptance panel was drawn from a list that is fixed by its digest.

    :param project_id: whose. :param digest: SHA-256 of the record, in hex.
    """

    kind = "acceptance_panel.drawn"
    subject_kind = "acceptance_panel"
    public = True
    project_id: int
    digest: str


class PanelConvened(ProjectEvent):
    """The acceptance panel is drawn, and who was drawn is asked.

    :param round: of which presentation. :param seats: how many sit in it.
    """

    kind = "project.panel_convened"
    round: int
    seats: int


class PanelShort(ProjectEvent):
    """Nobody is left to be asked for a seat of the acceptance panel.

    :param round: of which presentation. :param missing: seats that stay empty.
    """

    kind = "project.panel_short"
    round: int
    missing: int


class PanelRenewed(ProjectEvent):
    """A panel that cannot be filled is given up; another is drawn, from secrets fixed now.

    :param round: of which presentation. :param reason_code: why, of ``reasons_panel``.
    """

    kind = "project.panel_renewed"
    round: int
    reason_code: str


class RemovalAsked(ProjectEvent):
    """An officer asks that one of the acceptance panel be taken off it; the lead decides.

    :param seat_id: his seat. :param reason_code: why, of ``reasons_panel``.
    """

    kind = "project.removal_asked"
    seat_id: int
    reason_code: str


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
