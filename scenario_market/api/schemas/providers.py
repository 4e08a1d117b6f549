"""Providers as the API takes and shows them."""

import marshmallow as ma

from scenario_market.api.resource import PageQuery, Schema
from scenario_market.api.schemas.reasons import ReasonSchema
from scenario_market.api.schemas.times import Day
from scenario_market.domain.providers import rules
from scenario_market.domain.providers.appeals import GROUNDS_MAX, OUTCOMES
from scenario_market.domain.providers.credential_rules import CREDENTIALS_MAX, KINDS
from scenario_market.domain.providers.states import ProviderState

KEY = ma.validate.Range(min=1, max=2**53 - 1)
STATES = [state.value for state in ProviderState]


def texts_of(limit: int, **more):
    """A text whose exact limit the domain knows; this one only keeps nonsense out."""
    return ma.fields.String(validate=ma.validate.Length(max=limit * 2), **more)


def coded(**more):
    """A list of codes, names or aliases of a code list."""
    return ma.fields.List(
        ma.fields.String(validate=ma.validate.Length(min=1, max=200)),
        validate=ma.validate.Length(max=rules.LIST_MAX * 2),
        **more,
    )


def codes():
    """A list of codes as it is shown."""
    return ma.fields.List(ma.fields.String(), required=True)


class ProviderQuery(PageQuery):
    """Which providers."""

    state = ma.fields.String(validate=ma.validate.OneOf(STATES))
    category = ma.fields.String(validate=ma.validate.Length(max=40))
    service_type = ma.fields.String(validate=ma.validate.Length(max=40))
    domain = ma.fields.String(validate=ma.validate.Length(max=40))
    industry = ma.fields.String(validate=ma.validate.Length(max=40))
    district = ma.fields.String(
        validate=ma.validate.Length(max=40), metadata={"description": "A district served."}
    )
    text = ma.fields.String(
        validate=ma.validate.Length(max=100),
        metadata={"description": "Part of the name, or the beginning of the uscc."},
    )


class DirectoryQuery(ProviderQuery):
    """Which providers of the directory."""

    class Meta(ProviderQuery.Meta):
        exclude = ("state",)


class ProviderOrganisationSchema(Schema):
    """Whose profile it is."""

    id = ma.fields.Integer(required=True)
    uscc = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    district = ma.fields.String(required=True, allow_none=True)
    is_fictitious = ma.fields.Boolean(
        required=True, metadata={"description": "Invented, for a demonstration."}
    )


class PublicCredentialSchema(Schema):
    """An honour or certificate."""

    kind = ma.fields.String(required=True, validate=ma.validate.OneOf(list(KINDS)))
    code = ma.fields.String(required=True)
    level = ma.fields.Integer(
        required=True, metadata={"description": "Higher is better; 0: none said."}
    )
    issued_on = ma.fields.Date(required=True, allow_none=True)
    expires_on = ma.fields.Date(required=True, allow_none=True)


class CredentialSchema(PublicCredentialSchema):
    """An honour or certificate with its number and scan."""

    id = ma.fields.Integer(required=True)
    number = ma.fields.String(required=True, allow_none=True)
    attachment_id = ma.fields.Integer(required=True, allow_none=True)


class OfferingSchema(Schema):
    """服务产品或方案: one thing that a provider sells."""

    id = ma.fields.Integer(required=True)
    title = ma.fields.String(required=True)
    summary = ma.fields.String(required=True)
    service_types = codes()


class DirectorySchema(Schema):
    """A provider as everybody may see it."""

    id = ma.fields.Integer(required=True)
    organisation = ma.fields.Nested(ProviderOrganisationSchema, required=True)
    categories = codes()
    service_types = codes()
    industries = codes()
    domains = codes()
    districts = codes()
    introduction = ma.fields.String(required=True)
    capabilities = ma.fields.String(required=True)
    website = ma.fields.String(required=True, allow_none=True)
    credentials = ma.fields.List(ma.fields.Nested(PublicCredentialSchema), required=True)
    offerings = ma.fields.List(ma.fields.Nested(OfferingSchema), required=True)


class ProviderSchema(DirectorySchema):
    """A provider as the office and the provider itself see it."""

    state = ma.fields.String(required=True, validate=ma.validate.OneOf(STATES))
    is_listed = ma.fields.Boolean(required=True)
    is_findable = ma.fields.Boolean(required=True)
    contact_name = ma.fields.String(required=True, allow_none=True)
    contact_mobile = ma.fields.String(required=True, allow_none=True)
    contact_email = ma.fields.String(required=True, allow_none=True)
    admitted_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    credentials = ma.fields.List(ma.fields.Nested(CredentialSchema), required=True)
    created_at = ma.fields.AwareDateTime(required=True)
    updated_at = ma.fields.AwareDateTime(required=True)
    version = ma.fields.Integer(required=True)


