"""Facts about projects in delivery."""

from scenario_market.domain.events import Event


class ProjectEvent(Event):
    """Base of facts about a project."""

    subject_kind = "project"


class ProjectOpened(ProjectEvent):
    """A project waits for its pledge, or for the word of both sides on the plan of their contract.

    :param challenge_id: the call that it comes from. :param demand_id: the need that was contracted without a call.
    """

    kind = "project.opened"
    challenge_id: int | None
    demand_id: int | None


class PlanPut(ProjectEvent):
    """One side of a contract put the plan that the other has to agree to.

    :param organisation_id: the side.
    """

    kind = "project.plan_put"
    organisation_id: int


class ProjectActivated(ProjectEvent):
    """The work has begun; the plan as pledged is kept as the baseline.

    :param starts_on: the day from which months are counted, ISO.
    """

    kind = "project.activated"
    starts_on: str


class ProjectDropped(ProjectEvent):
    """The pledge was not signed; there is no project."""

    kind = "project.dropped"


class ChangeProposed(ProjectEvent):
    """One side asks for a change of the plan.

    :param change_id: the change. :param fields: what would change, as paths.
    """

    kind = "project.change_proposed"
    change_id: int
    fields: list[str]


class ChangeAgreed(ProjectEvent):
    """The other side agrees to a change; the office has the word."""

    kind = "project.change_agreed"
    change_id: int


class ChangeTakenBack(ProjectEvent):
    """Who proposed a change took it back."""

    kind = "project.change_taken_back"
    change_id: int


class ChangeDisagreed(ProjectEvent):
    """The other side does not agree to a change."""

    kind = "project.change_disagreed"
    change_id: int


class ChangeApproved(ProjectEvent):
    """The office approved a change: the plan has a new version, the baseline stays.

    :param number: the new version. :param fields: what changed, as paths.
    """

    kind = "project.change_approved"
    change_id: int
    number: int
    fields: list[str]


class ChangeRefused(ProjectEvent):
    """The office refused a change."""

    kind = "project.change_refused"
    change_id: int


class ProjectSuspended(ProjectEvent):
    """The project rests, and so does the clock of its milestones."""

    kind = "project.suspended"


class ProjectResumed(ProjectEvent):
    """The project goes on; the dates moved by the length of the rest.

    :param days: how many days it rested. :param number: the version of the plan with the moved dates.
    """

    kind = "project.resumed"
    days: int
    number: int


class AcceptanceAsked(ProjectEvent):
    """The provider presents the work for its final acceptance.

    :param round: how many times it was presented by now.
    """

    kind = "project.acceptance_asked"
    round: int


class MeasurementRecorded(ProjectEvent):
    """A third party's measurement of one metric is on record.

    :param metric: its key. :param round: for which presentation. :param is_met: whether the target is reached.
    """

    kind = "project.measurement_recorded"
    metric: str
    round: int
    is_met: bool


class ProjectAccepted(ProjectEvent):
    """The work is accepted."""

    kind = "project.accepted"


class RectificationAsked(ProjectEvent):
    """The work has to be put right by a date.

    :param until: the last day, ISO.
    """

    kind = "project.rectification_asked"
    until: str


class RectificationProlonged(ProjectEvent):
    """There is more time to put the work right.

    :param until: the new last day, ISO. :param before: the last day so far. :param times: how often by now.
    """

    kind = "project.rectification_prolonged"
    until: str
    before: str
    times: int


class RectificationOverdue(ProjectEvent):
    """The last day to put the work right has passed."""

    kind = "project.rectification_overdue"


class ProjectFailed(ProjectEvent):
    """The work is not accepted, for good."""

    kind = "project.failed"


class ProjectTerminated(ProjectEvent):
    """The project was ended before its time, with reason and what follows.

    :param takes_over: whether a reserve is called upon.
    """

    kind = "project.terminated"
    takes_over: bool


class ProjectEliminated(ProjectEvent):
    """The project was the slower one at the gate of a race (赛马)."""

    kind = "project.eliminated"


class ProjectExcused(ProjectEvent):
    """尽职免责: the provider did what could be done and is not held liable."""

    kind = "project.excused"


class RaceDecided(ProjectEvent):
    """The gate of a race was decided, and this project goes on.

    :param gate_id: the decision.
    """

    kind = "project.race_decided"
    gate_id: int


class TrancheReleased(ProjectEvent):
    """A part of the subsidy was released.

    :param number: which part, from 1 on. :param amount_fen: how much.
    """

    kind = "project.tranche_released"
    number: int
    amount_fen: int


class ReportAsked(ProjectEvent):
    """The monthly report is due soon.

    :param month: ``YYYY-MM``. :param until: its last day, ISO.
    """

    kind = "project.report_asked"
    month: str
    until: str


class ReportHandedIn(ProjectEvent):
    """A monthly report was handed in.

    :param month: ``YYYY-MM``.
    """

    kind = "project.report_handed_in"
    month: str


class ReportOverdue(ProjectEvent):
    """The day for a monthly report has passed without one.

    :param month: ``YYYY-MM``.
    """

    kind = "project.report_overdue"
    month: str


class FollowingNoted(ProjectEvent):
    """The office said who follows the project through (场景全周期落地跟进人), or where it stands.

    :param fields: ``follower``, ``progress``.
    """

    kind = "project.following_noted"
    fields: list[str]
