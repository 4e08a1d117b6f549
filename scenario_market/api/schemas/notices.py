"""Notices and preferences as the API takes and shows them."""

import marshmallow as ma

from scenario_market.api.resource import PageQuery, Schema
from scenario_market.api.schemas.shapes import Key

Word = ma.validate.Regexp(r"^[a-z_]{1,40}\Z")


class NoticeQuery(PageQuery):
    """What of the inbox is asked for."""

    unread = ma.fields.Boolean(metadata={"description": "Only unread (true) or only read (false)."})
    kind = ma.fields.List(ma.fields.String(validate=Word), validate=ma.validate.Length(max=60))
    organisation_id = ma.fields.Integer(validate=Key)
    subject_kind = ma.fields.String(validate=Word)
    subject_id = ma.fields.Integer(validate=Key)


class NoticeSchema(Schema):
    """One notice in the reader's words."""

    id = ma.fields.Integer(required=True)
    kind = ma.fields.String(required=True)
    organisation_id = ma.fields.Integer(required=True, allow_none=True)
    subject_kind = ma.fields.String(required=True)
    subject_id = ma.fields.Integer(required=True)
    match_id = ma.fields.Integer(required=True, allow_none=True)
    title = ma.fields.String(required=True)
    sentences = ma.fields.List(ma.fields.String(), required=True)
    reasons = ma.fields.List(
        ma.fields.String(), required=True, metadata={"description": "Why this provider was told."}
    )
    path = ma.fields.String(required=True, metadata={"description": "The page it leads to."})
    action = ma.fields.String(required=True)
    in_digest = ma.fields.Boolean(required=True)
    at = ma.fields.AwareDateTime(required=True)
    read_at = ma.fields.AwareDateTime(required=True, allow_none=True)


class UnreadSchema(Schema):
    """How many notices are unread, by kind; at most 1,000 are counted."""

    total = ma.fields.Integer(required=True)
    kinds = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.Integer(), required=True)


class ReadRequest(Schema):
    """Everything up to a notice becomes read."""

    up_to = ma.fields.Integer(required=True, strict=True, validate=Key)


class ReadSchema(Schema):
    """How many notices became read."""

    count = ma.fields.Integer(required=True)


class WishRequest(Schema):
    """How to be told of one kind."""

    mail = ma.fields.Boolean(required=True)
    sms = ma.fields.Boolean(required=True)
    digest = ma.fields.Boolean(required=True)


class WishSchema(Schema):
    """How one is told of one kind."""

    kind = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    mail = ma.fields.Boolean(required=True)
    sms = ma.fields.Boolean(required=True)
    digest = ma.fields.Boolean(required=True)
    is_default = ma.fields.Boolean(required=True)
    has_sms = ma.fields.Boolean(required=True)
    version = ma.fields.Integer(required=True)


class EndedSchema(Schema):
    """A kind of which no mails come any more."""

    kind = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    mail = ma.fields.Boolean(required=True)
