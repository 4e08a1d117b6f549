"""Facts about how people want to be told."""

from dataclasses import dataclass
from typing import ClassVar

from scenario_market.domain.events import Event


@dataclass(frozen=True, kw_only=True)
class PreferenceEvent(Event):
    """Base of facts about a person's preferences."""

    subject_kind: ClassVar[str] = "person"


@dataclass(frozen=True, kw_only=True)
class PreferenceChanged(PreferenceEvent):
    """A person chose how to be told of one kind.

    :param notice: the kind of notice.
    """

    kind: ClassVar[str] = "person.preference_changed"
    notice: str
    mail: bool
    sms: bool
    digest: bool


@dataclass(frozen=True, kw_only=True)
class Unsubscribed(PreferenceEvent):
    """A person (or his mail program) followed the link by which one kind of mail ends.

    :param notice: the kind of notice.
    """

    kind: ClassVar[str] = "person.unsubscribed"
    notice: str
