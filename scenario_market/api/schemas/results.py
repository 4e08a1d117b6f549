"""Results, result letters, public notices and objections as the API takes and shows them."""

import marshmallow as ma

from scenario_market.api.resource import PageQuery, Schema
from scenario_market.api.schemas.reasons import RemarkedReasonRequest
from scenario_market.api.schemas.shapes import Code, Key, Text
from scenario_market.api.schemas.times import Day, provisional
from scenario_market.domain.publicity.states import ObjectionState
from scenario_market.domain.results.deciding import Meeting

Name = ma.validate.Length(max=80)
VOTES = ma.validate.Range(min=0, max=1_000)


class PanelOpinionRequest(Schema):
    """The panel's opinion."""

    text = ma.fields.String(required=True, validate=Text)


class OpinionSignatureRequest(Schema):
    """A member's signature on what he has read, with the proof of who he is; who does not agree says why."""

    content_hash = ma.fields.String(required=True, validate=ma.validate.Length(equal=64))
    agrees = ma.fields.Boolean(required=True, truthy={True}, falsy={False})
    dissent = ma.fields.String(load_default="", validate=Text)
    password = ma.fields.String(validate=Text)
    code = ma.fields.String(validate=Code)


class ParticipantSchema(Schema):
    """Who took part in a meeting."""

    name = ma.fields.String(required=True, validate=Name)
    post = ma.fields.String(load_default="", validate=Name)


class MeetingRequest(Schema):
    """The minutes of a collective decision; without words they have to be attached before."""

    held_on = Day(required=True)
    presided_by = ma.fields.String(required=True, validate=Name)
    participants = ma.fields.List(
        ma.fields.Nested(ParticipantSchema), required=True, validate=ma.validate.Length(max=100)
    )
    votes_for = ma.fields.Integer(required=True, strict=True, validate=VOTES)
    votes_against = ma.fields.Integer(load_default=0, strict=True, validate=VOTES)
    votes_abstained = ma.fields.Integer(load_default=0, strict=True, validate=VOTES)
    minutes = ma.fields.String(load_default="", validate=Text)


class DecisionRequest(Schema):
    """What the meeting decided."""

    meeting = ma.fields.Nested(MeetingRequest, required=True)

    @ma.post_load
    def make(self, data, **kwargs):
        """The meeting as commands take it."""
        return data | {"meeting": Meeting(**data["meeting"])}


class RefusalOfAward(RemarkedReasonRequest):
    """What the meeting did not approve, and why."""

    meeting = ma.fields.Nested(MeetingRequest, required=True)

    @ma.post_load
    def make(self, data, **kwargs):
        """The meeting as commands take it."""
        return data | {"meeting": Meeting(**data["meeting"])}


class AwardRequest(Schema):
    """The number of the decision's document."""

    document_number = ma.fields.String(required=True, validate=Name)


class OpinionSignatureSchema(Schema):
    """One signature; whose, only for the office and who watches it, and for all once the result is final."""

    person_id = ma.fields.Integer(required=True, allow_none=True)
    is_own = ma.fields.Boolean(required=True)
    agrees = ma.fields.Boolean(required=True)
    dissent = ma.fields.String(required=True)
    signed_at = ma.fields.AwareDateTime(required=True)
    holds = ma.fields.Boolean(required=True)


class PanelOpinionSchema(Schema):
    """The panel's last opinion; bids stand in it by their pseudonyms."""

    id = ma.fields.Integer(required=True)
    attempt = ma.fields.Integer(required=True)
    text = ma.fields.String(required=True)
    content_hash = ma.fields.String(required=True)
    places = ma.fields.List(ma.fields.Dict(), required=True)
    owed = ma.fields.Integer(required=True)
    signatures = ma.fields.List(ma.fields.Nested(OpinionSignatureSchema), required=True)
    recommended_at = ma.fields.AwareDateTime(required=True, allow_none=True)


class CollectiveDecisionSchema(MeetingRequest):
    """A collective decision; its minutes may also be attached to the result."""

    attempt = ma.fields.Integer(required=True)
    outcome = ma.fields.String(required=True)
    recorded_by_id = ma.fields.Integer(required=True, allow_none=True)
    recorded_at = ma.fields.AwareDateTime(required=True)


class DocumentSchema(Schema):
    """The document of the award."""

    number = ma.fields.String(required=True)
    issued_at = ma.fields.AwareDateTime(required=True)
    retained_until = ma.fields.Date(required=True)


class OrganisationName(Schema):
    """An organisation as it is named in public."""

    name = ma.fields.String(required=True)
    uscc = ma.fields.String(required=True)


class AwardSchema(Schema):
    """Who holds a place, or held it until ``ended_at``."""

    bid_id = ma.fields.Integer(required=True)
    slot = ma.fields.Integer(required=True)
    awarded_at = ma.fields.AwareDateTime(required=True)
    ended_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    organisations = ma.fields.List(ma.fields.Nested(OrganisationName), required=True)


