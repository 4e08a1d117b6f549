"""Facts about what is waited for."""

from scenario_market.domain.events import Event


class TodoEvent(Event):
    """Base of facts about a step that is waited for.

    :param step: what is to be done. :param party: whose turn it is.
    :param about_kind: kind of the subject that waits. :param about_id: its key.
    """

    subject_kind = "todo"
    step: str
    party: str
    about_kind: str
    about_id: int


class TodoNear(TodoEvent):
    """The time for a step is nearly over; whose turn it is, is reminded."""

    kind = "todo.near"


class TodoOverdue(TodoEvent):
    """The time for a step is over; whose turn it is, and who leads the office, are told."""

    kind = "todo.overdue"
