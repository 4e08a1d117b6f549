"""Matches of calls as the API takes and shows them: how much is said depends on the reader."""

import marshmallow as ma

from scenario_market.api.resource import Schema
from scenario_market.api.schemas.demands import Key
from scenario_market.api.schemas.matches import MatchQuery, MatchRunSchema


class CallMatchQuery(MatchQuery):
    """Which matches are asked for."""


class CallMatchSchema(Schema):
    """A provider and a call that fit, or nearly (``is_near``): the reasons say which condition is not met."""

    id = ma.fields.Integer(required=True)
    challenge_id = ma.fields.Integer(required=True)
    challenge_title = ma.fields.String(required=True)
    challenge_number = ma.fields.String(required=True, allow_none=True)
    challenge_state = ma.fields.String(required=True)
    provider_id = ma.fields.Integer(required=True)
    provider_name = ma.fields.String(required=True)
    number = ma.fields.Integer(required=True, metadata={"description": "Version of the call."})
    is_near = ma.fields.Boolean(required=True)
    fit = ma.fields.String(
        required=True, validate=ma.validate.OneOf(["strong", "good", "fair", "weak"])
    )
    score_milli = ma.fields.Integer(required=True, allow_none=True)
    contributions = ma.fields.Dict(
        keys=ma.fields.String(), values=ma.fields.Integer(), required=True, allow_none=True
    )
    reasons = ma.fields.List(ma.fields.String(), required=True)
    dismissed = ma.fields.String(required=True, allow_none=True)
    at = ma.fields.AwareDateTime(required=True)


class CallRunSchema(MatchRunSchema):
    """One matching of a call: how many fitted, were told, and how many nearly fit."""

    near = ma.fields.Integer(required=True)


class CallDismissalSchema(Schema):
    """What the provider said."""

    challenge_id = ma.fields.Integer(required=True)
    provider_id = ma.fields.Integer(required=True)
    reason_code = ma.fields.String(required=True)
    reason_text = ma.fields.String(required=True)
    at = ma.fields.AwareDateTime(required=True)


class CallWhyQuery(Schema):
    """Which provider is asked about."""

    provider_id = ma.fields.Integer(required=True, validate=Key)


class CallWhySchema(Schema):
    """Why a provider was, or was not, told of a call; computed from what both say today."""

    verdict = ma.fields.String(
        required=True,
        validate=ma.validate.OneOf(
            ["told", "near", "in_digest", "dismissed", "below_line", "not_eligible", "not_run"]
        ),
    )
    eligible = ma.fields.Boolean(required=True)
    failed = ma.fields.List(ma.fields.String(), required=True)
    score_milli = ma.fields.Integer(required=True)
    line_milli = ma.fields.Integer(required=True, allow_none=True)
    contributions = ma.fields.Dict(
        keys=ma.fields.String(), values=ma.fields.Integer(), required=True
    )
    reasons = ma.fields.List(ma.fields.String(), required=True)


class BroughtSchema(Schema):
    """What a partner would bring: a kind of condition or service_type, its value, and the value's name."""

    kind = ma.fields.String(required=True)
    value = ma.fields.Raw(required=True)
    name = ma.fields.String(required=True)


class SuggestedPartnerSchema(Schema):
    """A provider that agreed to be found and has what one lacks."""

    organisation_id = ma.fields.Integer(required=True)
    name = ma.fields.String(required=True)
    brings = ma.fields.List(ma.fields.Nested(BroughtSchema), required=True)
