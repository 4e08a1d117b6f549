"""Exports of cases as the API shows them."""

import marshmallow as ma

from scenario_market.api.resource import Schema
from scenario_market.domain.dossiers.states import ExportState


class ExportFailureSchema(Schema):
    """Why an export could not be made, and what to do."""

    rule = ma.fields.String(required=True)
    message = ma.fields.String(required=True)


class DossierExportSchema(Schema):
    """An export of the record of a case: how far it is, and once it is made its hashes."""

    id = ma.fields.Integer(required=True)
    subject_kind = ma.fields.String(
        required=True, validate=ma.validate.OneOf(["challenge", "demand"])
    )
    subject_id = ma.fields.Integer(required=True)
    state = ma.fields.String(
        required=True, validate=ma.validate.OneOf([state.value for state in ExportState])
    )
    asked_by_id = ma.fields.Integer(required=True)
    created_at = ma.fields.AwareDateTime(required=True)
    done = ma.fields.Integer(required=True, metadata={"description": "Files written so far."})
    files = ma.fields.Integer(required=True)
    withheld = ma.fields.List(ma.fields.String(), required=True)
    size_bytes = ma.fields.Integer(required=True, allow_none=True)
    sha256 = ma.fields.String(required=True, allow_none=True)
    manifest_sha256 = ma.fields.String(required=True, allow_none=True)
    retained_until = ma.fields.Date(required=True, allow_none=True)
    kept_until = ma.fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={"description": "Until when the file can be fetched here."},
    )
    failure = ma.fields.Nested(ExportFailureSchema, required=True, allow_none=True)
