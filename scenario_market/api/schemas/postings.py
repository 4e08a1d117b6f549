"""What demands and calls have in common as the API takes and shows them."""

import marshmallow as ma

from scenario_market.api.resource import PageQuery, Schema
from scenario_market.api.schemas.shapes import Amount, Code, Key, Text, code, codes, flag
from scenario_market.api.schemas.times import Instant
from scenario_market.domain.postings.catalogue import SCOPES


class PostingContent(Schema):
    """What it is about, where, and what is to come of it; codes or their Chinese names."""

    title = ma.fields.String(validate=Text)
    domain = code()
    industries = codes()
    service_types = codes()
    tier = code()
    chain = code()
    node = code()
    district = code()
    place = ma.fields.String(validate=Text)
    background = ma.fields.String(validate=Text)
    content = ma.fields.String(validate=Text)
    deliverables = ma.fields.List(ma.fields.String(validate=Text))
    funding_source = code()
    ip_ownership = code()
    accepts_consortium = flag()
    is_desensitised = flag()


class ContactFields(Schema):
    """Who is to be called: hidden from the other side at first."""

    contact_name = ma.fields.String(allow_none=True, validate=Text)
    contact_mobile = ma.fields.String(allow_none=True, validate=Text)
    contact_email = ma.fields.String(allow_none=True, validate=Text)


class MetricSchema(Schema):
    """技术指标: name, operator (code), baseline, target, unit."""

    name = ma.fields.String(required=True)
    operator = ma.fields.String(required=True)
    baseline = ma.fields.Float(allow_none=True)
    target = ma.fields.Float(allow_none=True)
    unit = ma.fields.String(allow_none=True)


class OwnerSchema(Schema):
    """The owner as it is named in public."""

    id = ma.fields.Integer(required=True)
    name = ma.fields.String(required=True)
    uscc = ma.fields.String(required=True)


class ClearanceSchema(Schema):
    """One signed step of 保密审查 or 三审三校."""

    number = ma.fields.Integer(required=True)
    step = ma.fields.String(required=True)
    signed_by_id = ma.fields.Integer(required=True)
    at = ma.fields.AwareDateTime(required=True)
    opinion = ma.fields.String(required=True)


class PostingFacts(Schema):
    """What a reader may see of how it stands, besides its state."""

    id = ma.fields.Integer(required=True)
    number = ma.fields.String(required=True, allow_none=True)
    version = ma.fields.Integer(required=True)
    updated_at = ma.fields.AwareDateTime(required=True)
    created_at = ma.fields.AwareDateTime()
    submitted_at = ma.fields.AwareDateTime(allow_none=True)
    closes_at = ma.fields.AwareDateTime(allow_none=True)
    programme = ma.fields.String()
    source = ma.fields.String()
    content_number = ma.fields.Integer()
    author_id = ma.fields.Integer(allow_none=True)
    clearances = ma.fields.List(ma.fields.Nested(ClearanceSchema))


class MoveSchema(Schema):
    """One move; reasons only for those concerned."""

    verb = ma.fields.String(required=True)
    source = ma.fields.String(required=True)
    target = ma.fields.String(required=True)
    at = ma.fields.AwareDateTime(required=True)
    reason_code = ma.fields.String(allow_none=True)
    reason_text = ma.fields.String(allow_none=True)
    remarks = ma.fields.Dict(allow_none=True)
    actor_person_id = ma.fields.Integer(allow_none=True)


class PostingQuery(PageQuery):
    """Which demands or calls; a kind adds its states and its amounts."""

    scope = ma.fields.String(load_default="public", validate=ma.validate.OneOf(SCOPES))
    programme = ma.fields.String(validate=Code)
    domain = ma.fields.String(validate=Code)
    district = ma.fields.String(validate=Code)
    industry = ma.fields.String(validate=Code)
    node = ma.fields.String(validate=Code)
    source = ma.fields.String(validate=Code)
    owner_id = ma.fields.Integer(validate=Key)
    text = ma.fields.String(validate=ma.validate.Length(min=1, max=200))
    closes_before = Instant()


def amount():
    """A bound of an amount that a list is narrowed by, in whole fen."""
    return ma.fields.Integer(validate=Amount)
