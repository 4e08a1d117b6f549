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
class OrganisationEdited(OrganisationEvent):
    """What is kept of the organisation was changed (``fields`` names what, never to what)."""

    kind: ClassVar[str] = "organisation.edited"
    fields: tuple[str, ...]


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
class MandateRenewed(OrganisationEvent):
    """A mandate was given more time."""

    kind: ClassVar[str] = "organisation.mandate_renewed"
    mandate_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class MandateExpiring(OrganisationEvent):
    """A mandate ends in ``days`` days unless somebody renews it."""

    kind: ClassVar[str] = "organisation.mandate_expiring"
    mandate_id: int
    person_id: int
    days: int


@dataclass(frozen=True, kw_only=True)
class MemberInvited(OrganisationEvent):
    """Somebody was offered a mandate."""

    kind: ClassVar[str] = "organisation.member_invited"
    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationCancelled(OrganisationEvent):
    """An offer of a mandate was taken back, or its author lost the right to make it."""

    kind: ClassVar[str] = "organisation.invitation_cancelled"
    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(OrganisationEvent):
    """An offer of a mandate was accepted."""

    kind: ClassVar[str] = "organisation.invitation_accepted"
    invitation_id: int
    mandate_id: int


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


@dataclass(frozen=True, kw_only=True)
class PersonEdited(PersonEvent):
    """Somebody changed what is kept of him (``fields`` names what, never to what)."""

    kind: ClassVar[str] = "person.edited"
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class EmailGiven(PersonEvent):
    """Somebody gave an e-mail address; until it is confirmed it gets the confirming mail alone."""

    kind: ClassVar[str] = "person.email_given"


@dataclass(frozen=True, kw_only=True)
class EmailConfirmed(PersonEvent):
    """Somebody gave back the code that was mailed to his address."""

    kind: ClassVar[str] = "person.email_confirmed"


@dataclass(frozen=True, kw_only=True)
class PersonDisabled(PersonEvent):
    """The account was closed; every session ended."""

    kind: ClassVar[str] = "person.disabled"


@dataclass(frozen=True, kw_only=True)
class PersonEnabled(PersonEvent):
    """A closed account was opened again."""

    kind: ClassVar[str] = "person.enabled"


@dataclass(frozen=True, kw_only=True)
class SignedIn(PersonEvent):
    """Somebody signed in (``way``: code, password, oidc)."""

    kind: ClassVar[str] = "person.signed_in"
    sign_in_id: int
    way: str


@dataclass(frozen=True, kw_only=True)
class SignedOut(PersonEvent):
    """Sessions ended (``cause``: signed_out, all, password, disabled)."""

    kind: ClassVar[str] = "person.signed_out"
    sign_in_ids: tuple[int, ...]
    cause: str


@dataclass(frozen=True, kw_only=True)
class PasswordRefused(PersonEvent):
    """A wrong password was given for an account."""

    kind: ClassVar[str] = "person.password_refused"


@dataclass(frozen=True, kw_only=True)
class SubjectLinked(PersonEvent):
    """The account was linked to a subject of the city's identity provider."""

    kind: ClassVar[str] = "person.subject_linked"


@dataclass(frozen=True, kw_only=True)
class CodeEvent(Event):
    """Base of facts about a one-time code; whose it is stands in the row alone."""

    subject_kind: ClassVar[str] = "sign_in_code"


@dataclass(frozen=True, kw_only=True)
class CodeSent(CodeEvent):
    """A one-time code was sent."""

    kind: ClassVar[str] = "sign_in_code.sent"


@dataclass(frozen=True, kw_only=True)
class CodeRefused(CodeEvent):
    """A wrong code was given."""

    kind: ClassVar[str] = "sign_in_code.refused"
