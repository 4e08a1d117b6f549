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
