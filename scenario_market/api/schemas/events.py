"""Public events as the feed shows them."""

import marshmallow as ma

from scenario_market.api.resource import Schema


class FeedQuery(Schema):
    """Where to go on, and how long to wait for news."""

    after = ma.fields.Integer(load_default=0, validate=ma.validate.Range(min=0, max=2**62))
    limit = ma.fields.Integer(load_default=100, validate=ma.validate.Range(min=1, max=500))
    wait = ma.fields.Integer(
        load_default=0,
        validate=ma.validate.Range(min=0, max=25),
        metadata={"description": "Seconds to wait when there is nothing new."},
    )


class PublicEventSchema(Schema):
    """One public fact."""

    position = ma.fields.Integer(attribute="public_position", required=True)
    kind = ma.fields.String(required=True)
    subject_kind = ma.fields.String(required=True)
    subject_id = ma.fields.Integer(required=True)
    at = ma.fields.AwareDateTime(required=True)
    payload = ma.fields.Dict(required=True, allow_none=True)
