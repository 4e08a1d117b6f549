"""Facts about organisations, people and mandates. Keys and codes only."""

from scenario_market.domain.events import Event


class OrganisationEvent(Event):
    """Base of facts about an organisation."""

    subject_kind = "organisation"


class OrganisationRegistered(OrganisationEvent):
    """An organisation was registered by a person, who got its first mandate."""

    kind = "organisation.registered"


class OrganisationEdited(OrganisationEvent):
    """What is kept of the organisation was changed (``fields`` names what, never to what)."""

    kind = "organisation.edited"
    fields: tuple[str, ...]


class VerificationAsked(OrganisationEvent):
    """The organisation asked the office to verify it."""

    kind = "organisation.verification_asked"


class OrganisationVerified(OrganisationEvent):
    """The office verified the organisation."""

    kind = "organisation.verified"


class OrganisationRefused(OrganisationEvent):
    """The office refused to verify the organisation, with reason."""

    kind = "organisation.refused"


class VerificationRevoked(OrganisationEvent):
    """The office took a verification back, with reason."""

    kind = "organisation.verification_revoked"


class HostingRecorded(OrganisationEvent):
    """The office recorded that this is a laboratory or an innovation centre, or neither any more.

    :param kinds: what it is now.
    """

    kind = "organisation.hosting_recorded"
    kinds: list[str]


class ControlRecorded(OrganisationEvent):
    """The office recorded which organisation controls this one, or that none does.

    :param controlled_by_id: key of the controlling organisation; None where there is none any more.
    """

    kind = "organisation.control_recorded"
    controlled_by_id: int | None


class MandateGranted(OrganisationEvent):
    """A person may act for the organisation.

    :param mandate_id: key of the 授权书.
    :param person_id: who may act.
    """

    kind = "organisation.mandate_granted"
    mandate_id: int
    person_id: int


class MandateEnded(OrganisationEvent):
    """A mandate was revoked, handed over or ran out (``cause``)."""

    kind = "organisation.mandate_ended"
    mandate_id: int
    person_id: int
    cause: str


class MandateRenewed(OrganisationEvent):
    """A mandate was given more time."""

    kind = "organisation.mandate_renewed"
    mandate_id: int
    person_id: int


class MandateExpiring(OrganisationEvent):
    """A mandate ends in ``days`` days unless somebody renews it."""

    kind = "organisation.mandate_expiring"
    mandate_id: int
    person_id: int
    days: int


class MemberInvited(OrganisationEvent):
    """Somebody was offered a mandate."""

    kind = "organisation.member_invited"
    invitation_id: int


class InvitationCancelled(OrganisationEvent):
    """An offer of a mandate was taken back, or its author lost the right to make it."""

    kind = "organisation.invitation_cancelled"
    invitation_id: int


class InvitationAccepted(OrganisationEvent):
    """An offer of a mandate was accepted."""

    kind = "organisation.invitation_accepted"
    invitation_id: int
    mandate_id: int


class PersonEvent(Event):
    """Base of facts about a person."""

    subject_kind = "person"


class PersonJoined(PersonEvent):
    """An account was made."""

    kind = "person.joined"


class RoleGranted(PersonEvent):
    """A role was granted, for a district or node where the role has one."""

    kind = "person.role_granted"
    role: str
    place: str | None


class RoleRevoked(PersonEvent):
    """A role was taken back."""

    kind = "person.role_revoked"
    role: str
    place: str | None


class PasswordChanged(PersonEvent):
    """The password was set; every session but the present one ended, and every API token was revoked.

    :param token_ids: keys of the tokens that were revoked by it.
    """

    kind = "person.password_changed"
    token_ids: list[int]


class TokenIssued(PersonEvent):
    """An API token was made."""

    kind = "person.token_issued"
    token_id: int


class TokenRevoked(PersonEvent):
    """An API token was revoked."""

    kind = "person.token_revoked"
    token_id: int


class TokensRevoked(PersonEvent):
    """All live API tokens were revoked (``cause``: password, disabled)."""

    kind = "person.tokens_revoked"
    token_ids: tuple[int, ...]
    cause: str


class PersonEdited(PersonEvent):
    """Somebody changed what is kept of him (``fields`` names what, never to what)."""

    kind = "person.edited"
    fields: tuple[str, ...]


class ConfirmationAsked(PersonEvent):
    """Somebody gave an e-mail address, or asked for its confirming mail again; until confirmed it gets that alone.

    :param confirmation_id: key of what was asked for: whom it concerns and which address.
    """

    kind = "person.confirmation_asked"
    confirmation_id: int


class EmailConfirmed(PersonEvent):
    """Somebody gave back the code that was mailed to his address."""

    kind = "person.email_confirmed"


class PersonDisabled(PersonEvent):
    """The account was closed; every session ended, and every API token was revoked."""

    kind = "person.disabled"


class PersonEnabled(PersonEvent):
    """A closed account was opened again."""

    kind = "person.enabled"


class SignedIn(PersonEvent):
    """Somebody signed in (``way``: code, password, oidc)."""

    kind = "person.signed_in"
    sign_in_id: int
    way: str


class SignedOut(PersonEvent):
    """Sessions ended (``cause``: signed_out, all, password, disabled)."""

    kind = "person.signed_out"
    sign_in_ids: tuple[int, ...]
    cause: str


class PasswordRefused(PersonEvent):
    """A wrong password was given for an account."""

    kind = "person.password_refused"


class SubjectLinked(PersonEvent):
    """The account was linked to a subject of the city's identity provider."""

    kind = "person.subject_linked"


class CodeEvent(Event):
    """Base of facts about a one-time code; whose it is stands in the row alone."""

    subject_kind = "sign_in_code"


class CodeSent(CodeEvent):
    """A one-time code was sent."""

    kind = "sign_in_code.sent"


class CodeRefused(CodeEvent):
    """A wrong code was given."""

    kind = "sign_in_code.refused"
