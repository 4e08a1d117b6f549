"""Facts about demand lists."""

from scenario_market.domain.events import Event


class ListEvent(Event):
    """Base of facts about a demand list."""

    subject_kind = "demand_list"


class ListDrafted(ListEvent):
    """A list was begun."""

    kind = "demand_list.drafted"


class ListEdited(ListEvent):
    """The items, title or time of a list that is not public changed."""

    kind = "demand_list.edited"


class ListScheduled(ListEvent):
    """The list will be published by the clock."""

    kind = "demand_list.scheduled"


class ListUnscheduled(ListEvent):
    """A planned publication was called off."""

    kind = "demand_list.unscheduled"


class ListPublished(ListEvent):
    """The list is public, its items frozen in their versions.

    :param items: how many demands.
    """

    kind = "demand_list.published"
    public = True
    items: int


class ListItemLeftOut(ListEvent):
    """At a planned publication a demand was not fit to be published and stayed out; the office is told.

    :param demand_id: the demand.
    :param rules: what was not met, as ``field: rule``.
    """

    kind = "demand_list.item_left_out"
    demand_id: int
    rules: list[str]


class ListWithdrawn(ListEvent):
    """The list was withdrawn, with reason; the trace stays public."""

    kind = "demand_list.withdrawn"
    public = True