class ProviderRequest(Schema):
    """Whose profile to open."""

    organisation_id = ma.fields.Integer(required=True, validate=KEY)


class ProviderPatch(Schema):
    """What may be changed of a profile; codes or their names."""

    categories = coded()
    service_types = coded()
    industries = coded()
    domains = coded()
    districts = coded()
    introduction = texts_of(rules.TEXTS["introduction"])
    capabilities = texts_of(rules.TEXTS["capabilities"])
    website = texts_of(rules.TEXTS["website"], allow_none=True)
    contact_name = texts_of(rules.TEXTS["contact_name"], allow_none=True)
    contact_mobile = texts_of(rules.TEXTS["contact_mobile"], allow_none=True)
    contact_email = texts_of(rules.TEXTS["contact_email"], allow_none=True)
    is_listed = ma.fields.Boolean(metadata={"description": "Whether the directory shows it."})


class CredentialRequest(Schema):
    """An honour or certificate that one declares."""

    kind = ma.fields.String(required=True, validate=ma.validate.OneOf(list(KINDS)))
    code = ma.fields.String(
        required=True,
        validate=ma.validate.Length(min=1, max=100),
        metadata={"description": "Code, name or alias, of a scheme or one of its levels."},
    )
    level = ma.fields.Integer(load_default=0, validate=ma.validate.Range(min=0, max=100))
    number = ma.fields.String(allow_none=True, validate=ma.validate.Length(max=200))
    issued_on = Day(allow_none=True)
    expires_on = Day(
        allow_none=True,
        metadata={"description": "Left out: the usual term after the date of issue."},
    )
    attachment_id = ma.fields.Integer(allow_none=True, validate=KEY)


class CredentialsRequest(Schema):
    """All honours and certificates that the provider holds."""

    credentials = ma.fields.List(
        ma.fields.Nested(CredentialRequest),
        required=True,
        validate=ma.validate.Length(max=CREDENTIALS_MAX),
    )


class OfferingPatch(Schema):
    """What may be changed of an offering."""

    title = texts_of(rules.TITLE_MAX)
    summary = texts_of(rules.SUMMARY_MAX)
    service_types = coded()


class OfferingRequest(OfferingPatch):
    """A new offering."""

    title = texts_of(rules.TITLE_MAX, required=True)


class ProviderChangeSchema(Schema):
    """One move of a provider; appeal against it by its ``id``."""

    id = ma.fields.Integer(required=True)
    verb = ma.fields.String(required=True)
    source = ma.fields.String(required=True)
    target = ma.fields.String(required=True)
    at = ma.fields.AwareDateTime(required=True)
    reason_code = ma.fields.String(required=True, allow_none=True)
    reason_text = ma.fields.String(required=True, allow_none=True)
    remarks = ma.fields.Dict(required=True, allow_none=True)


class AppealQuery(PageQuery):
    """Which appeals."""

    open = ma.fields.Boolean(
        load_default=False, metadata={"description": "Only those not decided."}
    )


class AppealRequest(Schema):
    """An appeal against a decision."""

    change_id = ma.fields.Integer(required=True, validate=KEY)
    grounds = ma.fields.String(required=True, validate=ma.validate.Length(max=GROUNDS_MAX * 2))


class AppealDecisionRequest(Schema):
    """How an appeal is decided, and why."""

    outcome = ma.fields.String(required=True, validate=ma.validate.OneOf(list(OUTCOMES)))
    reason = ma.fields.Nested(ReasonSchema, required=True)


class AppealSchema(Schema):
    """An appeal."""

    id = ma.fields.Integer(required=True)
    provider_id = ma.fields.Integer(required=True)
    change_id = ma.fields.Integer(required=True, attribute="state_change_id")
    grounds = ma.fields.String(required=True)
    created_at = ma.fields.AwareDateTime(required=True)
    decided_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    outcome = ma.fields.String(
        required=True, allow_none=True, validate=ma.validate.OneOf([*OUTCOMES, None])
    )
    reason_code = ma.fields.String(required=True, allow_none=True)
    answer = ma.fields.String(required=True, allow_none=True)
    version = ma.fields.Integer(required=True)


class FindableRequest(Schema):
    """Whether one agrees to be named to others as a partner for a consortium."""

    is_findable = ma.fields.Boolean(required=True)
