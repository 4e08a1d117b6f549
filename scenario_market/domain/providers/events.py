"""Facts about providers and the pool."""

from dataclasses import dataclass
from typing import ClassVar

from scenario_market.domain.events import Event


@dataclass(frozen=True, kw_only=True)
class ProviderEvent(Event):
    """Base of facts about a provider."""

    subject_kind: ClassVar[str] = "provider"


@dataclass(frozen=True, kw_only=True)
class ProviderOpened(ProviderEvent):
    """An organisation opened its profile as a provider."""

    kind: ClassVar[str] = "provider.opened"


@dataclass(frozen=True, kw_only=True)
class ProviderApplied(ProviderEvent):
    """An organisation applied to the pool (again, after a return)."""

    kind: ClassVar[str] = "provider.applied"


@dataclass(frozen=True, kw_only=True)
class ReviewBegun(ProviderEvent):
    """An officer took the application up."""

    kind: ClassVar[str] = "provider.review_begun"


@dataclass(frozen=True, kw_only=True)
class ProviderReturned(ProviderEvent):
    """The application went back to be completed, with remarks per field."""

    kind: ClassVar[str] = "provider.returned"


@dataclass(frozen=True, kw_only=True)
class ProviderRejected(ProviderEvent):
    """The application was rejected, with reason."""

    kind: ClassVar[str] = "provider.rejected"


@dataclass(frozen=True, kw_only=True)
class ReviewReopened(ProviderEvent):
    """A rejected application is under review again: an appeal against the rejection was upheld."""

    kind: ClassVar[str] = "provider.review_reopened"


@dataclass(frozen=True, kw_only=True)
class ProviderAdmitted(ProviderEvent):
    """The provider belongs to the pool; the open demands are matched to it."""

    kind: ClassVar[str] = "provider.admitted"
    public: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class ProviderWarned(ProviderEvent):
    """The office warned the provider, with reason."""

    kind: ClassVar[str] = "provider.warned"


@dataclass(frozen=True, kw_only=True)
class RectificationBegun(ProviderEvent):
    """The provider answered the warning and mends what was found."""

    kind: ClassVar[str] = "provider.rectification_begun"


@dataclass(frozen=True, kw_only=True)
class RectificationAccepted(ProviderEvent):
    """The office found the matter mended; the provider is in good standing."""

    kind: ClassVar[str] = "provider.rectification_accepted"


@dataclass(frozen=True, kw_only=True)
class ProviderSuspended(ProviderEvent):
    """The provider is not told of demands for the time being, with reason."""

    kind: ClassVar[str] = "provider.suspended"


@dataclass(frozen=True, kw_only=True)
class ProviderReinstated(ProviderEvent):
    """A suspended or removed provider was taken back, by the office or on appeal."""

    kind: ClassVar[str] = "provider.reinstated"
    public: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class ProviderRemoved(ProviderEvent):
    """The provider left the pool, with reason."""

    kind: ClassVar[str] = "provider.removed"
    public: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class ProfileChanged(ProviderEvent):
    """The profile or an offering of an admitted provider changed; the open demands are matched to it.

    :param fields: names of the fields that changed.
    """

    kind: ClassVar[str] = "provider.profile_changed"
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class AppealFiled(ProviderEvent):
    """The provider appealed against a decision.

    :param appeal_id: key of the appeal.
    :param against: the verb appealed against.
    """

    kind: ClassVar[str] = "provider.appeal_filed"
    appeal_id: int
    against: str


@dataclass(frozen=True, kw_only=True)
class AppealDecided(ProviderEvent):
    """An appeal was upheld or dismissed by somebody who had no part in the decision."""

    kind: ClassVar[str] = "provider.appeal_decided"
    appeal_id: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class CredentialLapsing(ProviderEvent):
    """An honour or certificate lapses in ``days`` days (90, 30, 7 by default)."""

    kind: ClassVar[str] = "provider.credential_lapsing"
    credential_kind: str
    code: str
    expires_on: str
    days: int
