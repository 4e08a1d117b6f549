"""Facts about work that was set aside after too many attempts, and taken up again. Without the error's text.

``what`` is the consumer of a job, the channel of a delivery, the kind of a deadline.
"""

from scenario_market.domain.events import Event


class SetAside(Event):
    """Base: it used up its attempts."""

    what: str
    attempts: int


class TakenUp(Event):
    """Base: somebody made it due again."""

    what: str


class JobSetAside(SetAside):
    """A job used up its attempts and waits for somebody to look at it."""

    kind = "job.set_aside"
    subject_kind = "job"


class JobTakenUp(TakenUp):
    """A job that was set aside is due again."""

    kind = "job.taken_up"
    subject_kind = "job"


class DeliverySetAside(SetAside):
    """A mail or SMS used up its attempts and waits for somebody to look at it."""

    kind = "delivery.set_aside"
    subject_kind = "delivery"


class DeliveryTakenUp(TakenUp):
    """A mail or SMS that was set aside is due again."""

    kind = "delivery.taken_up"
    subject_kind = "delivery"


class DeadlineSetAside(SetAside):
    """A deadline failed too often and waits for somebody to look at it."""

    kind = "deadline.set_aside"
    subject_kind = "deadline"


class DeadlineTakenUp(TakenUp):
    """A deadline that was set aside is due again."""

    kind = "deadline.taken_up"
    subject_kind = "deadline"


# by the table of the row
SET_ASIDE: dict[str, type[SetAside]] = {
    one.subject_kind: one for one in (JobSetAside, DeliverySetAside, DeadlineSetAside)
}
TAKEN_UP: dict[str, type[TakenUp]] = {
    one.subject_kind: one for one in (JobTakenUp, DeliveryTakenUp, DeadlineTakenUp)
}
