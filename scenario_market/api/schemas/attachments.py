"""Attachments as the API takes and shows them."""

from collections.abc import Collection

import marshmallow as ma
from flask_smorest.fields import Upload

from scenario_market.api.resource import Schema


class AttachmentSchema(Schema):
    """A file and what it belongs to; its bytes are at ``/attachments/<id>/content``."""

    id = ma.fields.Integer(required=True)
    subject_kind = ma.fields.String(required=True)
    subject_id = ma.fields.Integer(required=True)
    purpose = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    media_type = ma.fields.String(required=True)
    size_bytes = ma.fields.Integer(required=True)
    sha256 = ma.fields.String(required=True)
    created_at = ma.fields.AwareDateTime(required=True)
    version = ma.fields.Integer(required=True)


class FileInput(Schema):
    """The file's part of the form."""

    file = Upload(required=True, metadata={"description": "Its type is found by its content."})


def purpose_input(kind: str, purposes: Collection[str]) -> type[ma.Schema]:
    """The other part of the form: what the file is for, of the subject's own purposes."""
    field = ma.fields.String(required=True, validate=ma.validate.OneOf(sorted(purposes)))
    return Schema.from_dict({"purpose": field}, name=f"{kind.capitalize()}AttachmentInput")
