"""The two steps of signing in through the identity provider."""

import marshmallow as ma

from scenario_market.api.resource import Schema


class AuthorizationSchema(Schema):
    """Where to send the browser, and what to keep with it."""

    url = ma.fields.String(required=True)
    pending = ma.fields.String(required=True)


class OidcAnswer(Schema):
    """The query with which the provider sent the browser back."""

    class Meta:
        unknown = ma.EXCLUDE  # providers add parameters of their own (session_state, …)

    state = ma.fields.String(required=True, validate=ma.validate.Length(max=500))
    code = ma.fields.String(validate=ma.validate.Length(max=4000))
    iss = ma.fields.String(validate=ma.validate.Length(max=500))
    error = ma.fields.String(validate=ma.validate.Length(max=500))


class OidcSignInRequest(Schema):
    """What came back, with what was kept."""

    pending = ma.fields.String(required=True, validate=ma.validate.Length(max=4000))
    answer = ma.fields.Nested(OidcAnswer, required=True)
