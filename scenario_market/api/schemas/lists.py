"""Demand lists as the API takes and shows them."""

import marshmallow as ma

from scenario_market.api.resource import PageQuery, Schema
from scenario_market.api.schemas.postings import OwnerSchema
from scenario_market.api.schemas.shapes import Key, Text
from scenario_market.api.schemas.times import Instant
from scenario_market.api.schemas.versions import FrozenFileSchema
from scenario_market.domain.demands.list_drafting import ITEMS_MAX
from scenario_market.domain.demands.states import ListState

STATES = ma.validate.OneOf([state.value for state in ListState])


class ListRequest(Schema):
    """A new list."""

    title = ma.fields.String(required=True, validate=Text)
    foreword = ma.fields.String(load_default="", validate=Text)


class ListPatch(Schema):
    """What changes of a list in preparation; ``demand_ids`` are all its demands in their order."""

    title = ma.fields.String(validate=Text)
    foreword = ma.fields.String(validate=Text)
    demand_ids = ma.fields.List(
        ma.fields.Integer(strict=True, validate=Key),
        validate=ma.validate.Length(max=ITEMS_MAX),
    )


class ScheduleRequest(Schema):
    """When the clock shall publish the list."""

    publish_at = Instant(required=True)


class ItemSchema(Schema):
    """A demand in a list, as it was frozen at publication; a withdrawn one keeps its number and nothing else."""

    place = ma.fields.Integer(required=True)
    demand_id = ma.fields.Integer(required=True)
    number = ma.fields.String(required=True, allow_none=True)
    state = ma.fields.String(required=True)
    version = ma.fields.Integer(required=True, allow_none=True)
    withdrawn_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    title = ma.fields.String()
    content = ma.fields.Dict()
    attachments = ma.fields.List(ma.fields.Nested(FrozenFileSchema))
    owner = ma.fields.Nested(OwnerSchema, allow_none=True)


class ListSchema(Schema):
    """A demand list."""

    id = ma.fields.Integer(required=True)
    number = ma.fields.String(required=True, allow_none=True)
    title = ma.fields.String(required=True)
    foreword = ma.fields.String(required=True)
    state = ma.fields.String(required=True, validate=STATES)
    published_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    withdrawn_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    version = ma.fields.Integer(required=True)
    updated_at = ma.fields.AwareDateTime(required=True)
    publish_at = ma.fields.AwareDateTime(allow_none=True)
    created_by_id = ma.fields.Integer(allow_none=True)
    created_at = ma.fields.AwareDateTime()


class WholeListSchema(ListSchema):
    """A demand list with its items."""

    items = ma.fields.List(ma.fields.Nested(ItemSchema), required=True)


class ListQuery(PageQuery):
    """Which lists."""

    state = ma.fields.String(validate=STATES)
    text = ma.fields.String(
        validate=ma.validate.Length(min=1, max=100),
        metadata={"description": "Part of the title, or the whole number."},
    )


class UnfitError(Schema):
    """One thing that keeps a demand from being published."""

    field = ma.fields.String(required=True)
    rule = ma.fields.String(required=True)
    params = ma.fields.Dict(required=True)


class UnfitSchema(Schema):
    """A demand that may not be published as it stands."""

    demand_id = ma.fields.Integer(required=True)
    title = ma.fields.String(required=True)
    errors = ma.fields.List(ma.fields.Nested(UnfitError), required=True)
