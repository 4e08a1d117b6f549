"""Facts about how people want to be told."""

from scenario_market.domain.events import Event


class PreferenceEvent(Event):
    """Base of facts about a person's preferences."""

    subject_kind = "person"


class PreferenceChanged(PreferenceEvent):
    """A person chose how to be told of one kind.

    :param notice: the kind of notice.
    """

    kind = "person.preference_changed"
    notice: str
    mail: bool
    sms: bool
    digest: bool


class Unsubscribed(PreferenceEvent):
    """A person (or his mail program) followed the link by which one kind of mail ends.

    :param notice: the kind of notice.
    """

    kind = "person.unsubscribed"
    notice: str
