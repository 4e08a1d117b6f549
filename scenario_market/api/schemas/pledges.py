"""Pledges (军令状) as the API takes and shows them."""

import marshmallow as ma

from scenario_market.api.resource import PageQuery, Schema
from scenario_market.api.schemas.postings import MoveSchema, OwnerSchema
from scenario_market.api.schemas.reasons import RemarkedReasonSchema
from scenario_market.api.schemas.shapes import Code, Key, Text
from scenario_market.api.schemas.times import Day
from scenario_market.domain.pledges.states import Form, Party, PledgeState

STATES = ma.validate.OneOf([state.value for state in PledgeState])
PARTIES = ma.validate.OneOf([party.value for party in Party])
FORMS = ma.validate.OneOf([form.value for form in Form])
Hash = ma.validate.Regexp("^[0-9a-f]{64}$")


class PledgeQuery(PageQuery):
    """Which pledges."""

    state = ma.fields.String(validate=STATES)
    challenge_id = ma.fields.Integer(validate=Key)


class PledgeSummary(Schema):
    """A pledge in a list."""

    id = ma.fields.Integer(required=True)
    version = ma.fields.Integer(required=True)
    challenge_id = ma.fields.Integer(required=True)
    challenge_number = ma.fields.String(required=True, allow_none=True)
    challenge_title = ma.fields.String(required=True)
    bid_id = ma.fields.Integer(required=True)
    project_id = ma.fields.Integer(required=True)
    provider = ma.fields.Nested(OwnerSchema, required=True)
    owner = ma.fields.Nested(OwnerSchema, required=True)
    state = ma.fields.String(required=True, validate=STATES)
    check_code = ma.fields.String(required=True)
    number = ma.fields.Integer(required=True, metadata={"description": "Its present version."})
    sha256 = ma.fields.String(
        required=True, metadata={"description": "Of the canonical text: what is signed."}
    )
    due_at = ma.fields.AwareDateTime(required=True)
    extended_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    extension_reason = ma.fields.String(required=True, allow_none=True)
    signed_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    attachment_id = ma.fields.Integer(
        required=True, allow_none=True, metadata={"description": "The paper as it was issued."}
    )
    issued_sha256 = ma.fields.String(required=True, allow_none=True)
    created_at = ma.fields.AwareDateTime(required=True)
    updated_at = ma.fields.AwareDateTime(required=True)


class PledgeAgreementSchema(Schema):
    """A party's word on a version."""

    party = ma.fields.String(required=True, validate=PARTIES)
    person_id = ma.fields.Integer(required=True, allow_none=True)
    reason = ma.fields.String(required=True)
    at = ma.fields.AwareDateTime(required=True)


class PledgeSignatureSchema(Schema):
    """A signature, as what it is: 平台确认, a checked scan of the 公章, or an 电子印章."""

    id = ma.fields.Integer(required=True)
    number = ma.fields.Integer(required=True)
    sha256 = ma.fields.String(required=True)
    party = ma.fields.String(required=True, validate=PARTIES)
    form = ma.fields.String(required=True, validate=FORMS)
    person_id = ma.fields.Integer(required=True)
    name = ma.fields.String(required=True)
    signed_at = ma.fields.AwareDateTime(required=True)
    statement = ma.fields.String(required=True)
    stamp = ma.fields.String(required=True)
    public_key = ma.fields.String(required=True)
    attachment_id = ma.fields.Integer(required=True, allow_none=True)
    evidence_sha256 = ma.fields.String(required=True, allow_none=True)
    facts = ma.fields.Dict(required=True, allow_none=True)
    checked_by_id = ma.fields.Integer(required=True, allow_none=True)
    checked_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    void_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    void_reason_code = ma.fields.String(required=True, allow_none=True)
    void_reason_text = ma.fields.String(required=True, allow_none=True)
    holds = ma.fields.Boolean(required=True)


class PledgeSchema(PledgeSummary):
    """A pledge with its present text, who agreed, who signed."""

    document = ma.fields.Dict(required=True)
    canonical = ma.fields.String(
        required=True, metadata={"description": "The text whose SHA-256 is signed, as it is."}
    )
    weakened = ma.fields.List(ma.fields.String(), required=True)
    agreements = ma.fields.List(ma.fields.Nested(PledgeAgreementSchema), required=True)
    signatures = ma.fields.List(ma.fields.Nested(PledgeSignatureSchema), required=True)
    history = ma.fields.List(ma.fields.Nested(MoveSchema), required=True)


class PledgeChangeSchema(Schema):
    """One tracked change; values are of any kind."""

    field = ma.fields.String(required=True)
    old = ma.fields.Raw(required=True, allow_none=True)
    new = ma.fields.Raw(required=True, allow_none=True)


class PledgeVersionSchema(Schema):
    """A version: who proposed what and why, and who agreed to it."""

    number = ma.fields.Integer(required=True)
    sha256 = ma.fields.String(required=True)
    party = ma.fields.String(required=True, allow_none=True)
    proposed_by_id = ma.fields.Integer(required=True, allow_none=True)
    reason = ma.fields.String(required=True)
    changed = ma.fields.List(ma.fields.Nested(PledgeChangeSchema), required=True)
    weakened = ma.fields.List(ma.fields.String(), required=True)
    created_at = ma.fields.AwareDateTime(required=True)
    agreements = ma.fields.List(ma.fields.Nested(PledgeAgreementSchema), required=True)


