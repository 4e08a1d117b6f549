"""Projects as the API takes and shows them; money in fen."""

import marshmallow as ma

from scenario_market.api.resource import PageQuery, Schema
from scenario_market.api.schemas.panels import DrawnPersonSchema, RecordSchema
from scenario_market.api.schemas.postings import MoveSchema
from scenario_market.api.schemas.shapes import Code, Key
from scenario_market.domain.projects.rules import LIGHTS
from scenario_market.domain.projects.states import MilestoneState, ProjectState, SeatState

STATES = ma.validate.OneOf([state.value for state in ProjectState])
MILESTONE_STATES = ma.validate.OneOf([state.value for state in MilestoneState])
SEAT_STATES = ma.validate.OneOf([state.value for state in SeatState])
LIGHT = ma.validate.OneOf(LIGHTS)


def maybe(field, **options):
    """A field of an answer that may be null."""
    return field(required=True, allow_none=True, **options)


class ProjectFilters(Schema):
    """Which projects."""

    state = ma.fields.String(validate=STATES)
    light = ma.fields.String(validate=LIGHT)
    district = ma.fields.String(validate=Code)
    node = ma.fields.String(validate=Code)
    owner_id = ma.fields.Integer(validate=Key)
    organisation_id = ma.fields.Integer(validate=Key)
    challenge_id = ma.fields.Integer(validate=Key)
    demand_id = ma.fields.Integer(validate=Key)


class ProjectQuery(ProjectFilters, PageQuery):
    """Which projects, page by page."""


class ProjectPartySchema(Schema):
    """A side of a project."""

    id = ma.fields.Integer(required=True)
    name = ma.fields.String(required=True)


class ProjectSummary(Schema):
    """A project in a list; the light is derived, and null before the work begins and after its end."""

    id = ma.fields.Integer(required=True)
    version = ma.fields.Integer(required=True)
    state = ma.fields.String(required=True, validate=STATES)
    light = maybe(ma.fields.String, validate=LIGHT)
    title = ma.fields.String(required=True)
    owner = ma.fields.Nested(ProjectPartySchema, required=True)
    organisation = ma.fields.Nested(ProjectPartySchema, required=True)
    challenge_id = maybe(ma.fields.Integer)
    bid_id = maybe(ma.fields.Integer)
    demand_id = maybe(ma.fields.Integer)
    response_id = maybe(ma.fields.Integer)
    predecessor_id = maybe(ma.fields.Integer)
    domain = maybe(ma.fields.String)
    district = maybe(ma.fields.String)
    node = maybe(ma.fields.String)
    reward_fen = ma.fields.Integer(required=True)
    plan_number = ma.fields.Integer(required=True)
    plan_by_id = maybe(ma.fields.Integer)
    is_raced = ma.fields.Boolean(required=True)
    gate_milestone = maybe(ma.fields.Integer)
    follower = ma.fields.String(required=True)
    progress = ma.fields.String(required=True)
    starts_on = maybe(ma.fields.Date)
    round = ma.fields.Integer(required=True)
    rectify_until = maybe(ma.fields.Date)
    activated_at = maybe(ma.fields.AwareDateTime)
    ended_at = maybe(ma.fields.AwareDateTime)
    created_at = ma.fields.AwareDateTime(required=True)
    updated_at = ma.fields.AwareDateTime(required=True)


class MilestoneSummary(Schema):
    """A milestone as the plan has it now."""

    id = ma.fields.Integer(required=True)
    version = ma.fields.Integer(required=True)
    project_id = ma.fields.Integer(required=True)
    number = ma.fields.Integer(required=True)
    state = ma.fields.String(required=True, validate=MILESTONE_STATES)
    title = ma.fields.String(required=True)
    target = ma.fields.String(required=True)
    evidence = ma.fields.String(required=True)
    consequence = ma.fields.String(required=True)
    weight = ma.fields.Integer(required=True)
    due_on = ma.fields.Date(required=True)
    until_at = ma.fields.AwareDateTime(required=True)
    is_late = ma.fields.Boolean(required=True)
    attempt = ma.fields.Integer(required=True)
    percent = maybe(ma.fields.Integer)
    concluded_at = maybe(ma.fields.AwareDateTime)


