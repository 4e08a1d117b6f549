"""Facts about organisations, people and mandates. Keys and codes only."""

from dataclasses import dataclass
from typing import ClassVar

from scenario_market.domain.events import Event


@dataclass(frozen=True, kw_only=True)
class OrganisationEvent(Event):
    """Base of facts about an organisation."""

    subject_kind: ClassVar[str] = "organisation"


@dataclass(frozen=True, kw_only=True)
class OrganisationRegistered(OrganisationEvent):
    """An organisation was registered by a person, who got its first mandate."""

    kind: ClassVar[str] = "organisation.registered"


@dataclass(frozen=True, kw_only=True)
class VerificationAsked(OrganisationEvent):
    """The organisation asked the office to verify it."""

    kind: ClassVar[str] = "organisation.verification_asked"


@dataclass(frozen=True, kw_only=True)
class OrganisationVerified(OrganisationEvent):
    """The office verified the organisation."""

    kind: ClassVar[str] = "organisation.verified"


@dataclass(frozen=True, kw_only=True)
class OrganisationRefused(OrganisationEvent):
    """The office refused to verify the organisation, with reason."""

    kind: ClassVar[str] = "organisation.refused"


@dataclass(frozen=True, kw_only=True)
class VerificationRevoked(OrganisationEvent):
    """The office took a verification back, with reason."""

    kind: ClassVar[str] = "organisation.verification_revoked"


@dataclass(frozen=True, kw_only=True)
class MandateGranted(OrganisationEvent):
    """A person may act for the organisation.

    :param mandate_id: key of the 授权书.
    :param person_id: who may act.
    """

    kind: ClassVar[str] = "organisation.mandate_granted"
    mandate_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class MandateEnded(OrganisationEvent):
    """A mandate was revoked, handed over or ran out (``cause``)."""

    kind: ClassVar[str] = "organisation.mandate_ended"
    mandate_id: int
    person_id: int
    cause: str


@dataclass(frozen=True, kw_only=True)
class PersonEvent(Event):
    """Base of facts about a person."""

    subject_kind: ClassVar[str] = "person"


@dataclass(frozen=True, kw_only=True)
class PersonJoined(PersonEvent):
    """An account was made."""

    kind: ClassVar[str] = "person.joined"


@dataclass(frozen=True, kw_only=True)
class RoleGranted(PersonEvent):
    """A role was granted, for a district or node where the role has one."""

    kind: ClassVar[str] = "person.role_granted"
    role: str
    place: str | None


@dataclass(frozen=True, kw_only=True)
class RoleRevoked(PersonEvent):
    """A role was taken back."""

    kind: ClassVar[str] = "person.role_revoked"
    role: str
    place: str | None


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(PersonEvent):
    """The password was set; every session but the present one ended."""

    kind: ClassVar[str] = "person.password_changed"


@dataclass(frozen=True, kw_only=True)
class TokenIssued(PersonEvent):
    """An API token was made."""

    kind: ClassVar[str] = "person.token_issued"
    token_id: int


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(PersonEvent):
    """An API token was revoked."""

    kind: ClassVar[str] = "person.token_revoked"
    token_id: int
