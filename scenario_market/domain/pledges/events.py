"""Facts about pledges (军令状). They hold hashes, codes and numbers; what was written stands in the versions."""

from scenario_market.domain.events import Event


class PledgeEvent(Event):
    """Base of facts about a pledge."""

    subject_kind = "pledge"


class PledgeBegun(PledgeEvent):
    """A winner's pledge was drawn up and is negotiated.

    :param challenge_id: its call. :param bid_id: the bid that won. :param due_at: until when it is to be signed, ISO.
    """

    kind = "pledge.begun"
    challenge_id: int
    bid_id: int
    due_at: str


class PledgeProposed(PledgeEvent):
    """A party proposed changes: there is a new version, and nobody else has agreed to it yet.

    :param number: the new version. :param party: who proposed. :param fields: what changed.
    :param weakened: keys of metrics that are now below what was called for or bid.
    """

    kind = "pledge.proposed"
    number: int
    party: str
    fields: list[str]
    weakened: list[str]


class PledgeAgreed(PledgeEvent):
    """A party agreed to a version.

    :param number: the version. :param party: who agreed.
    """

    kind = "pledge.agreed"
    number: int
    party: str


class PledgeSettled(PledgeEvent):
    """All parties agreed to one version: it is to be signed.

    :param number: the version. :param sha256: of its canonical text.
    """

    kind = "pledge.settled"
    number: int
    sha256: str


class PledgeReopened(PledgeEvent):
    """A version that was to be signed is negotiated again; what was signed of it is void.

    :param number: the version that is no longer the present one.
    """

    kind = "pledge.reopened"
    number: int


class PledgeSignatureGiven(PledgeEvent):
    """A party signed, behind a fresh proof of who acts.

    :param party: which. :param form: ``platform``, ``scan`` or ``seal``. :param sha256: of the text that was signed.
    """

    kind = "pledge.signature_given"
    party: str
    form: str
    sha256: str


class PledgeScanChecked(PledgeEvent):
    """An officer compared the scan of a 公章 with what it stands for.

    :param party: whose. :param is_accepted: whether it holds; otherwise that party signs anew.
    """

    kind = "pledge.scan_checked"
    party: str
    is_accepted: bool


class PledgeSigned(PledgeEvent):
    """Every party has signed, and every scan was checked.

    :param challenge_id: its call. :param number: the version. :param sha256: of its canonical text.
    """

    kind = "pledge.signed"
    public = True
    challenge_id: int
    number: int
    sha256: str


class PledgeIssued(PledgeEvent):
    """The paper was made; its bytes are kept as they are.

    :param sha256: of the PDF. :param attachment_id: where it lies.
    """

    kind = "pledge.issued"
    sha256: str
    attachment_id: int


class PledgeExtended(PledgeEvent):
    """The office gave more time to sign, once.

    :param due_at: until when, ISO.
    """

    kind = "pledge.extended"
    due_at: str


class PledgeStalled(PledgeEvent):
    """The time is over, the winner did all it could, and others are waited for.

    :param waited_for: the parties. :param due_at: when this is looked at again, ISO.
    """

    kind = "pledge.stalled"
    waited_for: list[str]
    due_at: str


class PledgeForfeited(PledgeEvent):
    """The winner did not sign by the date, or said that it would not.

    :param challenge_id: its call. :param bid_id: its bid. :param reason_code: why.
    """

    kind = "pledge.forfeited"
    challenge_id: int
    bid_id: int
    reason_code: str


class PledgeVoided(PledgeEvent):
    """The call was cancelled before the pledge was signed."""

    kind = "pledge.voided"


class ReserveMovedUp(PledgeEvent):
    """The next bid in reserve takes the place of a forfeited pledge.

    :param challenge_id: the call. :param bid_id: the bid that moved up.
    """

    kind = "pledge.reserve_moved_up"
    challenge_id: int
    bid_id: int


class ReservesExhausted(PledgeEvent):
    """A pledge was forfeited and no bid is left in reserve: the office may cancel the call.

    :param challenge_id: the call.
    """

    kind = "pledge.reserves_exhausted"
    challenge_id: int
