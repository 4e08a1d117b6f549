"""Organisations, mandates and invitations as the API takes and shows them."""

import marshmallow as ma

from scenario_market.api import language
from scenario_market.api.resource import PageQuery, Schema
from scenario_market.api.schemas.reasons import ReasonSchema
from scenario_market.api.schemas.times import Instant
from scenario_market.domain.parties.states import Verification
from scenario_market.domain.permissions import SCOPES
from scenario_market.texts import errors as texts

Text = ma.validate.Length(max=1000)


class Message(ma.fields.String):
    """A rule in the reader's language."""

    def _serialize(self, value, attr, obj, **_):
        if value is None:
            return None
        params = ma.utils.get_value(obj, "params", {})
        return texts.field_message(value, dict(params), language.current())


class WarningSchema(Schema):
    """What a reader should look at; nothing was refused for it."""

    field = ma.fields.String(required=True)
    rule = ma.fields.String(required=True)
    message = Message(required=True, attribute="rule", dump_only=True)
    params = ma.fields.Dict(required=True)


class OrganisationSchema(Schema):
    """An organisation."""

    id = ma.fields.Integer(required=True)
    uscc = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    state = ma.fields.String(
        required=True, validate=ma.validate.OneOf([v.value for v in Verification])
    )
    district = ma.fields.String(required=True, allow_none=True)
    owner_type = ma.fields.String(required=True, allow_none=True)
    size_class = ma.fields.String(required=True, allow_none=True)
    industry = ma.fields.String(required=True, allow_none=True)
    address = ma.fields.String(required=True, allow_none=True)
    is_fictitious = ma.fields.Boolean(required=True)
    warnings = ma.fields.List(
        ma.fields.Nested(WarningSchema),
        required=True,
        metadata={
            "description": "What to compare with the licence before the organisation is verified."
        },
    )
    created_at = ma.fields.AwareDateTime(required=True)
    updated_at = ma.fields.AwareDateTime(required=True)
    version = ma.fields.Integer(required=True)


class NamedSchema(Schema):
    """An organisation by its name."""

    id = ma.fields.Integer(required=True)
    name = ma.fields.String(required=True)
    uscc = ma.fields.String(required=True)


class ControlSchema(Schema):
    """Who controls an organisation, and where the office knows it from."""

    organisation = ma.fields.Nested(NamedSchema, required=True)
    source = ma.fields.String(required=True, allow_none=True)


class HostingSchema(Schema):
    """What an organisation may post calls as, and by which document."""

    kinds = ma.fields.List(ma.fields.String(), required=True)
    source = ma.fields.String(required=True, allow_none=True)


class HostingRequest(Schema):
    """Laboratory or innovation centre; none: neither any more."""

    kinds = ma.fields.List(ma.fields.String(validate=Text), required=True)
    source = ma.fields.String(required=True, validate=ma.validate.Length(min=1, max=500))


class OrganisationDetail(OrganisationSchema):
    """An organisation; who controls it and what it hosts is for the office and those who watch it."""

    hosting = ma.fields.Nested(HostingSchema)
    control = ma.fields.Nested(ControlSchema, allow_none=True)


class ControlRequest(Schema):
    """Who controls an organisation; null: nobody does any more. An extract or report is the source."""

    controlled_by_id = ma.fields.Integer(
        required=True, allow_none=True, strict=True, validate=ma.validate.Range(min=1, max=2**53)
    )
    source = ma.fields.String(required=True, validate=ma.validate.Length(min=1, max=500))


class OrganisationPatch(Schema):
    """What may be changed of an organisation; codes or their Chinese names."""

    name = ma.fields.String(validate=Text)
    district = ma.fields.String(allow_none=True, validate=Text)
    owner_type = ma.fields.String(allow_none=True, validate=Text)
    size_class = ma.fields.String(allow_none=True, validate=Text)
    industry = ma.fields.String(allow_none=True, validate=Text)
    address = ma.fields.String(allow_none=True, validate=Text)


