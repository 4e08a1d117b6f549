"""Facts about milestones."""

from scenario_market.domain.events import Event


class MilestoneEvent(Event):
    """Base of facts about a milestone.

    :param project_id: its project.
    """

    subject_kind = "milestone"
    project_id: int


class MilestoneBegun(MilestoneEvent):
    """Work on the milestone has begun."""

    kind = "milestone.begun"


class MilestoneSubmitted(MilestoneEvent):
    """Evidence was handed in.

    :param attempt: the how-manieth time.
    """

    kind = "milestone.submitted"
    attempt: int


class MilestoneConfirmed(MilestoneEvent):
    """The owner confirms what was handed in."""

    kind = "milestone.confirmed"


class MilestoneDeclined(MilestoneEvent):
    """The owner does not confirm what was handed in.

    :param until: until when it can be handed in again, ISO instant.
    """

    kind = "milestone.declined"
    until: str


class MilestoneAccepted(MilestoneEvent):
    """The office accepted the milestone."""

    kind = "milestone.accepted"


class MilestonePartlyMet(MilestoneEvent):
    """The office accepted the milestone in part.

    :param percent: how much of it is reached.
    """

    kind = "milestone.partly_met"
    percent: int


class MilestoneRejected(MilestoneEvent):
    """The office did not accept the milestone.

    :param until: until when it can be handed in again, ISO instant.
    """

    kind = "milestone.rejected"
    until: str


class MilestoneRetried(MilestoneEvent):
    """Work on a rejected milestone began again.

    :param attempt: the how-manieth.
    """

    kind = "milestone.retried"
    attempt: int


class MilestoneDueSoon(MilestoneEvent):
    """The milestone's evidence is due soon.

    :param days: in how many days.
    """

    kind = "milestone.due_soon"
    days: int


class MilestoneMissed(MilestoneEvent):
    """The time for the milestone's evidence has passed."""

    kind = "milestone.missed"


class MilestoneReinstated(MilestoneEvent):
    """An approved change of its date took a missed milestone up again.

    :param attempt: the how-manieth.
    """

    kind = "milestone.reinstated"
    attempt: int
