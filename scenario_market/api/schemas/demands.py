"""Demands as the API takes and shows them. Shapes only: what a field may hold is the domain's to say."""

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
from scenario_market.api.schemas.shapes import Code, Key, Text, codes, fen, flag
from scenario_market.api.schemas.times import Instant
from scenario_market.domain.demands import showing
from scenario_market.domain.demands.states import DemandState


class OutcomeSchema(Schema):
    """预期成效: from a baseline to a target, in words."""

    name = ma.fields.String(required=True)
    baseline = ma.fields.String(allow_none=True)
    target = ma.fields.String(allow_none=True)


class ConditionsSchema(Schema):
    """开放条件."""

    data = ma.fields.String(allow_none=True)
    site = ma.fields.String(allow_none=True)
    equipment = ma.fields.String(allow_none=True)
    interface = ma.fields.String(allow_none=True)


class CertificateWanted(Schema):
    """A certificate asked for, and its least level (0: any)."""

    code = ma.fields.String(required=True)
    level = ma.fields.Integer(allow_none=True)


class RequirementsSchema(Schema):
    """What a provider must hold to be told."""

    honours = codes()
    certificates = ma.fields.List(ma.fields.Nested(CertificateWanted))
    categories = codes()
    districts = codes()


class ContentSchema(PostingContent):
    """The content of a need; codes or their Chinese names, money in fen."""

    problem = ma.fields.String(validate=Text)
    pain_points = ma.fields.String(validate=Text)
    metrics = ma.fields.List(ma.fields.Nested(MetricSchema))
    outcomes = ma.fields.List(ma.fields.Nested(OutcomeSchema))
    budget_min_fen = fen()
    budget_max_fen = fen()
    budget_display = ma.fields.String(validate=Code)
    open_conditions = ma.fields.Nested(ConditionsSchema)
    starts_on = ma.fields.Date(allow_none=True)
    ends_on = ma.fields.Date(allow_none=True)
    answers_until = ma.fields.Date(allow_none=True)
    requirements = ma.fields.Nested(RequirementsSchema)
    lead_department = ma.fields.String(allow_none=True, validate=Text)


class FieldsSchema(ContentSchema, ContactFields):
    """Everything that an author writes; contacts stay hidden until docking."""


class DraftRequest(Schema):
    """A new need of an organisation that one acts for."""

    organisation_id = ma.fields.Integer(required=True, strict=True, validate=Key)
    programme = ma.fields.String(load_default="demand_list", validate=Code)
    is_rough = flag(load_default=False)
    fields_ = ma.fields.Nested(FieldsSchema, data_key="fields", load_default=dict)


class CollectRequest(DraftRequest):
    """A need that came in by a visit, a meeting or a call."""

    organisation_id = ma.fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=Key
    )
    source = ma.fields.String(required=True, validate=Code)


class BandSchema(Schema):
    """The band that stands for a budget; null where it is open."""

    from_fen = ma.fields.Integer(required=True, allow_none=True)
    to_fen = ma.fields.Integer(required=True, allow_none=True)


class SharpeningSchema(Schema):
    """Who sharpened a rough problem: disclosed."""

    provider_id = ma.fields.Integer(required=True)
    name = ma.fields.String()
    assigned_at = ma.fields.AwareDateTime()
    due_at = ma.fields.AwareDateTime()
    delivered_at = ma.fields.AwareDateTime(allow_none=True)
    adopted_at = ma.fields.AwareDateTime(allow_none=True)
    ended_at = ma.fields.AwareDateTime(allow_none=True)
    proposal = ma.fields.Dict(allow_none=True)
    answer = ma.fields.String()


class AmendmentSchema(Schema):
    """A change of a public demand that waits for an officer's word."""

    content = ma.fields.Dict(required=True)
    changed = ma.fields.List(ma.fields.String(), required=True)
    reason = ma.fields.String(required=True)
    proposed_at = ma.fields.AwareDateTime(required=True)


class ApprovalSchema(Schema):
    """One officer's approval."""

    number = ma.fields.Integer(required=True)
    officer_id = ma.fields.Integer(required=True)
    at = ma.fields.AwareDateTime(required=True)
    opinion = ma.fields.String(required=True)


class SimilarSchema(Schema):
    """A demand that says much the same: a warning, no refusal."""

    demand_id = ma.fields.Integer(required=True)
    number = ma.fields.String(required=True, allow_none=True)
    title = ma.fields.String(required=True)
    state = ma.fields.String(required=True)
    share = ma.fields.Float(required=True)


class DemandSchema(FieldsSchema, PostingFacts):
    """A demand as the reader may see it: what is not for him is left out."""

    state = ma.fields.String(
        required=True, validate=ma.validate.OneOf([state.value for state in DemandState])
    )
    listed_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    recommended_at = ma.fields.AwareDateTime(allow_none=True)
    source_note = ma.fields.String(allow_none=True)
    is_rough = ma.fields.Boolean()
    owner_organisation_id = ma.fields.Integer(allow_none=True)
    owner = ma.fields.Nested(OwnerSchema, allow_none=True)
    budget_band = ma.fields.Nested(BandSchema, allow_none=True)
    sharpenings = ma.fields.List(ma.fields.Nested(SharpeningSchema))
    amendment = ma.fields.Nested(AmendmentSchema, allow_none=True)
    approvals = ma.fields.List(ma.fields.Nested(ApprovalSchema))
    similar = ma.fields.List(ma.fields.Nested(SimilarSchema))


class DemandSummary(DemandSchema):
    """A demand in a list: what one needs to choose what to open."""

    class Meta:
        unknown = ma.RAISE
        fields = (
            *("id", "number", "state", "version", "updated_at", "listed_at", "closes_at"),
            *("created_at", "submitted_at", "recommended_at", "programme", "source", "is_rough"),
            *("content_number", "owner_organisation_id", "author_id", "owner", "budget_band"),
            *showing.SUMMARY,
        )


class DemandQuery(PostingQuery):
    """Which demands."""

    state = ma.fields.String(validate=ma.validate.OneOf([state.value for state in DemandState]))
    budget_from_fen = amount()
    budget_to_fen = amount()


class SimilarRequest(Schema):
    """The title and problem of the need at hand."""

    title = ma.fields.String(load_default="", validate=Text)
    pain_points = ma.fields.String(load_default="", validate=Text)


class SourceQuery(Schema):
    """Between which instants; the later one exclusive."""

    since = Instant(required=True)
    until = Instant(required=True)


class SourceCount(Schema):
    """How many came in by one source."""

    source = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    is_opportunity = ma.fields.Boolean(required=True)
    count = ma.fields.Integer(required=True)
