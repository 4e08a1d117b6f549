"""To-dos as the API shows them."""

import marshmallow as ma

from scenario_market.api.resource import PageQuery, Schema
from scenario_market.api.schemas.notices import Word
from scenario_market.api.schemas.shapes import Key
from scenario_market.api.schemas.times import provisional


class TodoQuery(PageQuery):
    """What of the steps is asked for."""

    scope = ma.fields.String(
        load_default="mine",
        validate=ma.validate.OneOf(["mine", "all"]),
        metadata={"description": "One's own turn; or all, for the office and who watches it."},
    )
    kind = ma.fields.String(validate=Word)
    subject_kind = ma.fields.String(validate=Word)
    subject_id = ma.fields.Integer(validate=Key)
    overdue = ma.fields.Boolean()


class TodoSchema(Schema):
    """One step that somebody is waited for."""

    id = ma.fields.Integer(required=True)
    kind = ma.fields.String(required=True)
    name = ma.fields.String(
        required=True, metadata={"description": "What is to be done, in words."}
    )
    subject_kind = ma.fields.String(required=True)
    subject_id = ma.fields.Integer(required=True)
    title = ma.fields.String(required=True)
    path = ma.fields.String(required=True, metadata={"description": "The page of the subject."})
    party_kind = ma.fields.String(required=True)
    party_name = ma.fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Whose turn it is; never who a single person is."},
    )
    opened_at = ma.fields.AwareDateTime(required=True)
    due_at = ma.fields.AwareDateTime(required=True)
    is_provisional = provisional()
    is_overdue = ma.fields.Boolean(required=True)
    is_mine = ma.fields.Boolean(required=True)


class TodoCounts(Schema):
    """How many steps wait for the caller; at most 1,000 are counted."""

    total = ma.fields.Integer(required=True)
    overdue = ma.fields.Integer(required=True)
