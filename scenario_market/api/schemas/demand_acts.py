"""What the API takes for acts on a demand."""

import marshmallow as ma

from scenario_market.api.resource import Schema
from scenario_market.api.schemas.demands import ContentSchema, FieldsSchema
from scenario_market.api.schemas.shapes import Code, Key, Text


class OpinionRequest(Schema):
    """An officer's opinion, if there is something to say."""

    opinion = ma.fields.String(load_default="", validate=Text)


class ClearanceRequest(OpinionRequest):
    """The step that is signed."""

    step = ma.fields.String(required=True, validate=Code)


class OwnerRequest(Schema):
    """Whose need it is."""

    organisation_id = ma.fields.Integer(required=True, strict=True, validate=Key)


class AmendmentRequest(Schema):
    """What shall change, and why."""

    fields_ = ma.fields.Nested(FieldsSchema, data_key="fields", required=True)
    reason = ma.fields.String(required=True, validate=Text)


class RefusalRequest(Schema):
    """Why not."""

    answer = ma.fields.String(required=True, validate=Text)


class AssignRequest(Schema):
    """Which diagnosis provider."""

    provider_id = ma.fields.Integer(required=True, strict=True, validate=Key)


class ProposalRequest(Schema):
    """What the diagnosis provider proposes."""

    fields_ = ma.fields.Nested(ContentSchema, data_key="fields", required=True)


class AdoptRequest(Schema):
    """Which fields of the proposal are taken over; all where none are named."""

    names = ma.fields.List(ma.fields.String(validate=Code), load_default=None, allow_none=True)
