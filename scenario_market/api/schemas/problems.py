"""Problem documents (RFC 9457) as the API shows them."""

import marshmallow as ma


class ProblemField(ma.Schema):
    """One wrong field."""

    field = ma.fields.String(required=True)
    rule = ma.fields.String(required=True)
    message = ma.fields.String(required=True)
    params = ma.fields.Dict()


class Problem(ma.Schema):
    """RFC 9457."""

    type = ma.fields.String(required=True)
    title = ma.fields.String(required=True)
    status = ma.fields.Integer(required=True)
    code = ma.fields.String(required=True)
    detail = ma.fields.String(required=True)
    request_id = ma.fields.String(allow_none=True)
    rule = ma.fields.String()
    params = ma.fields.Dict()
    errors = ma.fields.List(ma.fields.Nested(ProblemField))
