"""Why a negative act is done, as the API takes it; commands get a ``Reason``."""

import marshmallow as ma

from scenario_market.api.resource import Schema
from scenario_market.domain.moves import Reason

Code = ma.validate.Length(max=80)
Text = ma.validate.Length(max=20_000)


class ReasonSchema(Schema):
    """A code of the act's list of reasons, and a text."""

    code = ma.fields.String(required=True, validate=Code)
    text = ma.fields.String(required=True, validate=Text)

    @ma.post_load
    def make(self, data, **kwargs):
        """The reason as commands take it."""
        return Reason(**data)


class RemarkedReasonSchema(ReasonSchema):
    """A reason, and where it helps remarks: field → what is wrong with it."""

    remarks = ma.fields.Dict(
        keys=ma.fields.String(validate=Code), values=ma.fields.String(validate=Text)
    )


class ReasonRequest(Schema):
    """A negative act owes its reason."""

    reason = ma.fields.Nested(ReasonSchema, required=True)


class RemarkedReasonRequest(Schema):
    """A negative act owes its reason; remarks say which fields to mend."""

    reason = ma.fields.Nested(RemarkedReasonSchema, required=True)
