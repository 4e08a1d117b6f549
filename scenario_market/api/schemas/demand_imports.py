"""Lists of demands on their way in."""

import marshmallow as ma
from flask_smorest.fields import Upload

from scenario_market.api.resource import Schema
from scenario_market.domain.demands.importing import MODES


class ListImportForm(Schema):
    """How a list is taken in: looked at (``dry``), whole or not at all (``all``), or its good rows (``good``)."""

    list_title = ma.fields.String(required=True, validate=ma.validate.Length(min=1, max=200))
    mode = ma.fields.String(load_default="dry", validate=ma.validate.OneOf(MODES))


class ListImportFile(Schema):
    """The list as .xlsx or .csv."""

    file = Upload(required=True)


class ListImportError(Schema):
    """One fault of a row, with its words."""

    field = ma.fields.String(required=True)
    rule = ma.fields.String(required=True)
    message = ma.fields.String(required=True)


class ListImportRow(Schema):
    """What became of a row: created, known (taken in before), wrong, or good (where nothing was written)."""

    row = ma.fields.Integer(required=True)
    outcome = ma.fields.String(required=True)
    title = ma.fields.String(required=True, allow_none=True)
    demand_id = ma.fields.Integer(required=True, allow_none=True)
    errors = ma.fields.List(ma.fields.Nested(ListImportError), required=True)


class ListImportReport(Schema):
    """What became of a list."""

    list = ma.fields.String(required=True)
    mode = ma.fields.String(required=True)
    is_written = ma.fields.Boolean(required=True)
    counts = ma.fields.Dict(required=True)
    rows = ma.fields.List(ma.fields.Nested(ListImportRow), required=True)
