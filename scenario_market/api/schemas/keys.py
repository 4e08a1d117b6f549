"""Key officers, early openings, and what the market publishes of its keys and openings."""

import marshmallow as ma

from scenario_market.api.resource import Schema
from scenario_market.api.schemas.demands import Key

LONGEST = 200  # signs of a passphrase


class PassphraseRequest(Schema):
    """An officer's own passphrase; it is stored nowhere."""

    passphrase = ma.fields.String(
        required=True, load_only=True, validate=ma.validate.Length(1, LONGEST)
    )


class KeyOfficerSchema(Schema):
    """A named key officer. ``is_active``: he may hold halves of the keys of new challenges."""

    id = ma.fields.Integer(required=True)
    person_id = ma.fields.Integer(required=True)
    name = ma.fields.String(required=True)
    is_active = ma.fields.Boolean(required=True)
    created_at = ma.fields.AwareDateTime(required=True)
    retired_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    version = ma.fields.Integer(required=True)


class KeyNamingRequest(Schema):
    """Whom to name."""

    person_id = ma.fields.Integer(required=True, strict=True, validate=Key)


class KeyNamingSchema(Schema):
    """The naming of a key officer. Without ``asked_by_id``: by the operator, who named the first two."""

    id = ma.fields.Integer(required=True)
    person_id = ma.fields.Integer(required=True)
    asked_by_id = ma.fields.Integer(required=True, allow_none=True)
    asked_at = ma.fields.AwareDateTime(required=True)
    lapses_at = ma.fields.AwareDateTime(required=True)
    confirmed_by_id = ma.fields.Integer(required=True, allow_none=True)
    confirmed_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    withdrawn_by_id = ma.fields.Integer(required=True, allow_none=True)
    withdrawn_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    version = ma.fields.Integer(required=True)


class EarlyOpeningRequest(PassphraseRequest):
    """Why bids are to be opened before their time, or without the opening key."""

    reason = ma.fields.String(required=True, validate=ma.validate.Length(1, 2_000))


class EarlyOpeningSchema(Schema):
    """An early opening that was asked for, as everybody may see it."""

    id = ma.fields.Integer(required=True)
    challenge_id = ma.fields.Integer(required=True)
    reason = ma.fields.String(required=True)
    asked_at = ma.fields.AwareDateTime(required=True)
    lapses_at = ma.fields.AwareDateTime(required=True)
    confirmed_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    withdrawn_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    version = ma.fields.Integer(required=True)


class ReentryRequest(Schema):
    """Why bids that did not open are to be looked at again."""

    reason = ma.fields.String(required=True, validate=ma.validate.Length(1, 2_000))


class ReentrySchema(EarlyOpeningSchema):
    """A second look at bids that did not open, as everybody may see it."""


class BidHashesSchema(Schema):
    """Salted hashes of all bids of a challenge, sorted: ``content_sha256`` of each one's receipt."""

    challenge_id = ma.fields.Integer(required=True)
    hashes = ma.fields.List(ma.fields.String(), required=True)


class PublicKeySchema(Schema):
    """A public key (Ed25519, base64) that signatures of the market are verified with; a receipt names it by its id."""

    id = ma.fields.String(required=True)
    public_key = ma.fields.String(required=True)
    signs_now = ma.fields.Boolean(required=True)
