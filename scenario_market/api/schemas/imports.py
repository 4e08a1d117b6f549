"""Imports of the pool as the API takes and shows them."""

import marshmallow as ma
from flask_smorest.fields import Upload

from scenario_market.api.resource import Schema
from scenario_market.domain.providers.intake import MODES
from scenario_market.domain.providers.states import ImportState


class ImportUpload(Schema):
    """A file of providers: .xlsx or .csv with the headers of 服务商库 or 能力清单."""

    file = Upload(required=True)


class ImportCommitRequest(Schema):
    """What to take in: all rows or nothing, or only the good ones."""

    mode = ma.fields.String(required=True, validate=ma.validate.OneOf(MODES))


class ImportCountsSchema(Schema):
    """How many rows are new, changed, as they were, or cannot be taken."""

    created = ma.fields.Integer(required=True)
    updated = ma.fields.Integer(required=True)
    unchanged = ma.fields.Integer(required=True)
    wrong = ma.fields.Integer(required=True)


class ImportErrorSchema(Schema):
    """One error of one row."""

    row = ma.fields.Integer(required=True)
    field = ma.fields.String(required=True)
    header = ma.fields.String(required=True, allow_none=True)
    rule = ma.fields.String(required=True)
    message = ma.fields.String(required=True)
    params = ma.fields.Dict(required=True)


class ImportFailureSchema(Schema):
    """Why a file could not be used at all."""

    rule = ma.fields.String(required=True)
    message = ma.fields.String(required=True)
    params = ma.fields.Dict(required=True)


class ImportSchema(Schema):
    """A file of providers on its way in. While it is read, ``rows_done`` grows."""

    id = ma.fields.Integer(required=True)
    state = ma.fields.String(
        required=True, validate=ma.validate.OneOf([state.value for state in ImportState])
    )
    mode = ma.fields.String(required=True, allow_none=True)
    rows_total = ma.fields.Integer(required=True)
    rows_done = ma.fields.Integer(required=True)
    rows_wrong = ma.fields.Integer(required=True)
    counts = ma.fields.Nested(ImportCountsSchema, required=True, allow_none=True)
    file = ma.fields.Dict(
        required=True,
        allow_none=True,
        metadata={"description": "What was read: list, sheet, encoding, columns, ignored ones."},
    )
    errors = ma.fields.List(
        ma.fields.Nested(ImportErrorSchema),
        required=True,
        metadata={"description": "The first 200; the error workbook has all."},
    )
    errors_total = ma.fields.Integer(required=True)
    failure = ma.fields.Nested(ImportFailureSchema, required=True, allow_none=True)
    is_fictitious = ma.fields.Boolean(required=True)
    created_at = ma.fields.AwareDateTime(required=True)
    committed_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    version = ma.fields.Integer(required=True)
