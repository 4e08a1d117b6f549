"""Matches as the API takes and shows them: how much is said depends on the reader."""

from typing import get_args

import marshmallow as ma

from scenario_market.api.resource import PageQuery, Schema
from scenario_market.api.schemas.shapes import Code, Key
from scenario_market.domain.matching.subjects import SUBJECTS
from scenario_market.domain.matching.why import Verdict

Kind = ma.validate.OneOf(sorted(SUBJECTS))


def points():
    """Points by contribution."""
    return {"keys": ma.fields.String(), "values": ma.fields.Integer(), "required": True}


class MatchPage(PageQuery):
    """Where a page begins and how long it is."""


class MatchQuery(PageQuery):
    """Which matches are asked for."""

    provider_id = ma.fields.Integer(validate=Key)
    subject_kind = ma.fields.String(validate=Kind)
    open_only = ma.fields.Boolean(load_default=False)


class MatchSchema(Schema):
    """A provider and a demand or call that fit, or nearly (``is_near``): the reasons say which condition is not met.

    Points are for the provider itself and the office, not for the owner.
    """

    id = ma.fields.Integer(required=True)
    subject_kind = ma.fields.String(required=True, validate=Kind)
    subject_id = ma.fields.Integer(required=True)
    subject_title = ma.fields.String(required=True)
    subject_number = ma.fields.String(required=True, allow_none=True)
    subject_state = ma.fields.String(required=True)
    provider_id = ma.fields.Integer(required=True)
    provider_name = ma.fields.String(required=True)
    number = ma.fields.Integer(required=True, metadata={"description": "Version of the subject."})
    is_near = ma.fields.Boolean(required=True)
    fit = ma.fields.String(
        required=True, validate=ma.validate.OneOf(["strong", "good", "fair", "weak"])
    )
    score_milli = ma.fields.Integer(required=True, allow_none=True)
    contributions = ma.fields.Dict(**points(), allow_none=True)
    reasons = ma.fields.List(ma.fields.String(), required=True)
    dismissed = ma.fields.String(required=True, allow_none=True)
    at = ma.fields.AwareDateTime(required=True)


class MatchRunSchema(Schema):
    """One matching: how many fitted, were told, and nearly fit; the office also sees from which score on."""

    id = ma.fields.Integer(required=True)
    number = ma.fields.Integer(required=True)
    engine_version = ma.fields.String(required=True)
    floor_milli = ma.fields.Integer(required=True, allow_none=True)
    eligible = ma.fields.Integer(required=True)
    told = ma.fields.Integer(required=True)
    near = ma.fields.Integer(required=True)
    at = ma.fields.AwareDateTime(required=True)


class DismissalRequest(Schema):
    """「不适合我」 with a reason of the list ``not_for_me``."""

    reason_code = ma.fields.String(required=True, validate=Code)
    reason_text = ma.fields.String(load_default="", validate=ma.validate.Length(max=500))


class DismissalSchema(Schema):
    """What the provider said."""

    subject_kind = ma.fields.String(required=True, validate=Kind)
    subject_id = ma.fields.Integer(required=True)
    provider_id = ma.fields.Integer(required=True)
    reason_code = ma.fields.String(required=True)
    reason_text = ma.fields.String(required=True)
    at = ma.fields.AwareDateTime(required=True)


class WhyQuery(Schema):
    """Which provider is asked about."""

    provider_id = ma.fields.Integer(required=True, validate=Key)


class WhySchema(Schema):
    """Why a provider was, or was not, told; computed from what both say today."""

    verdict = ma.fields.String(required=True, validate=ma.validate.OneOf(get_args(Verdict)))
    eligible = ma.fields.Boolean(required=True)
    failed = ma.fields.List(ma.fields.String(), required=True)
    score_milli = ma.fields.Integer(required=True)
    line_milli = ma.fields.Integer(required=True, allow_none=True)
    contributions = ma.fields.Dict(**points())
    reasons = ma.fields.List(ma.fields.String(), required=True)
