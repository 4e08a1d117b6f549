"""The machine room as the API shows it: trail, signed heads, what was set aside, the clock."""

import marshmallow as ma

from scenario_market.api.resource import PageQuery, Schema
from scenario_market.domain.poison import KINDS


class TrailQuery(PageQuery):
    """Which events."""

    kind = ma.fields.String(validate=ma.validate.Length(max=80))
    subject_kind = ma.fields.String(validate=ma.validate.Length(max=40))
    subject_id = ma.fields.Integer(validate=ma.validate.Range(min=1, max=2**62))


class ChangeQuery(PageQuery):
    """Whose moves."""

    subject_kind = ma.fields.String(required=True, validate=ma.validate.Length(max=40))
    subject_id = ma.fields.Integer(required=True, validate=ma.validate.Range(min=1, max=2**62))


class EventSchema(Schema):
    """One event as stored."""

    id = ma.fields.Integer(required=True)
    position = ma.fields.Integer(required=True, allow_none=True)
    public_position = ma.fields.Integer(required=True, allow_none=True)
    kind = ma.fields.String(required=True)
    subject_kind = ma.fields.String(required=True)
    subject_id = ma.fields.Integer(required=True)
    payload = ma.fields.Dict(required=True, allow_none=True)
    actor_person_id = ma.fields.Integer(required=True, allow_none=True)
    request_id = ma.fields.String(required=True, allow_none=True)
    at = ma.fields.AwareDateTime(required=True)
    hash = ma.fields.String(required=True, allow_none=True)


class ChangeSchema(Schema):
    """One move that was made."""

    id = ma.fields.Integer(required=True)
    subject_kind = ma.fields.String(required=True)
    subject_id = ma.fields.Integer(required=True)
    verb = ma.fields.String(required=True)
    source = ma.fields.String(required=True)
    target = ma.fields.String(required=True)
    actor_person_id = ma.fields.Integer(required=True, allow_none=True)
    at = ma.fields.AwareDateTime(required=True)
    reason_code = ma.fields.String(required=True, allow_none=True)
    reason_text = ma.fields.String(required=True, allow_none=True)
    remarks = ma.fields.Dict(required=True, allow_none=True)
    event_id = ma.fields.Integer(required=True)


class CheckpointSchema(Schema):
    """A signed head."""

    position = ma.fields.Integer(required=True)
    hash = ma.fields.String(required=True)
    at = ma.fields.AwareDateTime(required=True)
    key_id = ma.fields.String(required=True)
    public_key = ma.fields.String(required=True)
    signature = ma.fields.String(required=True)


class PoisonQuery(Schema):
    """Which kind of row."""

    kind = ma.fields.String(load_default="job", validate=ma.validate.OneOf(sorted(KINDS)))


class PoisonSchema(Schema):
    """One row that was set aside."""

    kind = ma.fields.String(required=True)
    id = ma.fields.Integer(required=True)
    what = ma.fields.String(required=True)
    attempts = ma.fields.Integer(required=True)
    parked_at = ma.fields.AwareDateTime(required=True)
    error = ma.fields.String(required=True, allow_none=True)


class ClockMove(Schema):
    """How far the demonstration's clock is moved."""

    hours = ma.fields.Float(required=True, validate=ma.validate.Range(min=-8784, max=8784))


class ClockSchema(Schema):
    """The one clock."""

    now = ma.fields.AwareDateTime(required=True)
    timezone = ma.fields.String(required=True)
