"""Facts about experts; none of them is public, and none names a person."""

from scenario_market.domain.events import Event


class ExpertEvent(Event):
    """Base of facts about an expert."""

    subject_kind = "expert"


class ExpertEntered(ExpertEvent):
    """The office entered an expert into the register."""

    kind = "expert.entered"


class ExpertEdited(ExpertEvent):
    """An expert's data were changed.

    :param fields: names of what changed.
    """

    kind = "expert.edited"
    fields: list[str]


class ExpertPostAdded(ExpertEvent):
    """A post or tie of an expert was recorded.

    :param post_id: its key.
    """

    kind = "expert.post_added"
    post_id: int


class ExpertPostEnded(ExpertEvent):
    """A post of an expert has an end.

    :param post_id: its key. :param ends_on: its last day, ISO.
    """

    kind = "expert.post_ended"
    post_id: int
    ends_on: str


class ExpertPostStruck(ExpertEvent):
    """A post was recorded in error and was struck out.

    :param post_id: its key.
    """

    kind = "expert.post_struck"
    post_id: int


class ExpertAdmitted(ExpertEvent):
    """The expert can be drawn from now on."""

    kind = "expert.admitted"


class ExpertSuspended(ExpertEvent):
    """The expert is not drawn for the time being, with reason."""

    kind = "expert.suspended"


class ExpertRestored(ExpertEvent):
    """The expert can be drawn again."""

    kind = "expert.restored"


class ExpertRemoved(ExpertEvent):
    """The expert left the register, with reason."""

    kind = "expert.removed"