class ResultSchema(Schema):
    """The result of a call; opinion and decisions only for those concerned."""

    challenge_id = ma.fields.Integer(required=True)
    state = ma.fields.String(required=True)
    version = ma.fields.Integer(required=True)
    notice_ids = ma.fields.List(ma.fields.Integer(), required=True)
    is_provisional = provisional()
    document = ma.fields.Nested(DocumentSchema, required=True, allow_none=True)
    awards = ma.fields.List(ma.fields.Nested(AwardSchema), required=True)
    panel = ma.fields.List(
        ma.fields.String(),
        required=True,
        metadata={"description": "The names of the panel, once the result is final."},
    )
    opinion = ma.fields.Nested(PanelOpinionSchema)
    decisions = ma.fields.List(ma.fields.Nested(CollectiveDecisionSchema))


class LetterQuery(PageQuery):
    """Which letters."""

    challenge_id = ma.fields.Integer(validate=Key)


class LetterSummary(Schema):
    """A letter in a list."""

    id = ma.fields.Integer(required=True)
    challenge_id = ma.fields.Integer(required=True)
    bid_id = ma.fields.Integer(required=True)
    attempt = ma.fields.Integer(required=True)
    outcome = ma.fields.String(required=True)
    made_at = ma.fields.AwareDateTime(required=True)
    final_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    superseded_at = ma.fields.AwareDateTime(required=True, allow_none=True)


class LetterSchema(LetterSummary):
    """结果通知书: the figures, and the letter in words."""

    content = ma.fields.Dict(required=True)
    addressee = ma.fields.String(required=True)
    text = ma.fields.String(required=True)


class PublicNoticeQuery(PageQuery):
    """Which public notices."""

    kind = ma.fields.String(validate=ma.validate.OneOf(["challenge", "landmark"]))
    subject_id = ma.fields.Integer(validate=Key)


class PublicNoticeSchema(Schema):
    """公示. As long as its clock rests (``rested_on``), ``ends_at`` says nothing."""

    id = ma.fields.Integer(required=True)
    number = ma.fields.String(required=True)
    subject_kind = ma.fields.String(required=True)
    subject_id = ma.fields.Integer(required=True)
    attempt = ma.fields.Integer(required=True)
    title = ma.fields.String(required=True)
    content = ma.fields.Dict(required=True)
    receiver = ma.fields.Dict(required=True)
    posted_at = ma.fields.AwareDateTime(required=True)
    first_on = ma.fields.Date(required=True)
    last_on = ma.fields.Date(required=True)
    ends_at = ma.fields.AwareDateTime(required=True)
    is_provisional = provisional()
    rested_on = ma.fields.Date(required=True, allow_none=True)
    ended_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    withdrawn_at = ma.fields.AwareDateTime(required=True, allow_none=True)


class ObjectionRequest(Schema):
    """An objection, in one's own name or in that of an organisation whose mandate one holds."""

    grounds = ma.fields.String(required=True, validate=Text)
    request = ma.fields.String(load_default="", validate=Text)
    contact = ma.fields.String(load_default="", validate=ma.validate.Length(max=200))
    organisation_id = ma.fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=Key
    )


class ObjectionIssue(Schema):
    """What is to be looked into, in words that name no objector."""

    issue = ma.fields.String(required=True, validate=Text)


class ObjectionAnswer(RemarkedReasonRequest):
    """The answer to the objector (the reason's text), and the finding for the others, which names no objector."""

    finding = ma.fields.String(required=True, validate=Text)


class ObjectionQuery(PageQuery):
    """Which objections."""

    state = ma.fields.String(validate=ma.validate.OneOf([state.value for state in ObjectionState]))
    notice_id = ma.fields.Integer(validate=Key)


class ObjectorSchema(Schema):
    """Who objected."""

    name = ma.fields.String(required=True)
    mobile = ma.fields.String(required=True)
    organisation = ma.fields.String(required=True, allow_none=True)


class ObjectionSchema(Schema):
    """An objection; who filed it and what he wrote only for himself, an independent reviewer and those who watch."""

    id = ma.fields.Integer(required=True)
    number = ma.fields.String(required=True)
    state = ma.fields.String(required=True)
    version = ma.fields.Integer(required=True)
    notice_id = ma.fields.Integer(required=True)
    subject_kind = ma.fields.String(required=True)
    subject_id = ma.fields.Integer(required=True)
    filed_at = ma.fields.AwareDateTime(required=True)
    due_at = ma.fields.AwareDateTime(required=True)
    admitted_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    decided_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    issue = ma.fields.String(required=True)
    finding = ma.fields.String(required=True)
    reason_code = ma.fields.String(required=True, allow_none=True, validate=Code)
    objector_id = ma.fields.Integer()
    organisation_id = ma.fields.Integer(allow_none=True)
    contact = ma.fields.String()
    grounds = ma.fields.String()
    request = ma.fields.String()
    answer = ma.fields.String()
    objector = ma.fields.Nested(ObjectorSchema)