class AttemptSchema(Schema):
    """One handing-in, and what was said of it."""

    number = ma.fields.Integer(required=True)
    statement = ma.fields.String(required=True)
    submitted_at = ma.fields.AwareDateTime(required=True)
    confirmed_at = maybe(ma.fields.AwareDateTime)
    opinion = ma.fields.String(required=True)
    decided_at = maybe(ma.fields.AwareDateTime)
    outcome = maybe(ma.fields.String)


class MilestoneSchema(MilestoneSummary):
    """One milestone with its attempts and moves."""

    attempts = ma.fields.List(ma.fields.Nested(AttemptSchema), required=True)
    history = ma.fields.List(ma.fields.Nested(MoveSchema), required=True)


class TrancheSchema(Schema):
    """One part of the subsidy."""

    number = ma.fields.Integer(required=True)
    percent = ma.fields.Integer(required=True)
    at = ma.fields.String(required=True)
    milestone = maybe(ma.fields.Integer)
    amount_fen = ma.fields.Integer(required=True)
    released_at = maybe(ma.fields.AwareDateTime)
    document_number = maybe(ma.fields.String)


class PlanChangeSchema(Schema):
    """A change of the plan that was asked for."""

    id = ma.fields.Integer(required=True)
    organisation_id = ma.fields.Integer(required=True)
    changed = ma.fields.List(ma.fields.Dict(), required=True)
    reason = ma.fields.String(required=True)
    proposed_at = ma.fields.AwareDateTime(required=True)
    agreed_at = maybe(ma.fields.AwareDateTime)
    decided_at = maybe(ma.fields.AwareDateTime)
    outcome = maybe(ma.fields.String)


class MeasurementSchema(Schema):
    """A third party's measurement of one metric."""

    round = ma.fields.Integer(required=True)
    metric = ma.fields.String(required=True)
    operator = ma.fields.String(required=True)
    baseline = maybe(ma.fields.Float)
    target = ma.fields.Float(required=True)
    measured = ma.fields.Float(required=True)
    unit = ma.fields.String(required=True)
    is_met = ma.fields.Boolean(required=True)
    measured_by = ma.fields.String(required=True)
    measured_by_uscc = ma.fields.String(required=True)
    measured_on = ma.fields.Date(required=True)
    method = ma.fields.String(required=True)
    attachment_id = ma.fields.Integer(required=True)


class SeatSchema(Schema):
    """A seat of an acceptance panel; who sits there, and what he said, where the reader may know it."""

    id = maybe(ma.fields.Integer)
    version = maybe(ma.fields.Integer)
    round = ma.fields.Integer(required=True)
    number = maybe(ma.fields.String)
    kind = maybe(ma.fields.String)
    state = ma.fields.String(required=True, validate=SEAT_STATES)
    is_chair = maybe(ma.fields.Boolean)
    due_at = maybe(ma.fields.AwareDateTime)
    declared_at = maybe(ma.fields.AwareDateTime)
    person_id = maybe(ma.fields.Integer)
    removal_asked_at = maybe(ma.fields.AwareDateTime)
    removal_asked_by_id = maybe(ma.fields.Integer)
    removal_code = maybe(ma.fields.String)
    removal_text = maybe(ma.fields.String)
    opinion = maybe(ma.fields.String)
    reason = maybe(ma.fields.String)


class OwnSeatSchema(Schema):
    """One's own seat, and the parties whom one would judge; nothing of their work."""

    id = ma.fields.Integer(required=True)
    version = ma.fields.Integer(required=True)
    project_id = ma.fields.Integer(required=True)
    title = ma.fields.String(required=True)
    parties = ma.fields.List(ma.fields.String(), required=True)
    state = ma.fields.String(required=True, validate=SEAT_STATES)
    is_chair = ma.fields.Boolean(required=True)
    due_at = ma.fields.AwareDateTime(required=True)
    declared_at = maybe(ma.fields.AwareDateTime)
    opinion = maybe(ma.fields.String)
    given_at = maybe(ma.fields.AwareDateTime)