class OrganisationRequest(OrganisationPatch):
    """A new organisation."""

    uscc = ma.fields.String(
        required=True,
        validate=ma.validate.Length(max=100),
        metadata={"description": "统一社会信用代码 by GB 32100-2015, in any usual writing."},
    )
    name = ma.fields.String(required=True, validate=Text)


class OrganisationQuery(PageQuery):
    """Which organisations."""

    state = ma.fields.String(validate=ma.validate.OneOf([v.value for v in Verification]))
    uscc = ma.fields.String(validate=ma.validate.Length(max=100))
    name = ma.fields.String(validate=ma.validate.Length(min=1, max=200))


class DecisionSchema(Schema):
    """One move of the verification."""

    verb = ma.fields.String(required=True)
    source = ma.fields.String(required=True)
    target = ma.fields.String(required=True)
    at = ma.fields.AwareDateTime(required=True)
    reason_code = ma.fields.String(required=True, allow_none=True)
    reason_text = ma.fields.String(required=True, allow_none=True)


class MandateSchema(Schema):
    """授权书: who may act for an organisation."""

    id = ma.fields.Integer(required=True)
    organisation_id = ma.fields.Integer(required=True)
    person_id = ma.fields.Integer(required=True)
    person_name = ma.fields.String(required=True)
    person_mobile = ma.fields.String(required=True, metadata={"description": "Masked."})
    scopes = ma.fields.List(ma.fields.String(), required=True)
    starts_at = ma.fields.AwareDateTime(required=True)
    expires_at = ma.fields.AwareDateTime(required=True)
    ended_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    end_cause = ma.fields.String(required=True, allow_none=True)
    successor_id = ma.fields.Integer(required=True, allow_none=True)
    attachment_id = ma.fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The newest letter of authorisation that was uploaded."},
    )
    version = ma.fields.Integer(required=True)


class MandateQuery(PageQuery):
    """Which mandates."""

    live = ma.fields.Boolean(metadata={"description": "Only those not ended, or only those ended."})


def scopes():
    """The scopes of a mandate."""
    return ma.fields.List(
        ma.fields.String(validate=ma.validate.OneOf(list(SCOPES))),
        required=True,
        validate=ma.validate.Length(min=1, max=len(SCOPES)),
    )


class TermRequest(Schema):
    """Until when."""

    expires_at = Instant(metadata={"description": "By default the longest term."})


class MandateRequest(TermRequest):
    """A mandate for a former colleague."""

    person_id = ma.fields.Integer(required=True, validate=ma.validate.Range(min=1, max=2**53))
    scopes = scopes()


class ReplaceRequest(TermRequest):
    """Other scopes or another term, with reason."""

    scopes = scopes()
    reason = ma.fields.Nested(ReasonSchema, required=True)


class HandOverRequest(Schema):
    """Who takes a mandate over."""

    successor_person_id = ma.fields.Integer(
        required=True, validate=ma.validate.Range(min=1, max=2**53)
    )


class InvitationSchema(Schema):
    """An offer of a mandate. Its code is sent and shown nowhere."""

    id = ma.fields.Integer(required=True)
    organisation_id = ma.fields.Integer(required=True)
    mobile = ma.fields.String(required=True)
    scopes = ma.fields.List(ma.fields.String(), required=True)
    mandate_expires_at = ma.fields.AwareDateTime(required=True)
    created_at = ma.fields.AwareDateTime(required=True)
    expires_at = ma.fields.AwareDateTime(required=True)
    accepted_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    cancelled_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    version = ma.fields.Integer(required=True)


class InvitationRequest(Schema):
    """Whom to offer a mandate."""

    mobile = ma.fields.String(required=True, validate=ma.validate.Length(max=40))
    scopes = scopes()
    mandate_expires_at = Instant()


class RestoreRequest(Schema):
    """Whom the office gives an organisation back to."""

    mobile = ma.fields.String(required=True, validate=ma.validate.Length(max=40))


class AcceptRequest(Schema):
    """The code of an invitation."""

    code = ma.fields.String(required=True, validate=ma.validate.Length(min=1, max=100))
