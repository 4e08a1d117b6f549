"""Facts about matches."""

from scenario_market.domain.events import Event


class MatchDismissed(Event):
    """A provider said that a demand or call is not for it.

    :param of_kind: demand or challenge, with its key ``of_id``.
    :param reason_code: code of the list ``not_for_me``, which says what matching may learn from it.
    """

    kind = "match.dismissed"
    subject_kind = "match"
    of_kind: str
    of_id: int
    provider_id: int
    reason_code: str
