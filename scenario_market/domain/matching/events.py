"""Facts about matches."""

from dataclasses import dataclass
from typing import ClassVar

from scenario_market.domain.events import Event


@dataclass(frozen=True, kw_only=True)
class MatchDismissed(Event):
    """A provider said that a demand is not for it.

    :param reason_code: code of the list ``not_for_me``, which says what matching may learn from it.
    """

    kind: ClassVar[str] = "match.dismissed"
    subject_kind: ClassVar[str] = "match"
    demand_id: int
    provider_id: int
    reason_code: str
