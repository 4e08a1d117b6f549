"""Matches as the API takes and shows them: how much is said depends on the reader."""

import marshmallow as ma

from scenario_market.api.resource import PageQuery, Schema
from scenario_market.api.schemas.demands import Code, Key


class MatchPage(PageQuery):
    """Where a page begins and how long it is."""


class MatchQuery(PageQuery):
    """Which matches are asked for."""

    provider_id = ma.fields.Integer(validate=Key)
    open_only = ma.fields.Boolean(load_default=False)


class MatchSchema(Schema):
    """A provider and a demand that fit. Points are for the provider itself and the office, not for the owner."""

    id = ma.fields.Integer(required=True)
    demand_id = ma.fields.Integer(required=True)
    demand_title = ma.fields.String(required=True)
    demand_number = ma.fields.String(required=True, allow_none=True)
    demand_state = ma.fields.String(required=True)
    provider_id = ma.fields.Integer(required=True)
    provider_name = ma.fields.String(required=True)
    number = ma.fields.Integer(required=True, metadata={"description": "Version of the demand."})
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


class MatchRunSchema(Schema):
    """One matching of a demand: how many fitted, how many were told; the office also sees from which score on."""

    id = ma.fields.Integer(required=True)
    number = ma.fields.Integer(required=True)
    engine_version = ma.fields.String(required=True)
    floor_milli = ma.fields.Integer(required=True, allow_none=True)
    eligible = ma.fields.Integer(required=True)
    told = ma.fields.Integer(required=True)
    at = ma.fields.AwareDateTime(required=True)


class DismissalRequest(Schema):
    """「不适合我」 with a reason of the list ``not_for_me``."""

    reason_code = ma.fields.String(required=True, validate=Code)
    reason_text = ma.fields.String(load_default="", validate=ma.validate.Length(max=500))


class DismissalSchema(Schema):
    """What the provider said."""

    demand_id = ma.fields.Integer(required=True)
    provider_id = ma.fields.Integer(required=True)
    reason_code = ma.fields.String(required=True)
    reason_text = ma.fields.String(required=True)
    at = ma.fields.AwareDateTime(required=True)


class WhyQuery(Schema):
    """Which provider is asked about."""

    provider_id = ma.fields.Integer(required=True, validate=Key)


class WhySchema(Schema):
    """Why a provider was, or was not, told of a demand; computed from what both say today."""

    verdict = ma.fields.String(
        required=True,
        validate=ma.validate.OneOf(
            ["told", "in_digest", "dismissed", "below_line", "not_eligible", "not_run"]
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
