"""Facts about demands."""

from scenario_market.domain.events import Event


class DemandEvent(Event):
    """Base of facts about a demand."""

    subject_kind = "demand"


class DemandDrafted(DemandEvent):
    """A need was begun, in full or as a rough problem.

    :param source: intake source code.
    :param is_rough: it begins as a rough problem.
    """

    kind = "demand.drafted"
    source: str
    is_rough: bool


class DemandEdited(DemandEvent):
    """The author changed a need that is not public.

    :param fields: names of the fields that changed.
    """

    kind = "demand.edited"
    fields: list[str]


class SharpeningAssigned(DemandEvent):
    """The office asked a diagnosis provider to sharpen a rough problem; it is disclosed.

    :param provider_id: the diagnosis provider.
    """

    kind = "demand.sharpening_assigned"
    provider_id: int


class SharpeningDelivered(DemandEvent):
    """The diagnosis provider handed its proposal to the author."""

    kind = "demand.sharpening_delivered"
    provider_id: int


class SharpeningAdopted(DemandEvent):
    """The author took the proposal over into the need."""

    kind = "demand.sharpening_adopted"
    provider_id: int


class SharpeningDeclined(DemandEvent):
    """The author did not take the proposal over; the assignment is over."""

    kind = "demand.sharpening_declined"
    provider_id: int


class SharpeningOverdue(DemandEvent):
    """The day on which the proposal was due has passed without one."""

    kind = "demand.sharpening_overdue"
    provider_id: int


class DemandSubmitted(DemandEvent):
    """The need was handed to the office.

    :param number: the version that was handed in.
    """

    kind = "demand.submitted"
    number: int


class DemandRecalled(DemandEvent):
    """The author took a submission back before anybody reviewed it."""

    kind = "demand.recalled"


class DemandRecommended(DemandEvent):
    """The district recommended the need (区级推荐).

    :param district: the district that did.
    """

    kind = "demand.recommended"
    district: str


class DemandReviewBegun(DemandEvent):
    """An officer took the need up."""

    kind = "demand.review_begun"


class DemandReturned(DemandEvent):
    """The need went back to its author with remarks per field."""

    kind = "demand.returned"


class DemandRejected(DemandEvent):
    """The need was rejected, with reason."""

    kind = "demand.rejected"


class ApprovalGiven(DemandEvent):
    """One of the two officers approved.

    :param number: the version approved.
    """

    kind = "demand.approval_given"
    number: int


class DemandApproved(DemandEvent):
    """Two officers approved."""

    kind = "demand.approved"


class ClearanceSigned(DemandEvent):
    """One step of 保密审查 or 三审三校 was signed.

    :param step: code of the step.
    :param number: the version cleared.
    """

    kind = "demand.clearance_signed"
    step: str
    number: int


class DemandListed(DemandEvent):
    """The demand stands in a published list; the pool is matched to it.

    :param list_id: the list.
    :param number: the version published.
    """

    kind = "demand.listed"
    public = True
    list_id: int
    number: int


class DemandAmended(DemandEvent):
    """A public demand has a new version; those concerned are told what changed.

    :param number: the new version.
    :param fields: names of the fields that the public reads otherwise now.
    """

    kind = "demand.amended"
    public = True
    number: int
    fields: list[str]


class AmendmentKept(DemandEvent):
    """A figure that the public is not shown was changed: a version for those inside, of which nobody outside is told.

    :param number: the new version.
    """

    kind = "demand.amendment_kept"
    number: int


class AmendmentProposed(DemandEvent):
    """The owner asked for a change of a public demand; an officer has to confirm it.

    :param fields: names of the fields that would change.
    """

    kind = "demand.amendment_proposed"
    fields: list[str]


class AmendmentRefused(DemandEvent):
    """An officer did not confirm a change of a public demand."""

    kind = "demand.amendment_refused"


class AmendmentWithdrawn(DemandEvent):
    """The owner took a change back before it was confirmed."""

    kind = "demand.amendment_withdrawn"


class AmendmentLapsed(DemandEvent):
    """A change still waited when its demand was withdrawn, expired or contracted; nobody decides on it any more."""

    kind = "demand.amendment_lapsed"


class MatchRequested(DemandEvent):
    """The office asked for matching again.

    :param number: the version to match.
    """

    kind = "demand.match_requested"
    number: int


class DockingBegun(DemandEvent):
    """The owner accepted a first response; both sides see each other's contacts."""

    kind = "demand.docking_begun"
    public = True


class DockingEnded(DemandEvent):
    """All dockings ended without a contract; the demand stands open again."""

    kind = "demand.docking_ended"
    public = True


class DemandContracted(DemandEvent):
    """Owner and provider both confirmed a contract."""

    kind = "demand.contracted"
    public = True


class DemandConverted(DemandEvent):
    """The demand became a challenge: it goes on as an open call, and takes no answers any more.

    :param challenge_id: the call.
    """

    kind = "demand.converted"
    public = True
    challenge_id: int


class DemandWithdrawn(DemandEvent):
    """The demand was withdrawn, with reason; its place in the list keeps the trace."""

    kind = "demand.withdrawn"
    public = True


class DemandExpired(DemandEvent):
    """The clock closed the demand: its time frame for answers is over."""

    kind = "demand.expired"
    public = True
