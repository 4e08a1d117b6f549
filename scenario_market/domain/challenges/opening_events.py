"""Facts about an opening that goes another way than by the clock: each is public at once."""

from scenario_market.domain.challenges.events import ChallengeEvent


class EarlyOpeningAsked(ChallengeEvent):
    """A key officer asked to open the bids before their time, or without the opening key (应急开启).

    :param early_opening_id: the request, with its reason.
    """

    kind = "challenge.early_opening_asked"
    public = True
    early_opening_id: int


class EarlyOpeningConfirmed(ChallengeEvent):
    """A second key officer confirmed: the bids are opened now."""

    kind = "challenge.early_opening_confirmed"
    public = True
    early_opening_id: int


class EarlyOpeningWithdrawn(ChallengeEvent):
    """A key officer stopped an early opening that waited for its confirmation."""

    kind = "challenge.early_opening_withdrawn"
    public = True
    early_opening_id: int


class OpeningFailed(ChallengeEvent):
    """The bids of a closed call could not be opened: the key that opens them is not there."""

    kind = "challenge.opening_failed"
    public = True


class ReentryEvent(ChallengeEvent):
    """Base of facts about looking again at envelopes that did not open, after a backup was put back.

    :param reentry_id: the request, with its reason.
    """

    public = True
    reentry_id: int


class ReentryAsked(ReentryEvent):
    """A key officer asked to look again at envelopes that did not open (补录)."""

    kind = "challenge.reentry_asked"


class ReentryConfirmed(ReentryEvent):
    """A second key officer confirmed: the envelopes are looked at again now."""

    kind = "challenge.reentry_confirmed"


class ReentryWithdrawn(ReentryEvent):
    """A key officer stopped a second look that waited for its confirmation."""

    kind = "challenge.reentry_withdrawn"


class BidsReentered(ReentryEvent):
    """The envelopes were looked at again: which of them are those that were written last became bids.

    :param bids: how many bids there are more. :param unreadable: how many envelopes do not open still.
    """

    kind = "challenge.bids_reentered"
    bids: int
    unreadable: int


class BidUnreadable(ChallengeEvent):
    """A workspace's envelope could not be opened: somebody changed it, or its wrapped key.

    :param workspace_id: the workspace.
    """

    kind = "challenge.bid_unreadable"
    workspace_id: int


class BidFileUnreadable(ChallengeEvent):
    """An attachment of an opened bid could not be opened: it is gone from the store, or was changed.

    :param section: where it belonged. :param sha256: of its content, as the bidder handed it in.
    """

    kind = "challenge.bid_file_unreadable"
    bid_id: int
    section: str
    sha256: str
