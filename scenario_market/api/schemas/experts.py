"""Experts as the API takes and shows them."""

import marshmallow as ma

from scenario_market.api.resource import PageQuery, Schema
from scenario_market.api.schemas.shapes import Code, Key, Text, flag
from scenario_market.api.schemas.times import Day
from scenario_market.domain.experts.rules import KINDS
from scenario_market.domain.experts.states import ExpertState

STATES = ma.validate.OneOf([state.value for state in ExpertState])


class ExpertFields(Schema):
    """What stands in the register: fields are codes of scenario domains. The expert changes title and absence."""

    title = ma.fields.String(validate=Text)
    fields_ = ma.fields.List(ma.fields.String(validate=Code), data_key="fields", attribute="fields")
    is_finance = flag()
    absent_from = Day(allow_none=True)
    absent_until = Day(allow_none=True)


class ExpertRequest(Schema):
    """A person with an account, by mobile number, and what is known of him as an expert."""

    mobile = ma.fields.String(required=True, validate=Code)
    expert = ma.fields.Nested(ExpertFields, load_default=dict)


class PostRequest(Schema):
    """A post or tie: of a known organisation by key or code, else by its name."""

    organisation_id = ma.fields.Integer(allow_none=True, strict=True, validate=Key)
    organisation_name = ma.fields.String(validate=Text)
    uscc = ma.fields.String(allow_none=True, validate=Code)
    kind = ma.fields.String(required=True, validate=ma.validate.OneOf(KINDS))
    role = ma.fields.String(validate=Text)
    starts_on = Day(required=True)
    ends_on = Day(allow_none=True)


class PostEndRequest(Schema):
    """The last day of a post."""

    ends_on = Day(required=True)


class PostSchema(Schema):
    """A post or tie."""

    id = ma.fields.Integer(required=True)
    organisation_id = ma.fields.Integer(required=True, allow_none=True)
    organisation_name = ma.fields.String(required=True)
    uscc = ma.fields.String(required=True, allow_none=True)
    kind = ma.fields.String(required=True)
    role = ma.fields.String(required=True)
    starts_on = ma.fields.Date(required=True)
    ends_on = ma.fields.Date(required=True, allow_none=True)


class ExpertSchema(Schema):
    """An expert, for the office, those who watch it, and himself."""

    id = ma.fields.Integer(required=True)
    version = ma.fields.Integer(required=True)
    person_id = ma.fields.Integer(required=True)
    name = ma.fields.String(required=True)
    state = ma.fields.String(required=True, validate=STATES)
    title = ma.fields.String(required=True)
    fields_ = ma.fields.List(
        ma.fields.String(), required=True, data_key="fields", attribute="fields"
    )
    is_finance = ma.fields.Boolean(required=True)
    absent_from = ma.fields.Date(required=True, allow_none=True)
    absent_until = ma.fields.Date(required=True, allow_none=True)
    created_at = ma.fields.AwareDateTime(required=True)
    updated_at = ma.fields.AwareDateTime(required=True)
    posts = ma.fields.List(ma.fields.Nested(PostSchema))


class ExpertQuery(PageQuery):
    """Which experts."""

    state = ma.fields.String(validate=STATES)
    field = ma.fields.String(validate=Code)
    is_finance = flag()
