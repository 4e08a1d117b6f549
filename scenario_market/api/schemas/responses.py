"""Providers' answers and contracts as the API takes and shows them."""

import marshmallow as ma

from scenario_market.api.resource import PageQuery, Schema
from scenario_market.api.schemas.postings import MoveSchema, OwnerSchema
from scenario_market.api.schemas.shapes import Code, Key, Text, fen
from scenario_market.api.schemas.times import Day
from scenario_market.domain.demands.states import ResponseState

STATES = ma.validate.OneOf([state.value for state in ResponseState])


class AnswerFields(Schema):
    """An answer: proposal, offerings, a range of price in fen, and a contact that waits for docking."""

    proposal = ma.fields.String(required=True, validate=Text)
    offering_ids = ma.fields.List(ma.fields.Integer(strict=True, validate=Key))
    quote_min_fen = fen()
    quote_max_fen = fen()
    contact_name = ma.fields.String(required=True, validate=Text)
    contact_mobile = ma.fields.String(required=True, validate=Text)
    contact_email = ma.fields.String(allow_none=True, validate=Text)


class AnswerRequest(AnswerFields):
    """An answer in the name of an organisation that one acts for."""

    organisation_id = ma.fields.Integer(required=True, strict=True, validate=Key)


class ContractRequest(Schema):
    """签约, as it was signed outside; money in fen."""

    number = ma.fields.String(allow_none=True, validate=Text)
    route = ma.fields.String(required=True, validate=Code)
    amount_fen = ma.fields.Integer(required=True, strict=True)
    signed_on = Day(required=True)
    ends_on = Day(allow_none=True)
    attachment_id = ma.fields.Integer(allow_none=True, strict=True, validate=Key)


class ContractSchema(Schema):
    """A recorded contract; confirmed once the other side said so."""

    number = ma.fields.String(required=True, allow_none=True)
    route = ma.fields.String(required=True)
    amount_fen = ma.fields.Integer(required=True)
    signed_on = ma.fields.Date(required=True)
    ends_on = ma.fields.Date(required=True, allow_none=True)
    recorded_for_id = ma.fields.Integer(required=True)
    confirmed_at = ma.fields.AwareDateTime(required=True, allow_none=True)


class ResponseSchema(Schema):
    """An answer for one of its sides or the office."""

    id = ma.fields.Integer(required=True)
    version = ma.fields.Integer(required=True)
    demand_id = ma.fields.Integer(required=True)
    organisation_id = ma.fields.Integer(required=True)
    organisation = ma.fields.Nested(OwnerSchema, required=True)
    state = ma.fields.String(required=True, validate=STATES)
    demand_number = ma.fields.Integer(required=True)
    proposal = ma.fields.String(required=True)
    offering_ids = ma.fields.List(ma.fields.Integer(), required=True)
    quote_min_fen = ma.fields.Integer(required=True, allow_none=True)
    quote_max_fen = ma.fields.Integer(required=True, allow_none=True)
    owner_due_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    created_at = ma.fields.AwareDateTime(required=True)
    updated_at = ma.fields.AwareDateTime(required=True)
    contact_name = ma.fields.String()
    contact_mobile = ma.fields.String()
    contact_email = ma.fields.String(allow_none=True)
    contract = ma.fields.Nested(ContractSchema, allow_none=True)
    history = ma.fields.List(ma.fields.Nested(MoveSchema))


class ResponseQuery(PageQuery):
    """Which answers."""

    state = ma.fields.String(validate=STATES)
