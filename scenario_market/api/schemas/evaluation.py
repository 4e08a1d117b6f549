"""The formal check, opened bids, sheets, hearings and readings as the API takes and shows them."""

import marshmallow as ma

from scenario_market.api.resource import PageQuery, Schema
from scenario_market.api.schemas.reasons import RemarkedReasonSchema
from scenario_market.api.schemas.shapes import Key, Text
from scenario_market.api.schemas.times import Day
from scenario_market.domain.bids.states import BidState
from scenario_market.domain.evaluation.hearings import KINDS
from scenario_market.domain.evaluation.states import SheetState

Field = ma.validate.Length(min=1, max=120)


class CorrectionRequest(Schema):
    """Fields to correct, by their paths (``impact.text``), and why."""

    reason = ma.fields.Nested(RemarkedReasonSchema, required=True)
    fields_ = ma.fields.List(
        ma.fields.String(validate=Field), required=True, data_key="fields", attribute="fields"
    )


class CorrectedRequest(Schema):
    """New values by the paths that were asked for."""

    values = ma.fields.Dict(
        keys=ma.fields.String(validate=Field), values=ma.fields.Raw(allow_none=True), required=True
    )


class BidSummary(Schema):
    """An opened bid without its content; who bids, for those who may know."""

    id = ma.fields.Integer(required=True)
    version = ma.fields.Integer(required=True)
    challenge_id = ma.fields.Integer(required=True)
    pseudonym = ma.fields.String(required=True)
    state = ma.fields.String(
        required=True, validate=ma.validate.OneOf([one.value for one in BidState])
    )
    opened_at = ma.fields.AwareDateTime(required=True)
    organisation_id = ma.fields.Integer()
    handed_in_at = ma.fields.AwareDateTime()
    content_hash = ma.fields.String()
    correction_due_at = ma.fields.AwareDateTime(allow_none=True)
    correction_fields = ma.fields.List(ma.fields.String())


class BidFileSchema(Schema):
    """An attachment; to a blind reader under a name that tells nothing."""

    id = ma.fields.Integer(required=True)
    section = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    media_type = ma.fields.String(required=True)


class BidMemberSchema(Schema):
    """An organisation of a bid."""

    organisation_id = ma.fields.Integer(required=True)
    name = ma.fields.String(required=True)
    uscc = ma.fields.String(required=True)
    is_lead = ma.fields.Boolean(required=True)
    share_percent = ma.fields.Integer(required=True, allow_none=True)
    role = ma.fields.String(required=True)


class CorrectionSchema(Schema):
    """The one correction that was asked for."""

    fields_ = ma.fields.List(
        ma.fields.String(), required=True, data_key="fields", attribute="fields"
    )
    before = ma.fields.Dict(required=True)
    values = ma.fields.Dict(required=True, allow_none=True)
    asked_at = ma.fields.AwareDateTime(required=True)
    due_at = ma.fields.AwareDateTime(required=True)
    corrected_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    lapsed_at = ma.fields.AwareDateTime(required=True, allow_none=True)


class BidSchema(BidSummary):
    """A bid as far as the reader sees it now; ``parts`` says how far."""

    parts = ma.fields.List(ma.fields.String(), required=True)
    sections = ma.fields.Dict(required=True)
    total_fen = ma.fields.Integer(allow_none=True)
    files = ma.fields.List(ma.fields.Nested(BidFileSchema), required=True)
    organisations = ma.fields.List(ma.fields.Nested(BidMemberSchema))
    correction = ma.fields.Nested(CorrectionSchema, allow_none=True)


class ScoreRequest(Schema):
    """A score from 0 to 100, and why."""

    score = ma.fields.Integer(
        strict=True, allow_none=True, validate=ma.validate.Range(min=-1000, max=1000)
    )
    reason = ma.fields.String(load_default="", validate=Text)


class ScoresRequest(Schema):
    """Scores by criterion; what is not given stays as it was."""

    scores = ma.fields.Dict(
        keys=ma.fields.String(validate=Field),
        values=ma.fields.Nested(ScoreRequest),
        required=True,
    )


class ScoreSchema(Schema):
    """One score."""

    score = ma.fields.Integer(required=True, allow_none=True)
    reason = ma.fields.String(required=True)


class EarlierScoresSchema(Schema):
    """What stood in a sheet when the chair reopened it."""

    scores = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.Nested(ScoreSchema))
    submitted_at = ma.fields.String(required=True, allow_none=True)
    reopened_at = ma.fields.String(required=True)


class SheetSchema(Schema):
    """A member's sheet on one part of one bid."""

    id = ma.fields.Integer(required=True)
    version = ma.fields.Integer(required=True)
    challenge_id = ma.fields.Integer(required=True)
    bid_id = ma.fields.Integer(required=True)
    pseudonym = ma.fields.String(required=True)
    member = ma.fields.String(required=True)
    part = ma.fields.String(required=True)
    state = ma.fields.String(
        required=True, validate=ma.validate.OneOf([one.value for one in SheetState])
    )
    scores = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.Nested(ScoreSchema))
    submitted_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    earlier = ma.fields.List(ma.fields.Nested(EarlierScoresSchema), required=True)


class HearingRequest(Schema):
    """答辩 or 现场考察."""

    bid_id = ma.fields.Integer(required=True, strict=True, validate=Key)
    kind = ma.fields.String(required=True, validate=ma.validate.OneOf(KINDS))
    held_on = Day(required=True)
    place = ma.fields.String(load_default="", validate=ma.validate.Length(max=200))
    minutes = ma.fields.String(required=True, validate=Text)


class HearingSchema(Schema):
    """An interview or a visit, on record."""

    id = ma.fields.Integer(required=True)
    bid_id = ma.fields.Integer(required=True)
    kind = ma.fields.String(required=True)
    held_on = ma.fields.Date(required=True)
    place = ma.fields.String(required=True)
    minutes = ma.fields.String(required=True)
    recorded_at = ma.fields.AwareDateTime(required=True)


class CollusionHintSchema(Schema):
    """What bids have in common, side by side: evidence to look at, never a verdict."""

    id = ma.fields.Integer(required=True)
    kind = ma.fields.String(required=True)
    bid_ids = ma.fields.List(ma.fields.Integer(), required=True)
    evidence = ma.fields.Dict(required=True)
    found_at = ma.fields.AwareDateTime(required=True)


class ReadingSchema(Schema):
    """Who read what, and when."""

    id = ma.fields.Integer(required=True)
    person_id = ma.fields.Integer(required=True, allow_none=True)
    challenge_id = ma.fields.Integer(required=True, allow_none=True)
    subject_kind = ma.fields.String(required=True)
    subject_id = ma.fields.Integer(required=True)
    part = ma.fields.String(required=True)
    request_id = ma.fields.String(required=True, allow_none=True)
    at = ma.fields.AwareDateTime(required=True)


READ = ("bid", "score_sheet", "hearing", "result", "result_letter", "challenge", "demand")


class ReadingQuery(PageQuery):
    """Which readings."""

    challenge_id = ma.fields.Integer(strict=False, validate=Key)
    subject_kind = ma.fields.String(validate=ma.validate.OneOf(READ))
    subject_id = ma.fields.Integer(strict=False, validate=ma.validate.Range(min=0))
    person_id = ma.fields.Integer(strict=False, validate=Key)
