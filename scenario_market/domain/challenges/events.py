"""Facts about challenges. What is not public holds nothing that could tell of sealed bids."""

from scenario_market.domain.events import Event


class ChallengeEvent(Event):
    """Base of facts about a challenge."""

    subject_kind = "challenge"


class ChallengeDrafted(ChallengeEvent):
    """A call was begun.

    :param programme: code of the programme.
    :param demand_id: the need that it is made from, if any.
    """

    kind = "challenge.drafted"
    programme: str
    demand_id: int | None


class ChallengeEdited(ChallengeEvent):
    """A call that is not public was changed.

    :param fields: names of the fields that changed.
    """

    kind = "challenge.edited"
    fields: list[str]


class ChallengeSubmitted(ChallengeEvent):
    """The call was handed in for review.

    :param number: the version handed in.
    """

    kind = "challenge.submitted"
    number: int


class ChallengeReturned(ChallengeEvent):
    """The call went back to its author with remarks per field."""

    kind = "challenge.returned"


class ChallengeApprovalGiven(ChallengeEvent):
    """One of those who must approve did.

    :param number: the version approved.
    """

    kind = "challenge.approval_given"
    number: int


class ChallengeApproved(ChallengeEvent):
    """Everybody who must approve has."""

    kind = "challenge.approved"


class ChallengeCountersigned(ChallengeEvent):
    """The joint organiser countersigned.

    :param number: the version.
    """

    kind = "challenge.countersigned"
    number: int


class ChallengeCleared(ChallengeEvent):
    """One step of 保密审查 or 三审三校 was signed.

    :param step: its code.
    :param number: the version.
    """

    kind = "challenge.clearance_signed"
    step: str
    number: int


class ChallengeScheduled(ChallengeEvent):
    """The publication is planned; the clock carries it out.

    :param publish_at: ISO instant, UTC.
    """

    kind = "challenge.scheduled"
    publish_at: str


class ChallengeUnscheduled(ChallengeEvent):
    """A planned publication was called off."""

    kind = "challenge.unscheduled"


class PublicationMissed(ChallengeEvent):
    """The clock could not publish as planned: the call is not fit any more. It stays approved.

    :param rules: ``field: rule`` of each thing that is missing.
    """

    kind = "challenge.publication_missed"
    rules: list[str]


class ChallengePublished(ChallengeEvent):
    """The call is open for bids; the pool is matched to it.

    :param number: the version published.
    """

    kind = "challenge.published"
    public = True
    number: int


class ChallengeAmended(ChallengeEvent):
    """An open call has a new version.

    :param number: the new version.
    :param fields: what changed.
    :param is_material: bids must be reconfirmed, and the deadline was moved far enough away.
    """

    kind = "challenge.amended"
    public = True
    number: int
    fields: list[str]
    is_material: bool


class ChallengeClosed(ChallengeEvent):
    """The deadline has passed; what was not handed in lapses."""

    kind = "challenge.closed"
    public = True


class ChallengeUnsealed(ChallengeEvent):
    """The bids were opened and have pseudonyms.

    :param bids: how many were handed in.
    :param early: two officers opened before the clock did.
    """

    kind = "challenge.unsealed"
    public = True
    bids: int
    early: bool


class PrequalificationBegun(ChallengeEvent):
    """The formal check of the bids has begun."""

    kind = "challenge.prequalification_begun"
    public = True


class ScoringBegun(ChallengeEvent):
    """The panel scores the qualified bids."""

    kind = "challenge.scoring_begun"
    public = True


class ConsensusBegun(ChallengeEvent):
    """All sheets are in; the panel deliberates."""

    kind = "challenge.consensus_begun"


class ChallengeRecommended(ChallengeEvent):
    """The panel recommends, with a signed opinion."""

    kind = "challenge.recommended"


class ResultConfirmed(ChallengeEvent):
    """The owner confirms the recommendation."""

    kind = "challenge.owner_confirmed"


class ResultDeclined(ChallengeEvent):
    """The owner declines the recommendation, with reason; the panel is heard again."""

    kind = "challenge.owner_declined"


class AwardApproved(ChallengeEvent):
    """The collective decision approves the award; its minutes are on record."""

    kind = "challenge.award_approved"


class AwardRefused(ChallengeEvent):
    """The collective decision sends the recommendation back, with reason."""

    kind = "challenge.award_refused"


class ResultAnnounced(ChallengeEvent):
    """The result stands in public.

    :param ends_on: the notice's last day, ISO.
    """

    kind = "challenge.result_announced"
    public = True
    ends_on: str


class ResultRemanded(ChallengeEvent):
    """An upheld objection sends the result back to the panel."""

    kind = "challenge.result_remanded"
    public = True


class ChallengeAwarded(ChallengeEvent):
    """The result is final, under a document number.

    :param document_number: the number of the decision.
    """

    kind = "challenge.awarded"
    public = True
    document_number: str


class ChallengePledged(ChallengeEvent):
    """Every pledge that was owed is signed."""

    kind = "challenge.pledged"
    public = True


class DeliveryBegun(ChallengeEvent):
    """The work has begun."""

    kind = "challenge.delivery_begun"
    public = True


class ChallengeCompleted(ChallengeEvent):
    """Every project of the call has come to its end."""

    kind = "challenge.completed"
    public = True


class ChallengeFailed(ChallengeEvent):
    """Too few qualified bids (流标).

    :param reason_code: why, from the list of reasons.
    """

    kind = "challenge.failed"
    public = True
    reason_code: str


class ChallengeReopened(ChallengeEvent):
    """A failed call goes on as the draft of a new round.

    :param challenge_id: the new round.
    """

    kind = "challenge.reopened"
    challenge_id: int


class ChallengeDropped(ChallengeEvent):
    """A call that was never public was given up.

    :param reason_code: why, from the list of reasons.
    """

    kind = "challenge.dropped"
    reason_code: str


class ChallengeCancelled(ChallengeEvent):
    """The office ended a public call before a pledge.

    :param reason_code: why, from the list of reasons.
    """

    kind = "challenge.cancelled"
    public = True
    reason_code: str
