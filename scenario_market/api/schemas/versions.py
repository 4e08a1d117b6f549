"""Frozen versions of demands and calls as the API shows them."""

import marshmallow as ma

from scenario_market.api.resource import Schema


class FrozenFileSchema(Schema):
    """A file as it was attached to a version; its bytes are at ``/attachments/<id>/content``."""

    id = ma.fields.Integer(required=True)
    purpose = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    media_type = ma.fields.String(required=True)
    size_bytes = ma.fields.Integer(required=True)
    sha256 = ma.fields.String(required=True)


class VersionSchema(Schema):
    """One version and what it says otherwise than the one before."""

    number = ma.fields.Integer(required=True)
    created_at = ma.fields.AwareDateTime(required=True)
    changed = ma.fields.List(ma.fields.String(), required=True)
    content = ma.fields.Dict(required=True)
    differences = ma.fields.List(ma.fields.Dict(), required=True)
    attachments = ma.fields.List(ma.fields.Nested(FrozenFileSchema), required=True)
