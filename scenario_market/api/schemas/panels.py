"""Panels, seats, draws and rankings as the API takes and shows them."""

import marshmallow as ma

from scenario_market.api.resource import Schema
from scenario_market.api.schemas.shapes import Code, Text
from scenario_market.domain.evaluation.states import PanelState, SeatState


class PanelPreparationRequest(Schema):
    """Fields of which a member who is not on finance has one; none: the call's own domain."""

    fields_ = ma.fields.List(
        ma.fields.String(validate=Code), data_key="fields", attribute="fields", load_default=list
    )


class PanelSeatSchema(Schema):
    """A seat of a panel. ``parties`` are told to who has accepted; names of people to the office alone."""

    id = ma.fields.Integer(required=True)
    version = ma.fields.Integer(required=True)
    panel_id = ma.fields.Integer(required=True)
    number = ma.fields.String(required=True)
    kind = ma.fields.String(required=True)
    state = ma.fields.String(
        required=True, validate=ma.validate.OneOf([one.value for one in SeatState])
    )
    due_at = ma.fields.AwareDateTime(required=True)
    is_chair = ma.fields.Boolean(required=True)
    declared_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    declaration = ma.fields.String(required=True)
    challenge_id = ma.fields.Integer()
    challenge_number = ma.fields.String(allow_none=True)
    title = ma.fields.String()
    parties = ma.fields.List(ma.fields.String())
    expert_id = ma.fields.Integer()
    name = ma.fields.String()
    removal_asked_at = ma.fields.AwareDateTime(allow_none=True)
    removal_asked_by_id = ma.fields.Integer(allow_none=True)
    removal_code = ma.fields.String(allow_none=True)
    removal_text = ma.fields.String()


class PassedSchema(Schema):
    """Who was passed over after the draw, and why."""

    number = ma.fields.String(required=True)
    reasons = ma.fields.List(ma.fields.String(), required=True)


class PanelSchema(Schema):
    """A panel. Its secrets are shown to nobody; the draw is published with the result."""

    id = ma.fields.Integer(required=True)
    version = ma.fields.Integer(required=True)
    challenge_id = ma.fields.Integer(required=True)
    state = ma.fields.String(
        required=True, validate=ma.validate.OneOf([one.value for one in PanelState])
    )
    fields_ = ma.fields.List(
        ma.fields.String(), required=True, data_key="fields", attribute="fields"
    )
    secret_hash = ma.fields.String(required=True)
    pool_hash = ma.fields.String(required=True)
    digest = ma.fields.String(required=True, allow_none=True)
    blind_locked_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    created_at = ma.fields.AwareDateTime(required=True)
    updated_at = ma.fields.AwareDateTime(required=True)
    seats = ma.fields.List(ma.fields.Nested(PanelSeatSchema))
    passed = ma.fields.List(ma.fields.Nested(PassedSchema))
    sheets = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.Integer())


class CandidateSchema(Schema):
    """One line of the list that was drawn from."""

    number = ma.fields.String(required=True)
    finance = ma.fields.Boolean(required=True)
    field = ma.fields.Boolean(required=True)
    excluded = ma.fields.List(ma.fields.String(), required=True)
    sealed = ma.fields.String(required=True)
    changed = ma.fields.Boolean(required=True)


class RecordSchema(Schema):
    """What was fixed at the draw."""

    algorithm = ma.fields.String(required=True)
    subject = ma.fields.String(required=True)
    secret_hash = ma.fields.String(required=True)
    pool_hash = ma.fields.String(required=True)
    beacon = ma.fields.String(required=True)
    fields_ = ma.fields.List(
        ma.fields.String(), required=True, data_key="fields", attribute="fields"
    )
    seats = ma.fields.Integer(required=True)
    finance_seats = ma.fields.Integer(required=True)
    candidates = ma.fields.List(ma.fields.Nested(CandidateSchema), required=True)


class DrawnPersonSchema(Schema):
    """Who stood behind a number, with the salt that shows it."""

    number = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    salt = ma.fields.String(required=True)


class LeftSchema(Schema):
    """How somebody left who had been drawn. ``reasons``: of those whom the office took off or passed over."""

    number = ma.fields.String(required=True)
    how = ma.fields.String(required=True)
    at = ma.fields.AwareDateTime(required=True, allow_none=True)
    reasons = ma.fields.List(ma.fields.String(), required=True)


class EarlierDrawSchema(Schema):
    """A panel of the call that was given up; ``record`` and ``secret`` where it was drawn."""

    secret_hash = ma.fields.String(required=True)
    pool_hash = ma.fields.String(required=True)
    prepared_at = ma.fields.AwareDateTime(required=True)
    dissolved_at = ma.fields.AwareDateTime(required=True)
    reason_code = ma.fields.String(required=True)
    record = ma.fields.Nested(RecordSchema, required=True, allow_none=True)
    digest = ma.fields.String(required=True, allow_none=True)
    secret = ma.fields.String(required=True, allow_none=True)


class DrawSchema(Schema):
    """A published draw: check it by ``scenario-market draw verify``."""

    record = ma.fields.Nested(RecordSchema, required=True)
    digest = ma.fields.String(required=True)
    secret = ma.fields.String(required=True)
    bid_hashes = ma.fields.List(ma.fields.String(), required=True)
    after_opening = ma.fields.Boolean(required=True)
    gone = ma.fields.List(ma.fields.String(), required=True)
    members = ma.fields.List(ma.fields.String(), required=True)
    people = ma.fields.List(ma.fields.Nested(DrawnPersonSchema), required=True)
    left = ma.fields.List(ma.fields.Nested(LeftSchema), required=True)
    earlier = ma.fields.List(ma.fields.Nested(EarlierDrawSchema), required=True)


class DeclarationRequest(Schema):
    """A declaration, in one's own words."""

    text = ma.fields.String(required=True, validate=Text)


class RankingSchema(Schema):
    """Where a bid stands; ``total`` and ``scores`` are exact, ``total_shown`` is rounded for reading."""

    bid_id = ma.fields.Integer(required=True)
    pseudonym = ma.fields.String(required=True)
    attempt = ma.fields.Integer(required=True)
    place = ma.fields.Integer(required=True, allow_none=True)
    total = ma.fields.String(required=True)
    total_shown = ma.fields.String(required=True)
    scores = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String(), required=True)
    failed = ma.fields.List(ma.fields.String(), required=True)
    used = ma.fields.Integer(required=True)
    outcome = ma.fields.String(required=True)
    settled_by = ma.fields.String(required=True, allow_none=True)
    made_at = ma.fields.AwareDateTime(required=True)


class ScoreHintSchema(Schema):
    """Something to ask about; no score is changed because of it. ``by``: points, exact."""

    kind = ma.fields.String(required=True)
    member = ma.fields.String(required=True)
    pseudonym = ma.fields.String(required=True, allow_none=True)
    criterion = ma.fields.String(required=True, allow_none=True)
    by = ma.fields.String(required=True)
