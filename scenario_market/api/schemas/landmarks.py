"""Landmarks, their copies and certificates as the API takes and shows them."""

import marshmallow as ma

from scenario_market.api.resource import PageQuery, Schema
from scenario_market.api.schemas.shapes import Code, Key, Text
from scenario_market.api.schemas.times import Day, provisional
from scenario_market.domain.landmarks.queries import SCOPES
from scenario_market.domain.landmarks.states import LandmarkState

STATES = [state.value for state in LandmarkState]


class LandmarkFields(Schema):
    """Title and case story."""

    title = ma.fields.String(validate=Text)
    summary = ma.fields.String(validate=Text)
    background = ma.fields.String(validate=Text)
    approach = ma.fields.String(validate=Text)
    outcome = ma.fields.String(validate=Text)


class NominationRequest(Schema):
    """Which accepted project, and its story."""

    project_id = ma.fields.Integer(required=True, strict=True, validate=Key)
    fields_ = ma.fields.Nested(LandmarkFields, data_key="fields", load_default=dict)


class LandmarkOpinion(Schema):
    """What the review found."""

    opinion = ma.fields.String(required=True, validate=Text)


class CertificateRequest(Schema):
    """The number of the decision's document."""

    document_number = ma.fields.String(required=True, validate=Code)

    @ma.post_load
    def make(self, data, **kwargs):
        """The number as the command takes it."""
        return {"number": data["document_number"]}


class LandmarkQuery(PageQuery):
    """Which landmarks."""

    scope = ma.fields.String(load_default="public", validate=ma.validate.OneOf(SCOPES))
    state = ma.fields.String(validate=ma.validate.OneOf(STATES))
    district = ma.fields.String(validate=Code)


class MeasuredSchema(Schema):
    """One measured result beside its baseline and target."""

    key = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    operator = ma.fields.String(required=True)
    baseline = ma.fields.Float(required=True, allow_none=True)
    target = ma.fields.Float(required=True)
    measured = ma.fields.Float(required=True)
    unit = ma.fields.String(required=True)
    measured_by = ma.fields.String(required=True)
    measured_on = ma.fields.String(required=True)


class LandmarkSchema(Schema):
    """A landmark as the reader may see it; of a revoked one the public reads the trace."""

    id = ma.fields.Integer(required=True)
    state = ma.fields.String(required=True, validate=ma.validate.OneOf(STATES))
    version = ma.fields.Integer(required=True)
    number = ma.fields.String(required=True, allow_none=True)
    title = ma.fields.String(required=True)
    certified_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    ended_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    is_provisional = provisional()
    project_id = ma.fields.Integer()
    domain = ma.fields.String(allow_none=True)
    district = ma.fields.String(allow_none=True)
    node = ma.fields.String(allow_none=True)
    owner = ma.fields.String()
    organisation = ma.fields.String()
    summary = ma.fields.String()
    background = ma.fields.String()
    approach = ma.fields.String()
    outcome = ma.fields.String()
    results = ma.fields.List(ma.fields.Nested(MeasuredSchema))
    copies = ma.fields.Integer(metadata={"description": "Places that copied it, confirmed."})
    expires_on = ma.fields.Date(allow_none=True)
    document_number = ma.fields.String(allow_none=True)
    check_code = ma.fields.String(allow_none=True)
    nominated_for_id = ma.fields.Integer(allow_none=True)
    nominated_at = ma.fields.AwareDateTime()
    opinion = ma.fields.String()
    reviewed_at = ma.fields.AwareDateTime(allow_none=True)


class LandmarkCopyRequest(Schema):
    """A place that copied the landmark."""

    place = ma.fields.String(required=True, validate=Text)
    organisation_name = ma.fields.String(required=True, validate=Text)
    description = ma.fields.String(required=True, validate=Text)
    copied_on = Day(required=True)


class LandmarkCopySchema(LandmarkCopyRequest):
    """A reported copy; it counts once it is confirmed."""

    id = ma.fields.Integer(required=True)
    landmark_id = ma.fields.Integer(required=True)
    state = ma.fields.String(required=True)
    version = ma.fields.Integer(required=True)
    reported_at = ma.fields.AwareDateTime(required=True)
    decided_at = ma.fields.AwareDateTime(required=True, allow_none=True)


class LandmarkCertificateSchema(Schema):
    """A certificate as it was signed, whether the signature holds, and whether it is in force.

    ``text`` is what was signed (Ed25519 over its UTF-8 bytes), ``sha256`` the digest of these; ``signature`` and
    ``public_key`` are base64.
    """

    number = ma.fields.String(required=True)
    landmark_id = ma.fields.Integer(required=True)
    status = ma.fields.String(
        required=True, validate=ma.validate.OneOf(["in_force", "expired", "revoked"])
    )
    successor_id = ma.fields.Integer(
        required=True,
        allow_none=True,
        metadata={
            "description": "Landmark by which the project is certified now, if this is over."
        },
    )
    holds = ma.fields.Boolean(required=True)
    text = ma.fields.String(required=True)
    sha256 = ma.fields.String(required=True)
    signature = ma.fields.String(required=True)
    public_key = ma.fields.String(required=True)
