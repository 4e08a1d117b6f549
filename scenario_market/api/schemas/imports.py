"""Imports of files as the API takes and shows them."""

import marshmallow as ma
from flask_smorest.fields import Upload

from scenario_market.api.resource import PageQuery, Schema
from scenario_market.domain.imports.intake import MODES
from scenario_market.domain.imports.states import PERMISSIONS, ImportState

KIND = ma.validate.OneOf(list(PERMISSIONS))
STATE = ma.validate.OneOf([state.value for state in ImportState])


class ImportForm(Schema):
    """What a file is: ``pool`` (服务商库, 能力清单) or ``demands`` (场景需求清单, 机会清单, 应用场景清单)."""

    kind = ma.fields.String(required=True, validate=KIND)
    list_title = ma.fields.String(
        validate=ma.validate.Length(min=1, max=200),
        metadata={
            "description": "Of a list of demands, required: with the 序号 it tells its rows apart."
        },
    )


class ImportUpload(Schema):
    """The file: .xlsx or .csv with the headers of its kind."""

    file = Upload(required=True)


class ImportQuery(PageQuery):
    """Which imports to list."""

    kind = ma.fields.String(validate=KIND)
    state = ma.fields.String(validate=STATE)


class ImportCommitRequest(Schema):
    """What to take in: all rows or nothing, or only the good ones."""

    mode = ma.fields.String(required=True, validate=ma.validate.OneOf(MODES))


class ImportCountsSchema(Schema):
    """How many rows are new, changed, known and as they were, or cannot be taken."""

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
    """A file on its way in. While it is read, ``rows_done`` grows."""

    id = ma.fields.Integer(required=True)
    kind = ma.fields.String(required=True, validate=KIND)
    list_title = ma.fields.String(required=True, allow_none=True)
    state = ma.fields.String(required=True, validate=STATE)
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
    warnings = ma.fields.List(
        ma.fields.Nested(ImportErrorSchema),
        required=True,
        metadata={
            "description": "The first 200: what to look at in rows that can be taken all the same."
        },
    )
    warnings_total = ma.fields.Integer(required=True)
    failure = ma.fields.Nested(ImportFailureSchema, required=True, allow_none=True)
    is_fictitious = ma.fields.Boolean(required=True)
    created_at = ma.fields.AwareDateTime(required=True)
    committed_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    version = ma.fields.Integer(required=True)


class ImportDetailSchema(ImportSchema):
    """An import with what came of it."""

    ids = ma.fields.List(
        ma.fields.Integer(),
        required=True,
        metadata={
            "description": "After the commit: keys of the providers or demands, new or changed."
        },
    )