class PledgedMilestone(Schema):
    """One milestone of the whole list that a proposal gives."""

    title = ma.fields.String(required=True, validate=Text)
    month = ma.fields.Integer(required=True, strict=True)
    target = ma.fields.String(required=True, validate=Text)
    evidence = ma.fields.String(required=True, validate=Text)
    weight = ma.fields.Integer(required=True, strict=True)
    consequence = ma.fields.String(required=True, validate=Text)


class PledgedMetric(Schema):
    """What may be changed of a metric, which ``key`` names."""

    key = ma.fields.String(required=True, validate=Code)
    value = ma.fields.Float()
    method = ma.fields.String(validate=Text)
    evidence = ma.fields.String(validate=Text)


class PledgedClause(Schema):
    """The new words of a negotiable clause."""

    code = ma.fields.String(required=True, validate=Code)
    text = ma.fields.String(required=True, validate=Text)


class PledgeProposalRequest(Schema):
    """What shall change, and why. What is left out stays."""

    metrics = ma.fields.List(ma.fields.Nested(PledgedMetric))
    milestones = ma.fields.List(ma.fields.Nested(PledgedMilestone))
    clauses = ma.fields.List(ma.fields.Nested(PledgedClause))
    special_terms = ma.fields.String(validate=Text)
    reason = ma.fields.String(required=True, validate=Text)

    @ma.post_load
    def make(self, data, **kwargs):
        """Field → new value, as the command takes it."""
        wanted = {
            f"metrics.{row['key']}.{name}": row[name]
            for row in data.get("metrics", ())
            for name in ("value", "method", "evidence")
            if name in row
        }
        wanted |= {f"clauses.{row['code']}": row["text"] for row in data.get("clauses", ())}
        wanted |= {name: data[name] for name in ("milestones", "special_terms") if name in data}
        return {"wanted": wanted, "reason": data["reason"]}


class PledgeAgreementRequest(Schema):
    """The version that one has read; a reason where it is weaker than what was bid."""

    number = ma.fields.Integer(required=True, strict=True, validate=Key)
    reason = ma.fields.String(load_default="", validate=Text)


class PledgeSignatureRequest(Schema):
    """The hash that one was shown, how one signs, and the proof of who one is."""

    sha256 = ma.fields.String(required=True, validate=Hash)
    form = ma.fields.String(load_default=Form.PLATFORM.value, validate=FORMS)
    password = ma.fields.String(validate=Text)
    code = ma.fields.String(validate=Code)
    attachment_id = ma.fields.Integer(strict=True, validate=Key)
    cms = ma.fields.String(
        validate=ma.validate.Length(max=350_000),
        metadata={"description": "Base64 of a detached CMS signature over the canonical text."},
    )


class PledgeScanRequest(Schema):
    """Whether the scan holds; a reason where not."""

    is_accepted = ma.fields.Boolean(required=True, truthy={True}, falsy={False})
    reason = ma.fields.Nested(RemarkedReasonSchema)

    @ma.post_load
    def make(self, data, **kwargs):
        """No reason is None to the command."""
        return {"reason": None} | data


class PledgeExtensionRequest(Schema):
    """The new last day, and why."""

    due_on = Day(required=True)
    reason = ma.fields.String(required=True, validate=Text)


class PledgeDeclineRequest(Schema):
    """Why the winner will not sign."""

    text = ma.fields.String(required=True, validate=Text)


class PublicPledgeSignature(Schema):
    """Which party signed, in which form, when."""

    party = ma.fields.String(required=True, validate=PARTIES)
    form = ma.fields.String(required=True, validate=FORMS)
    signed_at = ma.fields.AwareDateTime(required=True)


class PledgeVerificationSchema(Schema):
    """What anybody may know of a signed pledge."""

    check_code = ma.fields.String(required=True)
    challenge_number = ma.fields.String(required=True)
    challenge_title = ma.fields.String(required=True)
    provider = ma.fields.Nested(OwnerSchema, required=True)
    owner = ma.fields.Nested(OwnerSchema, required=True, allow_none=True)
    number = ma.fields.Integer(required=True)
    sha256 = ma.fields.String(required=True)
    signed_at = ma.fields.AwareDateTime(required=True)
    issued_sha256 = ma.fields.String(
        required=True, allow_none=True, metadata={"description": "Null until the paper is made."}
    )
    signatures = ma.fields.List(ma.fields.Nested(PublicPledgeSignature), required=True)


class PledgeComparisonSchema(Schema):
    """Whether a file is the paper as it was issued, byte for byte."""

    check_code = ma.fields.String(required=True)
    is_genuine = ma.fields.Boolean(required=True)
    sha256 = ma.fields.String(required=True)
    issued_sha256 = ma.fields.String(required=True, allow_none=True)
    is_signed_text = ma.fields.Boolean(
        required=True, metadata={"description": "It is the text that was signed, not the paper."}
    )
