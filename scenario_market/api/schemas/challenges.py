"""Calls as the API takes and shows them. Shapes only: what a field may hold is the domain's to say."""

import marshmallow as ma

from scenario_market.api.resource import Schema
from scenario_market.api.schemas.postings import (
    ContactFields,
    MetricSchema,
    OwnerSchema,
    PostingContent,
    PostingFacts,
    PostingQuery,
    amount,
)
from scenario_market.api.schemas.shapes import Code, Key, Text, code, fen, flag
from scenario_market.api.schemas.times import Day, Instant, provisional
from scenario_market.api.schemas.versions import VersionSchema
from scenario_market.domain.challenges import showing
from scenario_market.domain.challenges.states import ChallengeState

Some = ma.validate.Length(max=20)
STATES = [state.value for state in ChallengeState]


def whole():
    """A whole number, or null."""
    return ma.fields.Integer(
        strict=True, allow_none=True, validate=ma.validate.Range(-(2**31), 2**31)
    )


class AskedMetric(MetricSchema):
    """考核指标: bids answer it by its key; without one it gets one."""

    key = ma.fields.String(allow_none=True)
    is_mandatory = flag()


class CallFields(PostingContent, ContactFields):
    """Everything that an author writes; money in fen. Contacts are not public."""

    metrics = ma.fields.List(ma.fields.Nested(AskedMetric))
    reward_fen = fen()
    budget_ceiling_fen = fen()
    term_months = whole()
    contract_route = code()
    owner_type = code()
    eligibility = ma.fields.List(ma.fields.Dict(keys=ma.fields.String()))
    window_days = whole()


class CriterionAdjusted(Schema):
    """Weight and pass mark of one criterion."""

    code = ma.fields.String(required=True, validate=Code)
    weight = ma.fields.Integer(required=True, strict=True)
    pass_mark = ma.fields.Integer(strict=True, allow_none=True)


class Adjustments(Schema):
    """What a call sets otherwise than its programme; null takes an adjustment back."""

    criteria = ma.fields.List(ma.fields.Nested(CriterionAdjusted), allow_none=True)
    pass_mark = whole()
    bids_min = whole()
    winners = whole()
    race = flag(allow_none=True)
    reserves = whole()
    gate_milestone = whole()
    notice_days = whole()


class CallRequest(Schema):
    """A new call: on a listed need (``demand_id``), or posted for an organisation by one of the other sources."""

    programme = ma.fields.String(required=True, validate=Code)
    demand_id = ma.fields.Integer(strict=True, validate=Key)
    source = ma.fields.String(validate=Code)
    organisation_id = ma.fields.Integer(strict=True, validate=Key)
    fields_ = ma.fields.Nested(CallFields, data_key="fields", load_default=dict)
    rules = ma.fields.Nested(Adjustments, load_default=dict)

    @ma.validates_schema
    def one_way(self, data, **kwargs):
        """Either way, and not both."""
        names = ("source", "organisation_id")
        if "demand_id" in data:
            wrong = [name for name in names if name in data]
            message = "Unknown field."
        else:
            wrong = [name for name in names if name not in data]
            message = "Missing data for required field."
        if wrong:
            raise ma.ValidationError({name: [message] for name in wrong})


class CallPatch(Schema):
    """What changes in a draft."""

    fields_ = ma.fields.Nested(CallFields, data_key="fields", load_default=dict)
    rules = ma.fields.Nested(Adjustments, load_default=dict)


class CallFileRevision(Schema):
    """A file that was prepared for the amendment, and the one that it replaces, if any."""

    attachment_id = ma.fields.Integer(required=True, strict=True, validate=Key)
    replaces = ma.fields.Integer(load_default=None, allow_none=True, strict=True, validate=Key)


class CallAmendment(Schema):
    """What changes in an open call, why, its new last day for bids, and the new files."""

    fields_ = ma.fields.Nested(CallFields, data_key="fields", load_default=dict)
    reason = ma.fields.String(required=True, validate=Text)
    closes_on = Day(load_default=None, allow_none=True)
    is_material = flag(load_default=False)
    files = ma.fields.List(ma.fields.Nested(CallFileRevision), load_default=list, validate=Some)


class CallScheduleRequest(Schema):
    """When to publish."""

    publish_at = Instant(required=True)


class CallSignatureSchema(Schema):
    """An officer's approval, or the joint organiser's countersignature, of one version."""

    number = ma.fields.Integer(required=True)
    person_id = ma.fields.Integer(required=True)
    is_joint = ma.fields.Boolean(required=True)
    at = ma.fields.AwareDateTime(required=True)
    opinion = ma.fields.String(required=True)


class EndSchema(Schema):
    """How a call ended before its time, said to everybody."""

    verb = ma.fields.String(required=True)
    at = ma.fields.AwareDateTime(required=True)
    reason_code = ma.fields.String(allow_none=True)
    reason_text = ma.fields.String(allow_none=True)


class ChallengeSchema(CallFields, PostingFacts):
    """A call as the reader may see it: what is not for him is left out."""

    state = ma.fields.String(required=True, validate=ma.validate.OneOf(STATES))
    published_at = ma.fields.AwareDateTime(allow_none=True)
    opens_at = ma.fields.AwareDateTime(allow_none=True)
    questions_close_at = ma.fields.AwareDateTime(allow_none=True)
    is_provisional = provisional()
    extended_at = ma.fields.AwareDateTime(allow_none=True)
    closed_at = ma.fields.AwareDateTime(allow_none=True)
    unsealed_at = ma.fields.AwareDateTime(allow_none=True)
    publish_at = ma.fields.AwareDateTime(allow_none=True)
    is_joint = ma.fields.Boolean()
    rules = ma.fields.Dict()
    adjustments = ma.fields.Dict()
    round_number = ma.fields.Integer()
    previous_id = ma.fields.Integer(allow_none=True)
    next_id = ma.fields.Integer(allow_none=True)
    demand_id = ma.fields.Integer(allow_none=True)
    reconfirm_number = ma.fields.Integer()
    owner_organisation_id = ma.fields.Integer()
    owner = ma.fields.Nested(OwnerSchema)
    ended = ma.fields.Nested(EndSchema, allow_none=True)
    approvals = ma.fields.List(ma.fields.Nested(CallSignatureSchema))


class ChallengeSummary(ChallengeSchema):
    """A call in a list."""

    class Meta:
        unknown = ma.RAISE
        fields = (*showing.FACTS, *showing.SUMMARY, *showing.INNER_ROW, "owner")


class CallVersion(VersionSchema):
    """One version: what it says and holds, and what it says otherwise than the one before."""

    is_material = ma.fields.Boolean(required=True)
    note = ma.fields.String(required=True)


class ChallengeQuery(PostingQuery):
    """Which calls."""

    state = ma.fields.String(validate=ma.validate.OneOf(STATES))
    chain = ma.fields.String(validate=Code)
    reward_from_fen = amount()
    reward_to_fen = amount()
