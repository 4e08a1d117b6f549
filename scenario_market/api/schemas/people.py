"""People and their roles as the API takes and shows them."""

import marshmallow as ma

from scenario_market.api.resource import PageQuery, Schema
from scenario_market.api.schemas.times import Instant
from scenario_market.domain.permissions import GRANTED


class PersonSchema(Schema):
    """A person, for the administrator."""

    id = ma.fields.Integer(required=True)
    mobile = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    email = ma.fields.String(required=True, allow_none=True)
    locale = ma.fields.String(required=True)
    is_demo = ma.fields.Boolean(required=True)
    created_at = ma.fields.AwareDateTime(required=True)
    disabled_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    version = ma.fields.Integer(required=True)


class PersonQuery(PageQuery):
    """Which people."""

    mobile = ma.fields.String(validate=ma.validate.Length(max=40))


class RoleGrantSchema(Schema):
    """A granted role."""

    id = ma.fields.Integer(required=True)
    person_id = ma.fields.Integer(required=True)
    role = ma.fields.String(required=True)
    place = ma.fields.String(required=True, allow_none=True)
    starts_at = ma.fields.AwareDateTime(required=True)
    expires_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    ended_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    version = ma.fields.Integer(required=True)


class RoleRequest(Schema):
    """A role to grant, with the district or node where it has one."""

    role = ma.fields.String(required=True, validate=ma.validate.OneOf(sorted(GRANTED)))
    place = ma.fields.String(allow_none=True, validate=ma.validate.Length(max=40))
    expires_at = Instant(allow_none=True)
