"""Facts about demands."""

from dataclasses import dataclass
from typing import ClassVar

from scenario_market.domain.events import Event


@dataclass(frozen=True, kw_only=True)
class DemandEvent(Event):
    """Base of facts about a demand."""

    subject_kind: ClassVar[str] = "demand"


@dataclass(frozen=True, kw_only=True)
class DemandDrafted(DemandEvent):
    """A need was begun, in full or as a rough problem.

    :param source: intake source code.
    :param is_rough: it begins as a rough problem.
    """

    kind: ClassVar[str] = "demand.drafted"
    source: str
    is_rough: bool


@dataclass(frozen=True, kw_only=True)
class DemandEdited(DemandEvent):
    """The author changed a need that is not public.

    :param fields: names of the fields that changed.
    """

    kind: ClassVar[str] = "demand.edited"
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class SharpeningAssigned(DemandEvent):
    """The office asked a diagnosis provider to sharpen a rough problem; it is disclosed.

    :param provider_id: the diagnosis provider.
    """

    kind: ClassVar[str] = "demand.sharpening_assigned"
    provider_id: int


@dataclass(frozen=True, kw_only=True)
class SharpeningDelivered(DemandEvent):
    """The diagnosis provider handed its proposal to the author."""

    kind: ClassVar[str] = "demand.sharpening_delivered"
    provider_id: int


@dataclass(frozen=True, kw_only=True)
class SharpeningAdopted(DemandEvent):
    """The author took the proposal over into the need."""

    kind: ClassVar[str] = "demand.sharpening_adopted"
    provider_id: int


@dataclass(frozen=True, kw_only=True)
class SharpeningDeclined(DemandEvent):
    """The author did not take the proposal over; the assignment is over."""

    kind: ClassVar[str] = "demand.sharpening_declined"
    provider_id: int


@dataclass(frozen=True, kw_only=True)
class SharpeningOverdue(DemandEvent):
    """The day on which the proposal was due has passed without one."""

    kind: ClassVar[str] = "demand.sharpening_overdue"
    provider_id: int


@dataclass(frozen=True, kw_only=True)
class DemandSubmitted(DemandEvent):
    """The need was handed to the office.

    :param number: the version that was handed in.
    """

    kind: ClassVar[str] = "demand.submitted"
    number: int


@dataclass(frozen=True, kw_only=True)
class DemandRecalled(DemandEvent):
    """The author took a submission back before anybody reviewed it."""

    kind: ClassVar[str] = "demand.recalled"


@dataclass(frozen=True, kw_only=True)
class DemandRecommended(DemandEvent):
    """The district recommended the need (区级推荐).

    :param district: the district that did.
    """

    kind: ClassVar[str] = "demand.recommended"
    district: str


@dataclass(frozen=True, kw_only=True)
class DemandReviewBegun(DemandEvent):
    """An officer took the need up."""

    kind: ClassVar[str] = "demand.review_begun"


@dataclass(frozen=True, kw_only=True)
class DemandReturned(DemandEvent):
    """The need went back to its author with remarks per field."""

    kind: ClassVar[str] = "demand.returned"


@dataclass(frozen=True, kw_only=True)
class DemandRejected(DemandEvent):
    """The need was rejected, with reason."""

    kind: ClassVar[str] = "demand.rejected"


@dataclass(frozen=True, kw_only=True)
class ApprovalGiven(DemandEvent):
    """One of the two officers approved.

    :param number: the version approved.
    """

    kind: ClassVar[str] = "demand.approval_given"
    number: int


@dataclass(frozen=True, kw_only=True)
class DemandApproved(DemandEvent):
    """Two officers approved."""

    kind: ClassVar[str] = "demand.approved"


@dataclass(frozen=True, kw_only=True)
class ClearanceSigned(DemandEvent):
    """One step of 保密审查 or 三审三校 was signed.

    :param step: code of the step.
    :param number: the version cleared.
    """

    kind: ClassVar[str] = "demand.clearance_signed"
    step: str
    number: int


@dataclass(frozen=True, kw_only=True)
class DemandListed(DemandEvent):
    """The demand stands in a published list; the pool is matched to it.

    :param list_id: the list.
    :param number: the version published.
    """

    kind: ClassVar[str] = "demand.listed"
    public: ClassVar[bool] = True
    list_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class DemandAmended(DemandEvent):
    """A public demand has a new version; those concerned are told what changed.

    :param number: the new version.
    :param fields: names of the fields that the public reads otherwise now.
    """

    kind: ClassVar[str] = "demand.amended"
    public: ClassVar[bool] = True
    number: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class AmendmentProposed(DemandEvent):
    """The owner asked for a change of a public demand; an officer has to confirm it.

    :param fields: names of the fields that would change.
    """

    kind: ClassVar[str] = "demand.amendment_proposed"
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class AmendmentRefused(DemandEvent):
    """An officer did not confirm a change of a public demand."""

    kind: ClassVar[str] = "demand.amendment_refused"


@dataclass(frozen=True, kw_only=True)
class AmendmentWithdrawn(DemandEvent):
    """The owner took a change back before it was confirmed."""

    kind: ClassVar[str] = "demand.amendment_withdrawn"


@dataclass(frozen=True, kw_only=True)
class AmendmentLapsed(DemandEvent):
    """A change still waited when its demand was withdrawn, expired or contracted; nobody decides on it any more."""

    kind: ClassVar[str] = "demand.amendment_lapsed"


@dataclass(frozen=True, kw_only=True)
class MatchRequested(DemandEvent):
    """The office asked for matching again.

    :param number: the version to match.
    """

    kind: ClassVar[str] = "demand.match_requested"
    number: int


@dataclass(frozen=True, kw_only=True)
class DockingBegun(DemandEvent):
    """The owner accepted a first response; both sides see each other's contacts."""

    kind: ClassVar[str] = "demand.docking_begun"
    public: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class DockingEnded(DemandEvent):
    """All dockings ended without a contract; the demand stands open again."""

    kind: ClassVar[str] = "demand.docking_ended"
    public: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class DemandContracted(DemandEvent):
    """Owner and provider both confirmed a contract."""

    kind: ClassVar[str] = "demand.contracted"
    public: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class DemandWithdrawn(DemandEvent):
    """The demand was withdrawn, with reason; its place in the list keeps the trace."""

    kind: ClassVar[str] = "demand.withdrawn"
    public: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class DemandExpired(DemandEvent):
    """The clock closed the demand: its time frame for answers is over."""

    kind: ClassVar[str] = "demand.expired"
    public: ClassVar[bool] = True
