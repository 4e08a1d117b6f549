"""Code lists as the API shows them."""

import marshmallow as ma

from scenario_market.api.resource import Schema


class CodeSchema(Schema):
    """One entry of a code list."""

    code = ma.fields.String(required=True)
    zh = ma.fields.String(required=True)
    en = ma.fields.String(required=True)
    parent = ma.fields.String(required=True, allow_none=True)


class CodeListSchema(Schema):
    """A code list of the city."""

    name = ma.fields.String(required=True)
    zh = ma.fields.String(required=True)
    en = ma.fields.String(required=True)
    source = ma.fields.String(required=True)
    codes = ma.fields.List(ma.fields.Nested(CodeSchema), required=True)
