"""What the API takes for acts on projects."""

import marshmallow as ma

from scenario_market.api.resource import Schema
from scenario_market.api.schemas.reasons import RemarkedReasonRequest
from scenario_market.api.schemas.shapes import Code, Key, Text
from scenario_market.api.schemas.times import Day
from scenario_market.domain.projects.panels import OPINIONS

Month = ma.validate.Regexp(r"^20[0-9]{2}-(0[1-9]|1[0-2])$")
Percent = ma.validate.Range(min=0, max=100)
Amount = ma.validate.Range(min=0, max=10**14)


def whole(**options):
    """A whole number."""
    return ma.fields.Integer(strict=True, **options)


class TermsRequest(Schema):
    """The plan of a contract's project; the domain names every wrong field."""

    metrics = ma.fields.List(ma.fields.Dict(keys=ma.fields.String()), required=True)
    milestones = ma.fields.List(ma.fields.Dict(keys=ma.fields.String()), required=True)
    reward_fen = whole(load_default=0, validate=Amount)
    tranches = ma.fields.List(ma.fields.Dict(keys=ma.fields.String()), load_default=list)


class PlanChangeRequest(Schema):
    """What shall change, and why: milestones by number, metrics by key."""

    milestones = ma.fields.List(ma.fields.Dict(keys=ma.fields.String()))
    metrics = ma.fields.List(ma.fields.Dict(keys=ma.fields.String()))
    reason = ma.fields.String(required=True, validate=Text)


class FollowingRequest(Schema):
    """Who follows the project, and where it stands in the office's words."""

    follower = ma.fields.String(validate=Text)
    progress = ma.fields.String(validate=Text)


class ReleaseRequest(Schema):
    """Under which document a tranche is released."""

    document_number = ma.fields.String(required=True, validate=Text)


class StatementRequest(Schema):
    """What is handed in, in words."""

    statement = ma.fields.String(required=True, validate=Text)


class PartlyRequest(RemarkedReasonRequest):
    """How much is reached, and what is missing."""

    percent = whole(required=True, validate=Percent)


class ReportRequest(Schema):
    """The report of a month."""

    month = ma.fields.String(required=True, validate=Month)
    progress = ma.fields.String(required=True, validate=Text)
    problems = ma.fields.String(validate=Text)
    next_steps = ma.fields.String(validate=Text)
    percent = whole(allow_none=True, validate=Percent)
    spent_fen = whole(allow_none=True, validate=Amount)


class MeasurementRequest(Schema):
    """A third party's measurement, with its report among the project's files."""

    metric = ma.fields.String(required=True, validate=Code)
    measured = ma.fields.Float(required=True)
    measured_by = ma.fields.String(required=True, validate=Text)
    measured_by_uscc = ma.fields.String(required=True, validate=Text)
    measured_on = Day(required=True)
    method = ma.fields.String(validate=Text)
    attachment_id = whole(required=True, validate=Key)


class SeatOpinionRequest(Schema):
    """An opinion with its reason."""

    opinion = ma.fields.String(required=True, validate=ma.validate.OneOf(OPINIONS))
    reason = ma.fields.String(required=True, validate=Text)


class RectifyRequest(RemarkedReasonRequest):
    """What is to be put right until when."""

    until = Day(required=True)


class EndRequest(RemarkedReasonRequest):
    """Why it ends, and what follows; amounts in fen."""

    handover = ma.fields.String(required=True, validate=Text)
    money = ma.fields.String(required=True, validate=Text)
    clawback_fen = whole(load_default=0, validate=Amount)


class TerminationRequest(EndRequest):
    """The same, and whether the first reserve takes over."""

    takes_over = ma.fields.Boolean(load_default=False)


class ExcuseRequest(RemarkedReasonRequest):
    """Why the provider is not held liable, and how much is not asked back."""

    waived_fen = whole(load_default=0, validate=Amount)


class GateRequest(RemarkedReasonRequest):
    """Which projects go on."""

    keep = ma.fields.List(whole(validate=Key), required=True, validate=ma.validate.Length(max=50))
    handover = ma.fields.String(validate=Text)
    money = ma.fields.String(validate=Text)
