"""Facts about providers and the pool."""

from scenario_market.domain.events import Event


class ProviderEvent(Event):
    """Base of facts about a provider."""

    subject_kind = "provider"


class ProviderOpened(ProviderEvent):
    """An organisation opened its profile as a provider."""

    kind = "provider.opened"


class ProviderApplied(ProviderEvent):
    """An organisation applied to the pool (again, after a return)."""

    kind = "provider.applied"


class ReviewBegun(ProviderEvent):
    """An officer took the application up."""

    kind = "provider.review_begun"


class ProviderReturned(ProviderEvent):
    """The application went back to be completed, with remarks per field."""

    kind = "provider.returned"


class ProviderRejected(ProviderEvent):
    """The application was rejected, with reason."""

    kind = "provider.rejected"


class ReviewReopened(ProviderEvent):
    """A rejected application is under review again: an appeal against the rejection was upheld."""

    kind = "provider.review_reopened"


class ProviderAdmitted(ProviderEvent):
    """The provider belongs to the pool; the open demands are matched to it."""

    kind = "provider.admitted"
    public = True


class ProviderWarned(ProviderEvent):
    """The office warned the provider, with reason."""

    kind = "provider.warned"


class RectificationBegun(ProviderEvent):
    """The provider answered the warning and mends what was found."""

    kind = "provider.rectification_begun"


class RectificationAccepted(ProviderEvent):
    """The office found the matter mended; the provider is in good standing."""

    kind = "provider.rectification_accepted"


class ProviderSuspended(ProviderEvent):
    """The provider is not told of demands for the time being, with reason."""

    kind = "provider.suspended"


class ProviderReinstated(ProviderEvent):
    """A suspended or removed provider was taken back, by the office or on appeal."""

    kind = "provider.reinstated"
    public = True


class ProviderRemoved(ProviderEvent):
    """The provider left the pool, with reason."""

    kind = "provider.removed"
    public = True


class ProfileChanged(ProviderEvent):
    """The profile or an offering of an admitted provider changed; the open demands are matched to it.

    :param fields: names of the fields that changed.
    """

    kind = "provider.profile_changed"
    fields: list[str]


class AppealFiled(ProviderEvent):
    """The provider appealed against a decision.

    :param appeal_id: key of the appeal.
    :param against: the verb appealed against.
    """

    kind = "provider.appeal_filed"
    appeal_id: int
    against: str


class AppealDecided(ProviderEvent):
    """An appeal was upheld or dismissed by somebody who had no part in the decision."""

    kind = "provider.appeal_decided"
    appeal_id: int
    outcome: str


class CredentialLapsing(ProviderEvent):
    """An honour or certificate lapses in ``days`` days (90, 30, 7 by default)."""

    kind = "provider.credential_lapsing"
    credential_kind: str
    code: str
    expires_on: str
    days: int


class FindabilityChanged(ProviderEvent):
    """The provider agreed to be named as a partner for consortia, or took it back."""

    kind = "provider.findability_changed"
    is_findable: bool
