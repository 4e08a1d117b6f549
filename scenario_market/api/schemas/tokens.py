"""API tokens as the API takes and shows them."""

import marshmallow as ma

from scenario_market.api.resource import Schema


class TokenSchema(Schema):
    """A token without its secret; ``hint`` is how it begins."""

    id = ma.fields.Integer(required=True)
    name = ma.fields.String(required=True)
    hint = ma.fields.String(required=True)
    scopes = ma.fields.List(ma.fields.String(), required=True)
    created_at = ma.fields.AwareDateTime(required=True)
    expires_at = ma.fields.AwareDateTime(required=True)
    revoked_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    last_used_at = ma.fields.AwareDateTime(required=True, allow_none=True)


class IssuedTokenSchema(TokenSchema):
    """A new token, shown this once."""

    token = ma.fields.String(required=True)


class TokenRequest(Schema):
    """A token to make; its scopes are names of permissions that one holds."""

    name = ma.fields.String(required=True, validate=ma.validate.Length(min=1, max=80))
    scopes = ma.fields.List(
        ma.fields.String(validate=ma.validate.Length(max=60)),
        required=True,
        validate=ma.validate.Length(min=1, max=100),
    )
    days = ma.fields.Integer(validate=ma.validate.Range(min=1, max=3650))
