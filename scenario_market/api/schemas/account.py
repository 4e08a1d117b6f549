"""One's own account as the API takes and shows it."""

import marshmallow as ma

from scenario_market.api.resource import Schema
from scenario_market.api.schemas.organisations import MandateSchema
from scenario_market.api.schemas.tokens import TokenSchema

Mobile = ma.fields.String(
    required=True,
    validate=ma.validate.Length(max=40),
    metadata={"description": "A mobile number of mainland China, in any usual writing."},
)


class CodeRequest(Schema):
    """Where to send a one-time code."""

    mobile = Mobile


class CodeSentSchema(Schema):
    """A code is on its way; the same answer for a number with an account and without."""

    expires_at = ma.fields.AwareDateTime(required=True)


class SignInRequest(Schema):
    """Who signs in, by code or by password."""

    mobile = Mobile
    code = ma.fields.String(validate=ma.validate.Length(min=1, max=20))
    password = ma.fields.String(validate=ma.validate.Length(min=1, max=256))
    name = ma.fields.String(
        validate=ma.validate.Length(max=80),
        metadata={"description": "How a new person is called; with a code only."},
    )

    @ma.validates_schema
    def one_proof(self, data, **_):
        """Exactly one of the two proves who it is."""
        if ("code" in data) == ("password" in data):
            raise ma.ValidationError("Give either a code or a password.", "code")


class SignedInSchema(Schema):
    """A session: send the token as ``Authorization: Bearer``."""

    token = ma.fields.String(required=True)
    person_id = ma.fields.Integer(required=True)
    expires_at = ma.fields.AwareDateTime(required=True)


class MeSchema(Schema):
    """Oneself, and what one may do now."""

    id = ma.fields.Integer(required=True)
    mobile = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    email = ma.fields.String(required=True, allow_none=True)
    is_email_confirmed = ma.fields.Boolean(required=True)
    locale = ma.fields.String(required=True)
    has_password = ma.fields.Boolean(required=True)
    roles = ma.fields.List(ma.fields.String(), required=True)
    districts = ma.fields.List(ma.fields.String(), required=True)
    nodes = ma.fields.List(ma.fields.String(), required=True)
    permissions = ma.fields.List(ma.fields.String(), required=True)
    mandates = ma.fields.List(ma.fields.Nested(MandateSchema), required=True)
    version = ma.fields.Integer(required=True)


class MePatch(Schema):
    """What one may change of oneself."""

    name = ma.fields.String(validate=ma.validate.Length(max=200))
    email = ma.fields.String(allow_none=True, validate=ma.validate.Length(max=300))
    locale = ma.fields.String(validate=ma.validate.OneOf(["zh", "en"]))


class ConfirmationRequest(Schema):
    """The code of the confirming mail."""

    token = ma.fields.String(required=True, validate=ma.validate.Length(min=1, max=200))


class PasswordRequest(Schema):
    """A new password, and the proof that one may set it."""

    new_password = ma.fields.String(required=True, validate=ma.validate.Length(max=256))
    current_password = ma.fields.String(validate=ma.validate.Length(max=256))
    code = ma.fields.String(
        validate=ma.validate.Length(max=20),
        metadata={"description": "A fresh one-time code, instead of the present password."},
    )


class PasswordSetSchema(Schema):
    """The password is set: what ended with the old one. The present session goes on."""

    ended_sign_ins = ma.fields.Integer(required=True)
    revoked_tokens = ma.fields.List(ma.fields.Nested(TokenSchema), required=True)


class SignInSchema(Schema):
    """A live session."""

    id = ma.fields.Integer(required=True)
    way = ma.fields.String(required=True)
    created_at = ma.fields.AwareDateTime(required=True)
    expires_at = ma.fields.AwareDateTime(required=True)
    is_present = ma.fields.Boolean(required=True)
