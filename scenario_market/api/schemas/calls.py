"""What stands around a call: who may bid, its review, its questions, who follows, partners."""

import marshmallow as ma

from scenario_market.api.resource import PageQuery, Schema
from scenario_market.api.schemas.shapes import Key, Text


class OrganisationQuery(Schema):
    """Which of one's organisations."""

    organisation_id = ma.fields.Integer(required=True, validate=Key)


class FollowRequest(Schema):
    """Which of one's organisations."""

    organisation_id = ma.fields.Integer(required=True, strict=True, validate=Key)


class LackingSchema(Schema):
    """What is lacking, and why: absent, expired or low_level."""

    code = ma.fields.String(required=True)
    level = ma.fields.Integer(required=True)
    reason = ma.fields.String(required=True)
    expired_on = ma.fields.Date(required=True, allow_none=True)


class AnswerSchema(Schema):
    """Whether one rule of a call is met. ``place``: of its condition, from 0 on; null: a fixed rule."""

    rule = ma.fields.String(required=True)
    place = ma.fields.Integer(required=True, allow_none=True)
    passed = ma.fields.Boolean(required=True)
    wanted = ma.fields.List(ma.fields.Raw(), required=True)
    lacking = ma.fields.List(ma.fields.Nested(LackingSchema), required=True)
    by_partner = ma.fields.Boolean(required=True)
    text = ma.fields.String(required=True)


class FindingSchema(Schema):
    """One finding of a review. ``place``: of a condition, from 0 on; null: of anything else in the call."""

    place = ma.fields.Integer(
        required=True, strict=True, allow_none=True, validate=ma.validate.Range(min=0, max=1_000)
    )
    accepted = ma.fields.Boolean(required=True)
    text = ma.fields.String(required=True, validate=Text)


class FairReviewRequest(Schema):
    """公平竞争审查: each condition that restricts competition owes a finding."""

    findings = ma.fields.List(
        ma.fields.Nested(FindingSchema), load_default=list, validate=ma.validate.Length(max=200)
    )
    opinion = ma.fields.String(required=True, validate=Text)


class FairReviewSchema(Schema):
    """The review of one version of a call."""

    id = ma.fields.Integer(required=True)
    number = ma.fields.Integer(required=True)
    passed = ma.fields.Boolean(required=True)
    findings = ma.fields.List(ma.fields.Nested(FindingSchema), required=True)
    opinion = ma.fields.String(required=True)
    at = ma.fields.AwareDateTime(required=True)


class QuestionPage(PageQuery):
    """Where a page begins and how long it is."""


class QuestionRequest(Schema):
    """A question in the name of one's organisation. Nobody else reads who asks."""

    organisation_id = ma.fields.Integer(required=True, strict=True, validate=Key)
    text = ma.fields.String(required=True, validate=Text)


class WordsRequest(Schema):
    """What is made public."""

    text = ma.fields.String(required=True, validate=Text)


class DeclinedSchema(Schema):
    """Why a question was not published."""

    code = ma.fields.String(required=True)
    text = ma.fields.String(required=True)


class QuestionSchema(Schema):
    """A question. What was asked, and when, is for its own organisation and for who makes it anonymous."""

    id = ma.fields.Integer(required=True)
    version = ma.fields.Integer(required=True)
    challenge_id = ma.fields.Integer(required=True)
    state = ma.fields.String(required=True)
    number = ma.fields.Integer(required=True, allow_none=True)
    text = ma.fields.String(required=True, allow_none=True)
    answer = ma.fields.String(required=True, allow_none=True)
    published_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    answered_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    is_own = ma.fields.Boolean(required=True)
    asked = ma.fields.String(required=True, allow_none=True)
    asked_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    organisation_id = ma.fields.Integer(required=True, allow_none=True)
    reason = ma.fields.Nested(DeclinedSchema, required=True, allow_none=True)


class InterestSchema(Schema):
    """How many follow a call: public from halfway to its deadline on. ``own``: one's organisations that do."""

    follows = ma.fields.Integer(required=True, allow_none=True)
    own = ma.fields.List(ma.fields.Integer(), required=True)


class BroughtSchema(Schema):
    """What a partner would bring: a kind of condition or service_type, its value, and the value's name."""

    kind = ma.fields.String(required=True)
    value = ma.fields.Raw(required=True)
    name = ma.fields.String(required=True)


class SuggestedPartnerSchema(Schema):
    """A provider that agreed to be found and has what one lacks."""

    organisation_id = ma.fields.Integer(required=True)
    name = ma.fields.String(required=True)
    brings = ma.fields.List(ma.fields.Nested(BroughtSchema), required=True)
