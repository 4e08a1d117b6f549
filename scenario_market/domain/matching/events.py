"""Facts about matches."""

from scenario_market.domain.events import Event


class MatchDismissed(Event):
    """A provider said that a demand is not for it.

    :param reason_code: code of the list ``not_for_me``, which says what matching may learn from it.
    """

    kind = "match.dismissed"
    subject_kind = "match"
    demand_id: int
    provider_id: int
    reason_code: str


class ChallengeMatchDismissed(Event):
    """A provider said that a call is not for it.

    :param reason_code: code of the list ``not_for_me``.
    """

    kind = "challenge_match.dismissed"
    subject_kind = "challenge_match"
    challenge_id: int
    provider_id: int
    reason_code: str
