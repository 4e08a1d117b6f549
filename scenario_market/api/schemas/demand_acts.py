"""What the API takes for acts on a demand."""

import marshmallow as ma

from scenario_market.api.resource import Schema
from scenario_market.api.schemas.demands import Code, ContentSchema, FieldsSchema, Key, Text
from scenario_market.domain.moves import Reason


class DemandReasonSchema(Schema):
    """Why: a code of the reason list, a text, and where it helps remarks per field."""

    code = ma.fields.String(required=True, validate=Code)
    text = ma.fields.String(required=True, validate=Text)
    remarks = ma.fields.Dict(
        keys=ma.fields.String(validate=Code), values=ma.fields.String(validate=Text)
    )


class DemandReasonRequest(Schema):
    """A negative act owes its reason."""

    reason = ma.fields.Nested(DemandReasonSchema, required=True)

    @ma.post_load
    def make(self, data, **kwargs):
        """The reason as commands take it."""
        return {"reason": Reason(**data["reason"])}


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
