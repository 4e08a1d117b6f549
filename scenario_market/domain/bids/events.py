"""Facts about bids. Before the opening there is one alone, ``WorkspaceChanged``, whatever was done."""

from scenario_market.domain.events import Event


class WorkspaceChanged(Event):
    """Somebody worked on a workspace: saved, handed in, took back. Which of these stands in the envelope alone.

    :param mark_hash: of a random mark that stands in the envelope that was written (``marking.py``).
    """

    kind = "workspace.changed"
    subject_kind = "workspace"
    mark_hash: str


class WorkspaceOpened(Event):
    """An organisation began to work on a bid.

    :param challenge_id: the call. :param organisation_id: the lead.
    """

    kind = "workspace.opened"
    subject_kind = "workspace"
    challenge_id: int
    organisation_id: int


class ConsortiumEvent(Event):
    """Base of facts about who takes part. They are about the call: a notice of one must not number workspaces.

    :param workspace_id: the workspace. :param organisation_id: of whom it is a fact. :param lead_id: the lead.
    """

    subject_kind = "challenge"
    workspace_id: int
    organisation_id: int
    lead_id: int


class MemberInvited(ConsortiumEvent):
    """The lead asked an organisation to join its consortium."""

    kind = "consortium.invited"


class MemberConsented(ConsortiumEvent):
    """An organisation joined the consortium."""

    kind = "consortium.consented"


class MemberDeclined(ConsortiumEvent):
    """An organisation will not join the consortium."""

    kind = "consortium.declined"


class InvitationCalledBack(ConsortiumEvent):
    """The lead no longer asks."""

    kind = "consortium.called_back"


class MemberLeft(ConsortiumEvent):
    """A member no longer takes part."""

    kind = "consortium.left"


class ConsortiumDissolved(ConsortiumEvent):
    """The lead no longer takes part, so nobody does; ``organisation_id`` is the lead.

    :param members: keys of the organisations that were members or had been asked.
    """

    kind = "consortium.dissolved"
    members: list[int]


class DeadlineNears(Event):
    """The deadline of a call nears; all who have a workspace are told, whatever they did in it.

    :param days: how many are left.
    """

    kind = "challenge.deadline_nears"
    subject_kind = "challenge"
    days: int


class BidEvent(Event):
    """Base of facts about an opened bid."""

    subject_kind = "bid"


class BidOpened(BidEvent):
    """A bid was opened and has a pseudonym.

    :param challenge_id: its call.
    """

    kind = "bid.opened"
    challenge_id: int


class BidLapsed(BidEvent):
    """A bid was handed in and not confirmed again after a material amendment.

    :param challenge_id: its call.
    """

    kind = "bid.lapsed"
    challenge_id: int


class CorrectionAsked(BidEvent):
    """The formal check asks once to correct named fields.

    :param fields: the fields. :param due_at: until when, ISO.
    """

    kind = "bid.correction_asked"
    fields: list[str]
    due_at: str


class CorrectionMade(BidEvent):
    """The bidder corrected the named fields.

    :param fields: those that were changed. :param before: SHA-256 of each file that was replaced.
    :param after: of the one that stands in its place, in the same order.
    """

    kind = "bid.corrected"
    fields: list[str]
    before: list[str]
    after: list[str]


class CorrectionFileSent(BidEvent):
    """A file was sent in the place of one that the correction names; it counts with the bidder's answer.

    :param section: of the bid. :param sha256: of the file.
    """

    kind = "bid.correction_file_sent"
    section: str
    sha256: str


class CorrectionLapsed(BidEvent):
    """The time to correct has run out."""

    kind = "bid.correction_lapsed"


class BidQualified(BidEvent):
    """The bid passed the formal check."""

    kind = "bid.qualified"


class BidDisqualified(BidEvent):
    """The bid failed the formal check, with reason."""

    kind = "bid.disqualified"


class BidScored(BidEvent):
    """The panel has scored the bid."""

    kind = "bid.scored"


class BidRanked(BidEvent):
    """The bid passed and has a place."""

    kind = "bid.ranked"


class BidBelowThreshold(BidEvent):
    """The bid missed the pass mark."""

    kind = "bid.below_threshold"


class BidRecommended(BidEvent):
    """The panel recommends the bid."""

    kind = "bid.recommended"


class BidReserved(BidEvent):
    """The bid is kept in reserve."""

    kind = "bid.reserved"


class BidPassedOver(BidEvent):
    """The bid passed and is not awarded."""

    kind = "bid.not_awarded"


class BidReconsidered(BidEvent):
    """The result was sent back; the bid's place is open again."""

    kind = "bid.reconsidered"


class BidAwarded(BidEvent):
    """The bid won."""

    kind = "bid.awarded"


class BidPledged(BidEvent):
    """The bid's pledge is signed by all."""

    kind = "bid.pledged"


class BidForfeited(BidEvent):
    """The pledge was not signed by its date."""

    kind = "bid.forfeited"


class BidEnded(BidEvent):
    """The call was cancelled or failed while the bid was in it."""

    kind = "bid.ended"
