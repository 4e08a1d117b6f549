"""Facts about demand lists."""

from dataclasses import dataclass
from typing import ClassVar

from scenario_market.domain.events import Event


@dataclass(frozen=True, kw_only=True)
class ListEvent(Event):
    """Base of facts about a demand list."""

    subject_kind: ClassVar[str] = "demand_list"


@dataclass(frozen=True, kw_only=True)
class ListDrafted(ListEvent):
    """A list was begun."""

    kind: ClassVar[str] = "demand_list.drafted"


@dataclass(frozen=True, kw_only=True)
class ListEdited(ListEvent):
    """The items, title or time of a list that is not public changed."""

    kind: ClassVar[str] = "demand_list.edited"


@dataclass(frozen=True, kw_only=True)
class ListScheduled(ListEvent):
    """The list will be published by the clock."""

    kind: ClassVar[str] = "demand_list.scheduled"


@dataclass(frozen=True, kw_only=True)
class ListUnscheduled(ListEvent):
    """A planned publication was called off."""

    kind: ClassVar[str] = "demand_list.unscheduled"


@dataclass(frozen=True, kw_only=True)
class ListPublished(ListEvent):
    """The list is public, its items frozen in their versions.

    :param items: how many demands.
    """

    kind: ClassVar[str] = "demand_list.published"
    public: ClassVar[bool] = True
    items: int


@dataclass(frozen=True, kw_only=True)
class ListItemLeftOut(ListEvent):
    """At a planned publication a demand was not fit to be published and stayed out; the office is told.

    :param demand_id: the demand.
    :param rules: what was not met, as ``field: rule``.
    """

    kind: ClassVar[str] = "demand_list.item_left_out"
    demand_id: int
    rules: list[str]


@dataclass(frozen=True, kw_only=True)
class ListWithdrawn(ListEvent):
    """The list was withdrawn, with reason; the trace stays public."""

    kind: ClassVar[str] = "demand_list.withdrawn"
    public: ClassVar[bool] = True