class AcceptanceDrawSchema(Schema):
    """A draw of an acceptance panel; from the conclusion on as ``scenario-market draw verify`` takes it.

    ``position``: where in the chain of events this draw was committed to; ``checkpoint``: the signed head after it.
    """

    round = ma.fields.Integer(required=True)
    attempt = ma.fields.Integer(required=True)
    secret_hash = ma.fields.String(required=True)
    pool_hash = ma.fields.String(required=True)
    digest = maybe(ma.fields.String)
    given_up = maybe(ma.fields.Dict)
    record = ma.fields.Nested(RecordSchema)
    secret = ma.fields.String()
    position = ma.fields.Integer()
    checkpoint = ma.fields.Dict()
    gone = ma.fields.List(ma.fields.String())
    members = ma.fields.List(ma.fields.String())
    people = ma.fields.List(ma.fields.Nested(DrawnPersonSchema))
    left = ma.fields.List(ma.fields.Dict())


class ClosingSchema(Schema):
    """What follows from an end that is no acceptance."""

    handover = ma.fields.String(required=True)
    money = ma.fields.String(required=True)
    released_fen = ma.fields.Integer(required=True)
    clawback_fen = ma.fields.Integer(required=True)
    waived_fen = ma.fields.Integer(required=True)
    takes_over = ma.fields.Boolean(required=True)
    decided_at = ma.fields.AwareDateTime(required=True)


class ProjectSchema(ProjectSummary):
    """One project with its plan, what was released, what waits, and how it was accepted or ended."""

    members = ma.fields.List(ma.fields.Integer(), required=True)
    metrics = ma.fields.List(ma.fields.Dict(), required=True)
    milestones = ma.fields.List(ma.fields.Nested(MilestoneSummary), required=True)
    plan = maybe(ma.fields.Dict)
    tranches = ma.fields.List(ma.fields.Nested(TrancheSchema), required=True)
    change = ma.fields.Nested(PlanChangeSchema, required=True, allow_none=True)
    measurements = ma.fields.List(ma.fields.Nested(MeasurementSchema), required=True)
    panel = ma.fields.List(ma.fields.Nested(SeatSchema), required=True)
    closing = ma.fields.Nested(ClosingSchema, required=True, allow_none=True)


class PlanVersionSchema(Schema):
    """One version of a plan; number 1 is the baseline, as pledged."""

    number = ma.fields.Integer(required=True)
    cause = ma.fields.String(required=True)
    content = ma.fields.Dict(required=True)
    changed = ma.fields.List(ma.fields.String(), required=True)
    created_at = ma.fields.AwareDateTime(required=True)


class ReportSchema(Schema):
    """A monthly report, owed or handed in."""

    id = ma.fields.Integer(required=True)
    month = ma.fields.Date(required=True)
    due_at = ma.fields.AwareDateTime(required=True)
    progress = ma.fields.String(required=True)
    problems = ma.fields.String(required=True)
    next_steps = ma.fields.String(required=True)
    percent = maybe(ma.fields.Integer)
    spent_fen = maybe(ma.fields.Integer)
    submitted_at = maybe(ma.fields.AwareDateTime)


class StandingSchema(Schema):
    """How a project stands at the gate of its race."""

    project_id = ma.fields.Integer(required=True)
    percent = ma.fields.Integer(required=True)
    attempts = ma.fields.Integer(required=True)
    handed_in = ma.fields.String(required=True)


class RaceSchema(Schema):
    """A race at its gate, the project ahead first, and how it was decided."""

    challenge_id = ma.fields.Integer(required=True)
    standings = ma.fields.List(ma.fields.Nested(StandingSchema), required=True)
    kept = ma.fields.List(ma.fields.Integer(), required=True, allow_none=True)
    reason = maybe(ma.fields.String)
    decided_at = maybe(ma.fields.AwareDateTime)
